import { createEffect, createSignal, Show } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import type { Address } from './address.ts';
import type { Indices } from './create-indices.ts';
import type { SearchPort } from './create-search.ts';
import { IndexPicker } from './index-picker.tsx';
import { QueryField } from './query-field.tsx';
import { type TimeRange, TimeRangeButton } from './time-range.tsx';
import { dateFields, defaultTimeField } from './times.ts';
import './search-form.css';

type Props = { search: SearchPort; indices: Indices; onSearch: (address: Address) => void };

/** The search as it is being written; it becomes the address, and is run, when it is sent. */
export function SearchForm(props: Props) {
  const [draft, setDraft] = createSignal<Address>(props.search.address());
  const [indexMissing, setIndexMissing] = createSignal(false);
  let indexInput: HTMLInputElement | undefined;
  let queryInput: HTMLInputElement | undefined;

  createEffect(() => setDraft(props.search.address()));

  function send(address: Address): void {
    setDraft(address);
    setIndexMissing(address.index.trim() === '');
    if (address.index.trim() === '') indexInput?.focus();
    else props.onSearch({ ...address, index: address.index.trim() });
  }

  /** Another index has other date fields: the range holds for its first one. */
  const pick = (index: string) => send({ ...draft(), index, time: '' });
  const applyTime = (range: TimeRange) => send({ ...draft(), ...range });
  const dates = () => dateFields(props.search.fields());
  const hasRange = () => draft().from !== '' || draft().to !== '';

  /** The fault of the query as sent; as soon as the text differs it is no longer spoken of. */
  const queryFault = () => {
    const fault = props.search.fault();
    if (fault?.kind !== 'error' || fault.error.code !== 'query_invalid') return undefined;
    return draft().q === props.search.address().q ? fault.error : undefined;
  };

  const placeOf = (at: number | undefined) => (at === undefined ? '' : t().search.faultAt(at));

  function goToFault(): void {
    const at = queryFault()?.position ?? 0;
    queryInput?.focus();
    queryInput?.setSelectionRange(at, Math.min(at + 1, draft().q.length));
  }

  return (
    <search>
      <form
        class="search-form"
        classList={{ 'with-time': dates().length > 0 || hasRange() }}
        onSubmit={(event) => {
          event.preventDefault();
          send(draft());
        }}
      >
        <IndexPicker
          indices={props.indices}
          value={draft().index}
          onType={(index) => setDraft({ ...draft(), index })}
          onPick={pick}
          invalid={indexMissing() && draft().index === ''}
          inputRef={(el) => {
            indexInput = el;
          }}
        />
        <QueryField
          value={draft().q}
          onType={(q) => setDraft({ ...draft(), q })}
          faultAt={queryFault()?.position}
          invalid={queryFault() !== undefined}
          describedBy={queryFault() ? 'query-fault' : undefined}
          inputRef={(el) => {
            queryInput = el;
          }}
        />
        <Show when={dates().length > 0 || hasRange()}>
          <TimeRangeButton
            range={draft()}
            fields={dates()}
            defaultField={defaultTimeField(props.search.fields())}
            onApply={applyTime}
          />
        </Show>
        <button type="submit" class="button tinted search-button">
          {t().search.submit}
        </button>
        <Show when={queryFault()}>
          {(error) => (
            <p class="query-fault" role="alert" id="query-fault">
              <Icon name="failed" />
              <span>
                {t().errors.query_invalid.what} <span lang="en">{error().message}</span> {placeOf(error().position)}
              </span>
              <Show when={error().position !== undefined}>
                <button type="button" class="button small" onClick={goToFault}>
                  {t().search.goToFault}
                </button>
              </Show>
            </p>
          )}
        </Show>
        <Show when={indexMissing() && draft().index === ''}>
          <p class="query-fault" role="alert">
            <Icon name="failed" />
            {t().search.indexMissing}
          </p>
        </Show>
      </form>
    </search>
  );
}
