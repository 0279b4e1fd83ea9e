import { createEffect, createMemo, createSignal, on } from 'solid-js';
import type { ErrorBody } from '../../../../shared/errors.ts';
import { readSetting, writeSetting } from '../../lib/settings.ts';
import { type Address, EMPTY_ADDRESS, sameAddress } from '../address/address.ts';
import { type FaultPlace, placeOf } from '../address/fault-place.ts';
import { QUERY_LANGUAGES, type QueryLanguage } from '../languages/languages.ts';
import { createQueryCheck } from '../query/create-query-check.ts';
import type { SearchPort } from '../state/create-search.ts';
import { dateFields } from '../time/times.ts';

type Options = { search: SearchPort; onSearch: (address: Address) => void };

const NO_QUERY = { q: '', dql: '', dsl: '' };
const SETTING = 'query-language';

/** The language chosen: at first that of the last time, or else DQL, which people know from Dashboards. */
function createLanguage() {
  const remembered = readSetting(SETTING);
  const [language, setLanguage] = createSignal(QUERY_LANGUAGES.find((one) => one === remembered) ?? 'dql');
  /** By the person, who finds it chosen the next time. */
  function chooseLanguage(next: QueryLanguage): void {
    writeSetting(SETTING, next);
    setLanguage(next);
  }
  return { language, setLanguage, chooseLanguage };
}

/** A fault of the search as it stands in the form; `live` while it is being written. */
export type QueryFault = { error: ErrorBody; live: boolean; place: FaultPlace };

/** The search as it is being written. It follows the address, and becomes it when it is sent. */
export function createDraft(props: Options) {
  // All languages' texts are kept, whichever is sent.
  const [draft, setDraft] = createSignal<Address>(props.search.address());
  const { language, setLanguage, chooseLanguage } = createLanguage();
  const [sentWithoutIndex, setSentWithoutIndex] = createSignal(false);
  const [indexInput, setIndexInput] = createSignal<HTMLInputElement>();
  let own: Address | undefined;
  // Only what has changed: a query that is being written outlives another order of the rows.
  createEffect(
    on(props.search.address, (now, before) => {
      if (own && sameAddress(own, now)) return;
      // What was changed past the form, and is taken back there, comes back to the form as well.
      own = undefined;
      setDraft({ ...draft(), ...changesOf(now, before) });
      const given = QUERY_LANGUAGES.find((name) => now[name] !== '');
      if (given) setLanguage(given);
    }),
  );

  /** What would be sent: the text of the language chosen. */
  const written = () => ({ ...draft(), ...NO_QUERY, [language()]: draft()[language()] });
  const check = createQueryCheck(props.search, written);

  function send(part: Partial<Address>): void {
    setDraft({ ...draft(), ...part, index: (part.index ?? draft().index).trim() });
    setSentWithoutIndex(draft().index === '');
    if (draft().index === '') return indexInput()?.focus();
    own = written();
    props.onSearch(own);
  }

  const change = (part: Partial<Address>) => setDraft({ ...draft(), ...part });
  /** The query as it is written, in the language chosen. */
  const text = () => draft()[language()];
  /** What is being written gives way to what was searched for. */
  function forget(): void {
    const { q, dql, dsl } = props.search.address();
    change({ q, dql, dsl });
  }
  const dates = createMemo(() => dateFields(props.search.fields()));
  return {
    ...{ draft, dates, text, forget, change, send, setIndexInput, language, setLanguage, chooseLanguage },
    indexMissing: () => sentWithoutIndex() && draft().index === '',
    hasTime: () => dates().length > 0 || draft().from !== '' || draft().to !== '',
    /** The fault of the query, as sent or as it is being written; as soon as the text differs it is no longer spoken of. */
    queryFault(): QueryFault | undefined {
      const fault = props.search.fault();
      const isSent = QUERY_LANGUAGES.every((name) => written()[name] === props.search.address()[name]);
      if (isSent && fault?.kind === 'error') {
        return fault.error.code === 'query_invalid'
          ? { error: fault.error, live: false, place: placeOf(fault.error, props.search.address()) }
          : undefined;
      }
      const error = isSent ? undefined : check();
      return error && { error, live: true, place: { kind: 'query' } };
    },
  };
}

function changesOf(now: Address, before: Address = EMPTY_ADDRESS): Partial<Address> {
  const keys = Object.keys(now) as (keyof Address)[];
  return Object.fromEntries(keys.filter((key) => now[key] !== before[key]).map((key) => [key, now[key]]));
}

export type Draft = ReturnType<typeof createDraft>;
