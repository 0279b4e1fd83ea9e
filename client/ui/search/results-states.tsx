import { For, Show } from 'solid-js';
import { t } from '../lib/i18n.ts';
import { Icon, Mark } from '../lib/icon.tsx';
import { type Address, EMPTY_ADDRESS } from './address.ts';
import type { Indices } from './create-indices.ts';
import type { Found } from './create-search.ts';

const OFFERED = 8;

/** Before the first search: the indices to begin with. */
export function StartPage(props: { indices: Indices; onSearch: (address: Address) => void }) {
  const offered = () => props.indices.entries().slice(0, OFFERED);
  const isReady = () => props.indices.state().kind === 'ready';
  return (
    <div class="page-state">
      <Mark />
      <h1>{t().results.start}</h1>
      <p>{isReady() && offered().length === 0 ? t().results.startEmpty : t().results.startHelp}</p>
      <div class="ways">
        <For each={offered()}>
          {(entry) => (
            <button
              type="button"
              class="button"
              onClick={() => props.onSearch({ ...EMPTY_ADDRESS, index: entry.name })}
            >
              <span>{entry.name}</span>
              <Show when={entry.rows}>{(rows) => <b>{t().results.rowsText(rows())}</b>}</Show>
            </button>
          )}
        </For>
      </div>
    </div>
  );
}

/** The search is fine and finds nothing: the nearest ways out. */
export function NoRows(props: { found: Found; address: Address; onSearch: (address: Address) => void }) {
  const hasRange = () => props.address.from !== '' || props.address.to !== '';
  return (
    <div class="page-state">
      <Mark />
      <h2>{t().results.none}</h2>
      <p>{t().results.noneHelp(props.found.search.index)}</p>
      <div class="ways">
        <Show when={hasRange()}>
          <button
            type="button"
            class="button"
            onClick={() => props.onSearch({ ...props.address, from: '', to: '', time: '' })}
          >
            {t().results.anyTime}
          </button>
        </Show>
        <Show when={props.address.q !== ''}>
          <button type="button" class="button" onClick={() => props.onSearch({ ...props.address, q: '' })}>
            {t().results.withoutQuery}
          </button>
        </Show>
      </div>
    </div>
  );
}

/** A range in the address, and an index without a date field: nothing is searched until the reader decides. */
export function RangeFault(props: { address: Address; onSearch: (address: Address) => void }) {
  return (
    <div class="results-fault">
      <div class="error-note" role="alert">
        <Icon name="failed" />
        <b>{t().time.noDateField}</b>
      </div>
      <button
        type="button"
        class="button"
        onClick={() => props.onSearch({ ...props.address, from: '', to: '', time: '' })}
      >
        {t().time.removeRange}
      </button>
    </div>
  );
}
