import { createEffect, createSignal, on } from 'solid-js';
import { type Address, EMPTY_ADDRESS } from './address.ts';
import type { SearchPort } from './create-search.ts';
import { dateFields } from './times.ts';

type Options = { search: SearchPort; onSearch: (address: Address) => void };

/** The search as it is being written. It follows the address, and becomes it when it is sent. */
export function createDraft(props: Options) {
  const [draft, setDraft] = createSignal<Address>(props.search.address());
  const [sentWithoutIndex, setSentWithoutIndex] = createSignal(false);
  const [indexInput, setIndexInput] = createSignal<HTMLInputElement>();
  // Only what has changed: a query that is being written outlives another order of the rows.
  createEffect(on(props.search.address, (now, before) => setDraft({ ...draft(), ...changesOf(now, before) })));

  function send(address: Address): void {
    const index = address.index.trim();
    setDraft(address);
    setSentWithoutIndex(index === '');
    if (index === '') indexInput()?.focus();
    else props.onSearch({ ...address, index });
  }

  const change = (part: Partial<Address>) => setDraft({ ...draft(), ...part });
  const dates = () => dateFields(props.search.fields());
  return {
    ...{ draft, dates, change, setIndexInput },
    send: (part: Partial<Address> = {}) => send({ ...draft(), ...part }),
    indexMissing: () => sentWithoutIndex() && draft().index === '',
    hasTime: () => dates().length > 0 || draft().from !== '' || draft().to !== '',
    /** The fault of the query as sent; as soon as the text differs it is no longer spoken of. */
    queryFault() {
      const fault = props.search.fault();
      if (fault?.kind !== 'error' || fault.error.code !== 'query_invalid') return undefined;
      return draft().q === props.search.address().q ? fault.error : undefined;
    },
  };
}

function changesOf(now: Address, before: Address = EMPTY_ADDRESS): Partial<Address> {
  const keys = Object.keys(now) as (keyof Address)[];
  return Object.fromEntries(keys.filter((key) => now[key] !== before[key]).map((key) => [key, now[key]]));
}
