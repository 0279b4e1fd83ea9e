import { For, Show } from 'solid-js';
import type { ErrorBody } from '../../../../shared/errors.ts';
import type { IndexEntry } from '../../../../shared/http.ts';
import { detailOf } from '../../lib/error-note.tsx';
import { t } from '../../lib/i18n.ts';
import { Icon, Mark } from '../../lib/icon.tsx';
import { type Address, EMPTY_ADDRESS } from '../address/address.ts';
import { wordsOf } from '../filters/filter-words.tsx';
import { removeFilter } from '../filters/filters.ts';
import type { Indices } from '../form/create-indices.ts';
import { nearestName } from '../query/nearest-name.ts';
import type { Found, SearchPort } from '../state/create-search.ts';

const OFFERED = 8;

/** Before the first search: the indices to begin with. */
export function StartPage(props: { indices: Indices; onSearch: (address: Address) => void }) {
  const offered = () => largest(props.indices).slice(0, OFFERED);
  const help = () => {
    const state = props.indices.state();
    if (state.kind !== 'ready' || offered().length > 0) return t().results.startHelp;
    return state.complete ? t().results.startEmpty : t().search.listIncomplete;
  };
  return (
    <div class="page-state">
      <Mark />
      <h1>{t().results.start}</h1>
      <p>{help()}</p>
      <div class="ways">
        <For each={offered()}>
          {(entry) => (
            <button
              type="button"
              class="button"
              onClick={() => props.onSearch({ ...EMPTY_ADDRESS, index: entry.name })}
            >
              <span>{entry.name}</span>
              <Show when={entry.rows !== undefined}>
                <b>{t().results.rowsText(entry.rows ?? 0)}</b>
              </Show>
            </button>
          )}
        </For>
      </div>
    </div>
  );
}

function largest(indices: Indices): IndexEntry[] {
  return [...indices.entries()].sort((a, b) => (b.rows ?? -1) - (a.rows ?? -1));
}

/** The query is at fault, which the field above tells, and there are no rows of an earlier search. */
export function NothingYet() {
  return (
    <div class="page-state">
      <Mark />
      <h1>{t().results.nothingYet}</h1>
      <p>{t().errors.query_invalid.help}</p>
    </div>
  );
}

/** Nothing to show but why. */
export function FaultPage(props: {
  error: ErrorBody;
  search: SearchPort;
  indices: Indices;
  onSearch: (address: Address) => void;
  onAgain: () => void;
}) {
  const words = () => t().errors[props.error.code];
  const wrongIndex = () => props.error.code === 'index_not_found' || props.error.code === 'forbidden';
  const others = () =>
    wrongIndex() && !props.error.instead ? nearest(props.indices, props.search.address().index) : [];
  return (
    <div class="page-state" role="alert">
      <Icon name="failed" class="bad" />
      <h1>{words().what}</h1>
      <p>
        {words().help} <span lang="en">{detailOf(props.error)}</span> <code>{props.error.code}</code>
      </p>
      <div class="ways">
        <Show when={props.error.instead}>
          {(index) => (
            <button
              type="button"
              class="button"
              onClick={() => props.onSearch({ ...props.search.address(), index: index() })}
            >
              {t().results.searchInstead(index())}
            </button>
          )}
        </Show>
        <For each={others()}>
          {(name) => (
            <button
              type="button"
              class="button"
              onClick={() => props.onSearch({ ...props.search.address(), index: name })}
            >
              {name}
            </button>
          )}
        </For>
        <button type="button" class="button again" onClick={props.onAgain}>
          {t().results.tryAgain}
        </button>
      </div>
    </div>
  );
}

const NEAREST = 4;

/** Names from the list: those like the one that was not found, or else the largest. */
function nearest(indices: Indices, typed: string): string[] {
  const head = typed.slice(0, 3).toLowerCase();
  const names = largest(indices)
    .map(({ name }) => name)
    .filter((name) => name !== typed);
  const meant = nearestName(typed, names);
  const alike = names.filter((name) => name === meant || name.toLowerCase().includes(head));
  return (alike.length > 0 ? alike : names).slice(0, NEAREST);
}

/** The search is fine and finds nothing: the nearest ways out. */
export function NoRows(props: { found: Found; address: Address; onSearch: (address: Address) => void }) {
  const hasRange = () => props.address.from !== '' || props.address.to !== '';
  const isWhole = () => {
    const { q, dql, dsl, filters } = props.address;
    return !hasRange() && q === '' && dql === '' && dsl === '' && filters.length === 0;
  };
  return (
    <div class="page-state">
      <Mark />
      <h2>{t().results.none}</h2>
      <p>{(isWhole() ? t().results.emptyIndex : t().results.noneHelp)(props.found.search.index)}</p>
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
        <For each={props.address.filters.slice(0, OFFERED)}>
          {(filter) => (
            <button type="button" class="button" onClick={() => props.onSearch(removeFilter(props.address, filter))}>
              <span>{t().filter.without(wordsOf(filter))}</span>
            </button>
          )}
        </For>
        <Show when={props.address.q + props.address.dql + props.address.dsl !== ''}>
          <button
            type="button"
            class="button"
            onClick={() => props.onSearch({ ...props.address, q: '', dql: '', dsl: '' })}
          >
            {t().results.withoutQuery}
          </button>
        </Show>
      </div>
    </div>
  );
}

/** The address is of a search that was too long for one, and this tab is not the one that made it. */
export function LostPage() {
  return (
    <div class="page-state" role="alert">
      <Icon name="incomplete" class="warn" />
      <h1>{t().results.lost}</h1>
      <p>{t().results.lostHelp}</p>
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

/** What the expression means and the account may not read: the cluster leaves it out without a word. */
export function RefusedNote(props: { names: readonly string[] }) {
  return (
    <div class="results-fault">
      <div class="error-note" role="status">
        <Icon name="incomplete" />
        <b>{t().results.refused(props.names)}</b>
      </div>
    </div>
  );
}

/** The address asks for an order that there is none of: the rows are there all the same. */
export function SortNote(props: { names: readonly string[]; onRemove: () => void }) {
  return (
    <div class="results-fault">
      <div class="error-note" role="alert">
        <Icon name="incomplete" />
        <b>{t().table.cannotSortBy(props.names)}</b>
      </div>
      <button type="button" class="button" onClick={props.onRemove}>
        {t().table.removeSort}
      </button>
    </div>
  );
}
