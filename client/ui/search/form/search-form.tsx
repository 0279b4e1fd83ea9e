import { createSignal, For, lazy, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { Later } from '../../lib/later.tsx';
import type { Address } from '../address/address.ts';
import type { FaultPlace } from '../address/fault-place.ts';
import { knownFields } from '../fields/known-fields.ts';
import { addFilter } from '../filters/filters.ts';
import type { NestedRepair } from '../nested/nested-query.ts';
import { DslField } from '../query/dsl-field.tsx';
import { QueryField } from '../query/query-field.tsx';
import { QueryFaultNote, SmallOperatorNote, UnknownFieldNote } from '../query/query-notes.tsx';
import { repairOf } from '../query/query-repair.ts';
import type { SearchPort } from '../state/create-search.ts';
import { TimeRangeButton } from '../time/time-range.tsx';
import { defaultTimeField } from '../time/times.ts';
import { createDraft, QUERY_LANGUAGES, type QueryLanguage } from './create-draft.ts';
import type { Indices } from './create-indices.ts';
import { IndexPicker } from './index-picker.tsx';
import './search-form.css';

/** Most indices have nothing nested. */
const NestedFieldNote = lazy(async () => ({ default: (await import('../nested/nested-note.tsx')).NestedFieldNote }));

type Props = { search: SearchPort; indices: Indices; onSearch: (address: Address) => void };

const FAULT_ID = 'query-fault';

/** Where to search, what for, and when. */
export function SearchForm(props: Props) {
  const form = createDraft(props);
  const [queryInput, setQueryInput] = createSignal<HTMLInputElement | HTMLTextAreaElement>();

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    form.send({});
  }

  const isAt = (kind: FaultPlace['kind']) => form.queryFault()?.place.kind === kind;
  const isDsl = () => form.language() === 'dsl';
  const text = () => (isDsl() ? form.draft().dsl : form.draft().q);

  function goTo(at: number): void {
    queryInput()?.focus();
    queryInput()?.setSelectionRange(at, Math.min(at + 1, text().length));
  }

  function mend(q: string): void {
    form.change({ q });
    queryInput()?.focus();
  }

  /** Sent at once: filters are the search's, and belong to no text that is being written. */
  function mendNested(repair: NestedRepair): void {
    if (repair.kind === 'dsl') {
      form.setLanguage('dsl');
      return form.send({ dsl: repair.dsl });
    }
    const filters = repair.filters.reduce(addFilter, form.draft());
    form.send({ q: repair.q, filters: filters.filters });
  }

  function choose(language: QueryLanguage): void {
    form.setLanguage(language);
    queryInput()?.focus();
  }

  /** Where the mistake was made, if its form tells, and not where OpenSearch stumbled over it. */
  const faultAt = () => {
    const fault = form.queryFault();
    return fault?.place.kind === 'query' ? (repairOf(form.draft().q)?.at ?? fault.error.position) : undefined;
  };
  const languageChoice = () => (
    <select
      class="query-language"
      aria-label={t().query.language}
      value={form.language()}
      onChange={(event) => choose(event.currentTarget.value as QueryLanguage)}
    >
      <For each={QUERY_LANGUAGES}>{(name) => <option value={name}>{t().query.languages[name]}</option>}</For>
    </select>
  );

  return (
    <search>
      <form class="search-form" classList={{ 'with-time': form.hasTime() }} onSubmit={submit}>
        <IndexPicker
          indices={props.indices}
          value={form.draft().index}
          onType={(index) => form.change({ index })}
          // Another index has other date fields: the range holds for its first one.
          onPick={(index) => form.send({ index, time: '' })}
          invalid={form.indexMissing()}
          inputRef={form.setIndexInput}
        />
        <Show
          when={isDsl()}
          fallback={
            <QueryField
              value={form.draft().q}
              onType={(q) => form.change({ q })}
              index={props.search.address().index}
              fields={props.search.fields()}
              faultAt={faultAt()}
              invalid={isAt('query')}
              describedBy={isAt('query') ? FAULT_ID : undefined}
              inputRef={setQueryInput}
            >
              {languageChoice()}
            </QueryField>
          }
        >
          <DslField
            value={form.draft().dsl}
            onType={(dsl) => form.change({ dsl })}
            invalid={isAt('query')}
            describedBy={isAt('query') ? FAULT_ID : undefined}
            inputRef={setQueryInput}
          >
            {languageChoice()}
          </DslField>
        </Show>
        <Show when={form.hasTime()}>
          <TimeRangeButton
            range={form.draft()}
            fields={form.dates()}
            defaultField={defaultTimeField(props.search.fields())}
            onApply={form.send}
            invalid={isAt('time')}
            describedBy={isAt('time') ? FAULT_ID : undefined}
          />
        </Show>
        <button type="submit" class="button tinted search-button">
          {t().search.submit}
        </button>
        <Show when={form.queryFault()}>
          {(fault) => (
            <QueryFaultNote
              id={FAULT_ID}
              fault={fault()}
              query={isDsl() || !isAt('query') ? undefined : form.draft().q}
              onGo={goTo}
              onMend={mend}
            />
          )}
        </Show>
        <Show when={!isDsl() && form.draft().index === props.search.address().index}>
          <UnknownFieldNote query={form.draft().q} fields={props.search.fields()} onMend={mend} />
        </Show>
        <Show when={!isDsl() && !form.queryFault()}>
          <Show
            when={form.draft().index === props.search.address().index && knownFields(props.search.fields()).hasNested}
          >
            <Later>
              <NestedFieldNote
                query={form.draft().q}
                index={form.draft().index}
                fields={props.search.fields()}
                onMend={mendNested}
              />
            </Later>
          </Show>
          <SmallOperatorNote query={form.draft().q} onMend={mend} />
        </Show>
        <Show when={form.indexMissing()}>
          <p class="query-fault" role="alert">
            <Icon name="failed" />
            {t().search.indexMissing}
          </p>
        </Show>
      </form>
    </search>
  );
}
