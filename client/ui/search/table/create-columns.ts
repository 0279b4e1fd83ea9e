import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createTable,
  tableFeatures,
} from '@tanstack/solid-table';
import { createComputed, createMemo, createSignal, on } from 'solid-js';
import type { Hit } from '../../../../shared/http.ts';
import type { SearchPort } from '../create-search.ts';
import { MIN_WIDTH, makeColumns, type TableColumn } from './columns.ts';
import { moveColumn, readColumns, readLayout, writeColumns, writeLayout } from './layout.ts';

const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  columnSizingFeature,
  columnResizingFeature,
});

const MAX_WIDTH = 2000;
/** CSS pixels that a key or a menu makes a column wider. */
const STEP = 24;

type Widths = Readonly<Record<string, number>>;

/**
 * Which columns the table has, in which order, how wide. The choice is one for an index: this browser remembers it, and
 * the address holds it, which goes before.
 */
export function createColumns(search: SearchPort) {
  const [chosen, setChosen] = createSignal<readonly string[]>();
  const [widths, setWidths] = createSignal<Widths>({});
  const index = () => search.found()?.search.index ?? '';

  createComputed(
    on(search.found, (found) => {
      if (!found) return;
      const layout = readLayout(found.search.index);
      setChosen(readColumns(search.address().columns) ?? layout.columns);
      setWidths(layout.widths);
      search.setColumns(writeColumns(chosen() ?? []));
    }),
  );

  const all = createMemo<TableColumn[]>(() => {
    const found = search.found();
    return found ? makeColumns(found, chosen()) : [];
  });
  const names = createMemo(() => all().map(({ name }) => name));
  const shown = createMemo(() => chosen() ?? names());

  const table = createTable<typeof features, Hit>({
    features,
    data: [],
    get columns() {
      return all().map((column) => ({ id: column.name, size: column.width, minSize: MIN_WIDTH, maxSize: MAX_WIDTH }));
    },
    get state() {
      const kept = new Set(shown());
      return {
        columnOrder: [...shown(), ...names().filter((name) => !kept.has(name))],
        columnVisibility: Object.fromEntries(names().map((name) => [name, kept.has(name)])),
        columnSizing: { ...widths() },
      };
    },
    columnResizeMode: 'onChange',
    onColumnSizingChange(change) {
      setWidths(typeof change === 'function' ? change({ ...widths() }) : change);
      remember();
    },
  });

  function remember(): void {
    const columns = chosen();
    writeLayout(index(), { widths: { ...widths() }, ...(columns ? { columns: [...columns] } : {}) });
  }

  /** `undefined`: all of them, also those that come to be. */
  function show(columns: readonly string[] | undefined): void {
    if (columns?.length === 0) return;
    setChosen(columns);
    remember();
    search.setColumns(writeColumns(columns ?? []));
  }

  function widen(name: string, steps: number): void {
    const now = table.getColumn(name)?.getSize() ?? MIN_WIDTH;
    const width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, now + steps * STEP));
    table.setColumnSizing((old) => ({ ...old, [name]: width }));
  }

  const byName = createMemo(() => new Map(all().map((column) => [column.name, column])));
  const headers = createMemo(() => table.getHeaderGroups()[0]?.headers ?? []);
  return {
    ...{ all, names, shown, chosen, headers, show, widen },
    widthOf: (name: string) => table.getColumn(name)?.getSize() ?? MIN_WIDTH,
    columnOf: (name: string) => byName().get(name),
    isResizing: () => table.atoms.columnResizing.get().isResizingColumn !== false,
    /** As wide as its first values, again. */
    fit: (name: string) => table.getColumn(name)?.resetSize(),
    hide: (name: string) => show(shown().filter((other) => other !== name)),
    move: (name: string, to: number) => show(moveColumn(shown(), name, to)),
  };
}

export type Columns = ReturnType<typeof createColumns>;
