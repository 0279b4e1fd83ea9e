import { createSignal, Show } from 'solid-js';
import { t } from '../../lib/i18n.ts';
import type { Address } from '../address/address.ts';
import type { FaultPlace } from '../address/fault-place.ts';
import type { QueryLanguage } from '../languages/languages.ts';
import type { SearchPort } from '../state/create-search.ts';
import { TimeRangeButton } from '../time/time-range.tsx';
import { defaultTimeField } from '../time/times.ts';
import { createDraft } from './create-draft.ts';
import type { Indices } from './create-indices.ts';
import { createLinkEntry } from './create-link-entry.ts';
import { FormNotes } from './form-notes.tsx';
import { IndexPicker } from './index-picker.tsx';
import { type QueryInput, QueryPart } from './query-part.tsx';
import './search-form.css';

type Props = {
  search: SearchPort;
  indices: Indices;
  onSearch: (address: Address) => void;
  /** A link of Discover stands in place of a query. */
  onLink: (link: string) => void;
};

const FAULT_ID = 'query-fault';

/** Where to search, what for, and when. */
export function SearchForm(props: Props) {
  const form = createDraft(props);
  const [queryInput, setQueryInput] = createSignal<QueryInput>();
  const isAt = (kind: FaultPlace['kind']) => form.queryFault()?.place.kind === kind;
  const describedBy = (kind: FaultPlace['kind']) => (isAt(kind) ? FAULT_ID : undefined);

  const entry = createLinkEntry(form, { input: queryInput, onLink: (link) => props.onLink(link) });

  function choose(language: QueryLanguage): void {
    form.chooseLanguage(language);
    queryInput()?.focus();
  }

  return (
    <search>
      <form
        class="search-form"
        classList={{ 'with-time': form.hasTime() }}
        onSubmit={entry.submit}
        onPaste={entry.paste}
      >
        <IndexPicker
          indices={props.indices}
          value={form.draft().index}
          onType={(index) => form.change({ index })}
          // Another index has other date fields: the range holds for its first one.
          onPick={(index) => form.send({ index, time: '' })}
          invalid={form.indexMissing()}
          inputRef={form.setIndexInput}
        />
        <QueryPart
          search={props.search}
          form={form}
          invalid={isAt('query')}
          describedBy={describedBy('query')}
          inputRef={setQueryInput}
          onChoose={choose}
        />
        <Show when={form.hasTime()}>
          <TimeRangeButton
            range={form.draft()}
            fields={form.dates()}
            defaultField={defaultTimeField(props.search.fields())}
            onApply={form.send}
            invalid={isAt('time')}
            describedBy={describedBy('time')}
          />
        </Show>
        <button type="submit" class="button tinted search-button">
          {t().search.submit}
        </button>
        <FormNotes search={props.search} form={form} faultId={FAULT_ID} queryInput={queryInput()} />
      </form>
    </search>
  );
}
