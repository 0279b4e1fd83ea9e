import { parentsOf } from '../../../shared/columns.ts';
import { type EmptyFields, MOST_EMPTY_FIELDS, MOST_EMPTY_ROWS } from '../../../shared/empty-fields.ts';
import type { Field, Hit } from '../../../shared/http.ts';
import { MAX_FIELD_CHARS } from '../../../shared/limits.ts';
import { postEmptyFields } from '../lib/ask-fields.ts';
import type { Found } from '../search/state/create-search.ts';
import type { Sample } from './sample.ts';

/** Fields whose values are objects: where a row shows what is below, they stand there. */
const OF_OBJECTS = new Set([
  ...['geo_point', 'geo_shape', 'join', 'flat_object', 'rank_features', 'percolator', 'completion'],
  ...['integer_range', 'long_range', 'float_range', 'double_range', 'date_range', 'ip_range'],
]);
/** Types of fields that OpenSearch knows by `exists`, if they are indexed or have doc values; of others it may know nothing. */
const KNOWN_BY_EXISTS = new Set([
  ...['keyword', 'constant_keyword', 'wildcard', 'text', 'match_only_text', 'search_as_you_type', 'completion'],
  ...['long', 'integer', 'short', 'byte', 'double', 'float', 'half_float', 'scaled_float', 'unsigned_long'],
  ...['date', 'date_nanos', 'boolean', 'ip', 'version', 'geo_point', 'geo_shape', 'join', 'flat_object', 'binary'],
  ...['integer_range', 'long_range', 'float_range', 'double_range', 'date_range', 'ip_range', 'rank_feature'],
]);
/** The dialog waits no longer, in ms: what is not told by then keeps its column. */
const WAIT_MS = 8000;
/** Names of one question, in characters: a call is bounded. */
const MOST_CHARS = 100_000;

type Options = { found: Pick<Found, 'search' | 'fields'>; hits: readonly Hit[]; signal: AbortSignal };

/** The columns that no row has a value for. Where that cannot be known, a column is not among them. */
export async function hiddenColumns(sample: Sample, { found, hits, signal }: Options): Promise<ReadonlySet<string>> {
  if (sample.isWhole || hits.length === 0) return sample.hidden;
  const { shown, asked } = unseenFields(sample, found.fields);
  const hidden = new Set(shown);
  const rows = evenly(hits, MOST_EMPTY_ROWS).map(({ _index, _id }) => ({ index: _index, id: _id }));
  const ends = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]);
  try {
    for (const fields of batches(asked)) {
      const told: EmptyFields = await postEmptyFields({ ...found.search, fields, rows }, ends);
      for (const name of [...told.empty, ...told.inRows]) hidden.add(name);
    }
  } catch {
    // Nothing more is told: the other columns stay, empty or not.
  }
  return hidden;
}

/** Of the mapping's fields that no sampled row has: those that are shown by what is below them, and those that OpenSearch can tell of. */
export function unseenFields(
  { columns, cells }: Pick<Sample, 'columns' | 'cells'>,
  fields: readonly Field[],
): { shown: string[]; asked: string[] } {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const above = new Set([...cells.keys()].flatMap(parentsOf));
  const shown: string[] = [];
  const asked: string[] = [];
  for (const name of columns) {
    const field = byName.get(name);
    if (!field || cells.has(name)) continue;
    const types = field.type.split(', ');
    const isShownBelow = above.has(name) && types.every((type) => OF_OBJECTS.has(type));
    if (isShownBelow) shown.push(name);
    else if (types.every((type) => KNOWN_BY_EXISTS.has(type)) && canBeAsked(field, byName)) asked.push(name);
  }
  return { shown, asked };
}

function canBeAsked({ name, searchable, aggregatable }: Field, byName: ReadonlyMap<string, Field>): boolean {
  if (!searchable && !aggregatable) return false;
  if (name === '' || name.includes('*') || name.length > MAX_FIELD_CHARS) return false;
  // A plain condition does not see the rows of a nested field.
  return !parentsOf(name).some((parent) => byName.get(parent)?.type.includes('nested'));
}

function batches(names: readonly string[]): string[][] {
  const all: string[][] = [];
  let chars = Infinity;
  for (const name of names) {
    const last = all.at(-1);
    chars += name.length + 3;
    if (last && chars <= MOST_CHARS && last.length < MOST_EMPTY_FIELDS) last.push(name);
    else {
      all.push([name]);
      chars = name.length;
    }
  }
  return all;
}

function evenly<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, all.length / most);
  return Array.from({ length: Math.min(most, all.length) }, (_, i) => all[Math.floor(i * step)]).filter(
    (one) => one !== undefined,
  );
}
