import { createSignal, Show } from 'solid-js';
import type { ErrorBody } from '../../../shared/errors.ts';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import type { Address } from './address.ts';
import { createDraft } from './create-draft.ts';
import type { Indices } from './create-indices.ts';
import type { SearchPort } from './create-search.ts';
import { IndexPicker } from './index-picker.tsx';
import { QueryField } from './query-field.tsx';
import { TimeRangeButton } from './time-range.tsx';
import { defaultTimeField } from './times.ts';
import './search-form.css';

type Props = { search: SearchPort; indices: Indices; onSearch: (address: Address) => void };

const FAULT_ID = 'query-fault';

/** Where to search, what for, and when. */
export function SearchForm(props: Props) {
  const form = createDraft(props);
  const [queryInput, setQueryInput] = createSignal<HTMLInputElement>();

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    form.send();
  }

  function goTo(at: number): void {
    queryInput()?.focus();
    queryInput()?.setSelectionRange(at, Math.min(at + 1, form.draft().q.length));
  }

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
        <QueryField
          value={form.draft().q}
          onType={(q) => form.change({ q })}
          faultAt={form.queryFault()?.position}
          invalid={form.queryFault() !== undefined}
          describedBy={form.queryFault() ? FAULT_ID : undefined}
          inputRef={setQueryInput}
        />
        <Show when={form.hasTime()}>
          <TimeRangeButton
            range={form.draft()}
            fields={form.dates()}
            defaultField={defaultTimeField(props.search.fields())}
            onApply={form.send}
          />
        </Show>
        <button type="submit" class="button tinted search-button">
          {t().search.submit}
        </button>
        <Show when={form.queryFault()}>{(error) => <QueryFault error={error()} onGo={goTo} />}</Show>
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

/** What is wrong with the query, at the query, and the way to the place. */
function QueryFault(props: { error: ErrorBody; onGo: (at: number) => void }) {
  const at = () => props.error.position;
  const place = () => {
    const position = at();
    return position === undefined ? '' : t().search.faultAt(position);
  };
  return (
    <p class="query-fault" role="alert" id={FAULT_ID}>
      <Icon name="failed" />
      <span>
        {t().errors.query_invalid.what} <span lang="en">{props.error.message}</span> {place()}
      </span>
      <Show when={at() !== undefined}>
        <button type="button" class="button small" onClick={() => props.onGo(at() ?? 0)}>
          {t().search.goToFault}
        </button>
      </Show>
    </p>
  );
}
