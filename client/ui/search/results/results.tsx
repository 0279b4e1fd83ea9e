import { createEffect, createSignal, lazy, Match, on, Show, Switch } from 'solid-js';
import type { SluiceError } from '../../../../shared/errors.ts';
import { ErrorNote } from '../../lib/error-note.tsx';
import { t } from '../../lib/i18n.ts';
import { Later } from '../../lib/later.tsx';
import type { Address } from '../address/address.ts';
import { createColumns } from '../columns/create-columns.ts';
import { addFilter } from '../filters/filters.ts';
import type { Indices } from '../form/create-indices.ts';
import type { Dashboards } from '../link/dashboards-link.tsx';
import type { Found, SearchPort } from '../state/create-search.ts';
import { createDates } from '../table/create-dates.ts';
import { createRows } from '../table/create-rows.ts';
import type { FilterPort } from '../values/value-menu.tsx';
import { createOrder, type OrderPort } from './create-order.ts';
import { ResultsHeader } from './results-header.tsx';
import {
  FaultPage,
  LostPage,
  NoRows,
  NothingYet,
  RangeFault,
  RefusedNote,
  SortNote,
  StartPage,
} from './results-states.tsx';
import './results.css';

/** Fetched ahead, so that a row opens at once. */
const loadDocument = () => import('../document/document-panel.tsx');
const DocumentPanel = lazy(async () => ({ default: (await loadDocument()).DocumentPanel }));

/** Not before somebody is signed in, and then beside the rows: they are asked for at the same time. */
const loadGrid = () => import('../table/results-grid.tsx');
const ResultsGrid = lazy(async () => ({ default: (await loadGrid()).ResultsGrid }));

type Props = {
  search: SearchPort;
  dashboards: Dashboards | undefined;
  indices: Indices;
  onSearch: (address: Address) => void;
  onExport: (found: Found) => void;
  noticeError: (error: SluiceError) => void;
};

/** What the search found: the count, the rows, one document; or what stands in the way, and the way on. */
export function Results(props: Props) {
  const table = createTable(props);
  void loadGrid().catch(() => undefined);
  const { columns, found, stale, hit, chosen } = table;
  createEffect(() => found() && void loadDocument().catch(() => undefined));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the document from the rows, too
    <div
      class="columns"
      classList={{ loading: props.search.loading(), 'with-document': hit() !== undefined }}
      onKeyDown={(event) =>
        event.key === 'Escape' && !event.defaultPrevented && chosen() !== undefined && table.close()
      }
    >
      <section class="results" id="results" aria-label={t().results.label} tabindex="-1">
        <Show
          when={props.search.address().index !== '' || found() || props.search.fault()?.kind === 'lost'}
          fallback={<StartPage {...props} />}
        >
          <Show when={found() || props.search.loading()}>
            <ResultsHeader
              search={props.search}
              dashboards={props.dashboards}
              columns={columns}
              order={table.order.order()}
              onExport={(now) => {
                const chosen = columns.chosen();
                props.onExport({ ...now, ...(chosen ? { columns: chosen } : {}) });
              }}
            />
          </Show>
          <Notes {...props} stale={stale()} order={table.order} />
          <FoundRows search={props.search} table={table} onSearch={props.onSearch} />
        </Show>
      </section>
      <Show when={hit()}>
        {(document) => (
          <Later>
            <DocumentPanel
              hit={document()}
              filters={table.filters}
              at={(chosen() ?? 0) + 1}
              isLast={table.isLast() && !table.rows.hasMore()}
              failure={table.isLast() ? table.rows.failure() : undefined}
              total={found()?.total ?? 0}
              onMove={(step) => void table.move(step)}
              onClose={table.close}
            />
          </Later>
        )}
      </Show>
    </div>
  );
}

/** The rows, their columns, and the one row whose document is open. */
function createTable(props: Props) {
  const rows = createRows(props.search, props.noticeError);
  const columns = createColumns(props.search);
  const dates = createDates({ search: props.search, shown: columns.shown });
  const order = createOrder({ search: props.search, columns, onSearch: (address) => props.onSearch(address) });
  const [chosen, setChosen] = createSignal<number>();
  const found = () => props.search.found();
  let focusRow = (_row: number) => {};
  createEffect(on(found, () => setChosen(undefined)));

  const filters: FilterPort = {
    fields: () => found()?.fields ?? [],
    add: (filter) => props.onSearch(addFilter(props.search.address(), filter)),
  };

  /** To the row before or behind; where no row behind is loaded, it is loaded first. */
  async function move(step: 1 | -1): Promise<void> {
    const from = chosen() ?? 0;
    if (from + step >= rows.hits().length) await rows.more(true);
    if (chosen() === from && rows.hits()[from + step]) setChosen(from + step);
  }

  function close(): void {
    const row = chosen();
    setChosen(undefined);
    if (row !== undefined) focusRow(row);
  }

  return {
    ...{ rows, columns, dates, order, found, chosen, setChosen, filters, close, move },
    /** A fault of the query leaves the old rows in sight; they are told to be old. */
    stale: () => props.search.fault() !== undefined || props.search.loading(),
    hit: () => rows.hits()[chosen() ?? -1],
    /** Behind it no row is loaded. */
    isLast: () => (chosen() ?? 0) + 1 >= rows.hits().length,
    setFocusRow(focus: (row: number) => void): void {
      focusRow = focus;
    },
  };
}

type Table = ReturnType<typeof createTable>;

/** The rows, or that there are none, or that they are on their way. */
function FoundRows(props: { search: SearchPort; table: Table; onSearch: (address: Address) => void }) {
  const { rows, columns, found, stale, filters, chosen, setChosen, setFocusRow } = props.table;

  return (
    <Switch>
      <Match when={found()?.total === 0 && !stale() && found()}>
        {(empty) => <NoRows found={empty()} address={props.search.address()} onSearch={props.onSearch} />}
      </Match>
      <Match when={found()}>
        {(now) => (
          <Later fallback={<div class="skeleton" aria-hidden="true" />}>
            <ResultsGrid
              rows={rows}
              columns={columns}
              dates={props.table.dates}
              total={now().total}
              stale={stale()}
              order={props.table.order.order()}
              filters={filters}
              found={now()}
              chosen={chosen()}
              onChoose={setChosen}
              onSort={props.table.order.sortBy}
              focusRef={setFocusRow}
            />
          </Later>
        )}
      </Match>
      <Match when={props.search.loading()}>
        <div class="skeleton" aria-hidden="true" />
      </Match>
    </Switch>
  );
}

/** What is to be known before the rows are read. */
function Notes(props: Props & { stale: boolean; order: OrderPort }) {
  const found = () => (props.stale ? undefined : props.search.found());
  return (
    <>
      <FaultNote {...props} onAgain={() => props.onSearch(props.search.address())} />
      <Show when={found()?.refused}>{(names) => <RefusedNote names={names()} />}</Show>
      <Show when={found()?.unsorted}>
        {(names) => <SortNote names={names()} onRemove={() => props.order.leaveOut(names())} />}
      </Show>
    </>
  );
}

/** Faults of the query itself stand at the search field; all others here. */
function FaultNote(props: Omit<Props, 'onExport' | 'noticeError'> & { onAgain: () => void }) {
  const error = () => {
    const fault = props.search.fault();
    return fault?.kind === 'error' && fault.error.code !== 'query_invalid' ? fault.error : undefined;
  };
  return (
    <Switch>
      <Match when={props.search.fault()?.kind === 'lost'}>
        <LostPage />
      </Match>
      <Match when={!props.search.found() && !error() && props.search.fault()?.kind === 'error'}>
        <NothingYet />
      </Match>
      <Match when={!props.search.found() && error()}>{(now) => <FaultPage error={now()} {...props} />}</Match>
      <Match when={error()}>
        {(now) => (
          <div class="results-fault">
            <ErrorNote error={now()} />
            <button type="button" class="button" onClick={props.onAgain}>
              {t().results.tryAgain}
            </button>
          </div>
        )}
      </Match>
      <Match when={props.search.fault()?.kind === 'no_date_field'}>
        <RangeFault address={props.search.address()} onSearch={props.onSearch} />
      </Match>
    </Switch>
  );
}
