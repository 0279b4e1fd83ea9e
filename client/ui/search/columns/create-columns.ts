import { createComputed, createMemo, createSignal, on } from 'solid-js';
import type { SearchPort } from '../state/create-search.ts';
import { MAX_WIDTH, MIN_WIDTH, makeColumns, type TableColumn, unknownColumns } from './columns.ts';
import { moveColumn, readColumns, readLayout, writeColumns, writeLayout } from './layout.ts';

/** CSS pixels that a key or a menu makes a column wider. */
const STEP = 24;

/**
 * Which columns the table has, in which order, how wide. The choice is one for an index: this browser remembers it, and
 * the address holds it, which goes before. There may be thousands: all that is asked of a column is a look into a map.
 */
export function createColumns(search: SearchPort) {
  const [chosen, setChosen] = createSignal<readonly string[]>();
  /** Of columns that were made wider or narrower. */
  const [widths, setWidths] = createSignal<ReadonlyMap<string, number>>(new Map());
  const [resizing, setResizing] = createSignal(false);
  const index = () => search.found()?.search.index ?? '';

  createComputed(
    on(search.found, (found) => {
      if (!found) return;
      const layout = readLayout(found.search.index);
      setChosen(readColumns(search.address().columns) ?? layout.columns);
      setWidths(new Map(Object.entries(layout.widths)));
      search.setColumns(writeColumns(chosen() ?? []));
    }),
  );

  const { all, names, shown, places } = createShown(search, chosen);

  function remember(): void {
    const columns = chosen();
    writeLayout(index(), { widths: Object.fromEntries(widths()), ...(columns ? { columns: [...columns] } : {}) });
  }

  /** `undefined`: all of them, also those that come to be. */
  function show(columns: readonly string[] | undefined): void {
    if (columns?.length === 0) return;
    setChosen(columns);
    remember();
    search.setColumns(writeColumns(columns ?? []));
  }

  const widthOf = (name: string) => clamped(widths().get(name) ?? all().get(name)?.width ?? MIN_WIDTH);

  /** @param width CSS pixels; `undefined`: as wide as its first values, again */
  function setWidth(name: string, width: number | undefined): void {
    const next = new Map(widths());
    if (width === undefined) next.delete(name);
    else next.set(name, clamped(width));
    setWidths(next);
    // Not with each move of an edge that is being dragged.
    if (!resizing()) remember();
  }

  return {
    ...{ names, shown, chosen, show, widthOf, setWidth, resizing },
    columnOf: (name: string) => all().get(name),
    /** Its place among those shown; undefined when it is not. */
    placeOf: (name: string) => places().get(name),
    widen: (name: string, steps: number) => setWidth(name, widthOf(name) + steps * STEP),
    /** An edge is being dragged, or no longer. */
    setResizing(on: boolean): void {
      setResizing(on);
      if (!on) remember();
    },
    hide: (name: string) => show(shown().filter((other) => other !== name)),
    move: (name: string, to: number) => show(moveColumn(shown(), name, to)),
  };
}

/** All columns that there are, and those that are shown, each with its place. */
function createShown(search: SearchPort, chosen: () => readonly string[] | undefined) {
  const own = createMemo(() => {
    const found = search.found();
    return found ? byName(makeColumns(found)) : new Map<string, TableColumn>();
  });
  const all = createMemo(() => {
    const unknown = unknownColumns(chosen() ?? [], own());
    return unknown.length === 0 ? own() : byName([...own().values(), ...unknown]);
  });
  const names = createMemo(() => [...all().keys()]);
  const shown = createMemo(() => chosen() ?? names());
  const places = createMemo(() => new Map(shown().map((name, i) => [name, i])));
  return { all, names, shown, places };
}

export type Columns = ReturnType<typeof createColumns>;

function byName(columns: readonly TableColumn[]): Map<string, TableColumn> {
  return new Map(columns.map((column) => [column.name, column]));
}

function clamped(width: number): number {
  return Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));
}
