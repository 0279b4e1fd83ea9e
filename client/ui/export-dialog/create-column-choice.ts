import { type Accessor, createMemo, createSignal } from 'solid-js';
import { HIT_IDS } from '../../../shared/request.ts';
import type { Sample } from './sample.ts';

type Options = {
  sample: Accessor<Sample | undefined>;
  /** Those of the table, where the person has chosen some. */
  table: readonly string[] | undefined;
  /** The file is a table of columns, which `_index` and `_id` may be among. */
  isTable: Accessor<boolean>;
};

/** Which columns there are, and which of them the file has. */
export function createColumnChoice({ sample, table, isTable }: Options) {
  const [chosenLeft, setLeft] = createSignal<ReadonlySet<string>>();
  const [alsoEmpty, setAlsoEmpty] = createSignal(false);
  const hidden = () => sample()?.hidden ?? NONE;
  const fields = createMemo(() => {
    const offered = (sample()?.columns ?? []).filter((name) => alsoEmpty() || !hidden().has(name));
    return withTable(offered, table);
  });
  const ids = createMemo(() => (fields().length > 0 ? idsOf(sample()) : NONE));
  /** Those of every format, in a table's order. */
  const every = createMemo(() => [...[...ids()].filter((name) => !fields().includes(name)), ...fields()]);
  const left = createMemo(() => chosenLeft() ?? leftByTable(every(), new Set(table ?? fields())));
  const all = createMemo(() => (isTable() ? every() : fields()));
  const columns = createMemo(() => all().filter((name) => !left().has(name)));
  return {
    ...{ all, columns, left, setLeft, ids, hidden, alsoEmpty, setAlsoEmpty },
    /** No choice of the person's says which fields there are. */
    hasAllFields: () => fields().every((name) => !left().has(name)),
    /** All but `_index`, `_id` and `_routing`, as long as these are not chosen. */
    countable: () => all().filter((name) => !ids().has(name) || !left().has(name)).length,
    /** How many fields the person left out. */
    leftFields: () => fields().filter((name) => left().has(name)).length,
    hasIds: () => columns().some((name) => ids().has(name)),
    isReady: () => sample() !== undefined && (columns().length > 0 || all().length === 0),
  };
}

export type ColumnChoice = ReturnType<typeof createColumnChoice>;

const NONE: ReadonlySet<string> = new Set();
const IDS: ReadonlySet<string> = new Set(HIT_IDS);

/** Where documents have fields of these names themselves, the names are theirs. */
function idsOf(sample: Sample | undefined): ReadonlySet<string> {
  return sample?.columns.some((name) => IDS.has(name)) ? NONE : IDS;
}

/** The table's columns first, in its order: what it shows is what the file holds. */
function withTable(columns: readonly string[], table: readonly string[] = []): readonly string[] {
  if (columns.length === 0) return columns;
  const shown = new Set(table);
  return [...table, ...columns.filter((name) => !shown.has(name))];
}

function leftByTable(columns: readonly string[], shown: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(columns.filter((name) => !shown.has(name)));
}
