import { createComputed, createMemo, createSignal, on } from 'solid-js';
import type { SearchPort } from '../state/create-search.ts';
import { MAX_WIDTH, MIN_WIDTH, makeColumns, type TableColumn, unknownColumns } from './columns.ts';
import { type Layout, moveColumn, pinnedFirst, readColumns, readLayout, writeColumns, writeLayout } from './layout.ts';

/** CSS pixels that a key or a menu makes a column wider. */
const STEP = 24;

/**
 * Which columns the table has, in which order, how wide. The choice is one for an index: this browser remembers it, and
 * the address holds it, which goes before. There may be thousands: all that is asked of a column is a look into a map.
 */
export function createColumns(search: SearchPort) {
  const [chosen, setChosen] = createSignal<readonly string[]>();
  const widths = createWidths((name) => all().get(name)?.width ?? MIN_WIDTH, remember);
  const pins = createPins(remember);
  const index = () => search.found()?.search.index ?? '';

  createComputed(
    on(search.found, (found) => {
      if (!found) return;
      const layout = readLayout(found.search.index);
      setChosen(readColumns(search.address().columns) ?? layout.columns);
      widths.set(layout.widths);
      pins.set(layout.pinned);
      search.setColumns(writeColumns(chosen() ?? []));
    }),
  );

  const { all, names, shown, places } = createShown(search, { chosen, pinned: pins.all });

  function remember(): void {
    const columns = chosen();
    const kept = { widths: Object.fromEntries(widths.all()), pinned: [...pins.all()] };
    writeLayout(index(), { ...kept, ...(columns ? { columns: [...columns] } : {}) });
  }

  /** `undefined`: all of them, also those that come to be. */
  function show(columns: readonly string[] | undefined): void {
    if (columns?.length === 0) return;
    setChosen(columns);
    remember();
    search.setColumns(writeColumns(columns ?? []));
  }

  return {
    ...{ names, shown, chosen, show, widthOf: widths.of, setWidth: widths.change, resizing: widths.resizing },
    ...{ pin: pins.pin, isPinned: pins.has },
    /** How many of those shown are pinned: they are the first. */
    pinnedCount: createMemo(() => (pins.all().size === 0 ? 0 : shown().filter(pins.has).length)),
    /** Whether there is a column to change places with: pinned ones stay before the others. */
    canMove(name: string, step: 1 | -1): boolean {
      const other = shown()[(places().get(name) ?? 0) + step];
      return other !== undefined && pins.has(other) === pins.has(name);
    },
    columnOf: (name: string) => all().get(name),
    /** Its place among those shown; undefined when it is not. */
    placeOf: (name: string) => places().get(name),
    widen: (name: string, steps: number) => widths.change(name, widths.of(name) + steps * STEP),
    setResizing: widths.setResizing,
    hide: (name: string) => show(shown().filter((other) => other !== name)),
    move: (name: string, to: number) => show(moveColumn(shown(), name, to)),
  };
}

/** The widths of columns that were made wider or narrower, and of the others as they are by themselves. */
function createWidths(usual: (name: string) => number, onChange: () => void) {
  const [all, setAll] = createSignal<ReadonlyMap<string, number>>(new Map());
  const [resizing, setResizing] = createSignal(false);
  return {
    ...{ all, resizing },
    set: (widths: Layout['widths']) => setAll(new Map(Object.entries(widths))),
    of: (name: string) => clamped(all().get(name) ?? usual(name)),
    /** @param width CSS pixels; `undefined`: as wide as its first values, again */
    change(name: string, width: number | undefined): void {
      const next = new Map(all());
      if (width === undefined) next.delete(name);
      else next.set(name, clamped(width));
      setAll(next);
      // Not with each move of an edge that is being dragged.
      if (!resizing()) onChange();
    },
    /** An edge is being dragged, or no longer. */
    setResizing(on: boolean): void {
      setResizing(on);
      if (!on) onChange();
    },
  };
}

/** The columns that stand first and stay in sight. */
function createPins(onChange: () => void) {
  const [all, setAll] = createSignal<ReadonlySet<string>>(new Set());
  return {
    all,
    has: (name: string) => all().has(name),
    set: (names: readonly string[]) => setAll(new Set(names)),
    pin(name: string, on: boolean): void {
      const rest = [...all()].filter((other) => other !== name);
      setAll(new Set(on ? [...rest, name] : rest));
      onChange();
    },
  };
}

type Choice = { chosen: () => readonly string[] | undefined; pinned: () => ReadonlySet<string> };

/** All columns that there are, and those that are shown, each with its place. */
function createShown(search: SearchPort, { chosen, pinned }: Choice) {
  const own = createMemo(() => {
    const found = search.found();
    return found ? byName(makeColumns(found)) : new Map<string, TableColumn>();
  });
  const all = createMemo(() => {
    const unknown = unknownColumns(chosen() ?? [], own());
    return unknown.length === 0 ? own() : byName([...own().values(), ...unknown]);
  });
  const names = createMemo(() => [...all().keys()]);
  const shown = createMemo(() => pinnedFirst(chosen() ?? names(), pinned()));
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
