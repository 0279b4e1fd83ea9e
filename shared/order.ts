import * as v from 'valibot';
import { MAX_FIELD_CHARS } from './limits.ts';
import { listOf } from './list.ts';

/**
 * Types of fields whose sort values OpenSearch takes back as it gave them (seen in 3.8, over several indices and with
 * ties). Left out: `scaled_float`, whose values lose rows in `search_after`; `wildcard` and `constant_keyword`, which it
 * refuses where an index lacks the field; and text, which has no order.
 */
export const SORTABLE_TYPES = [
  ...(['keyword', 'long', 'integer', 'short', 'byte', 'double', 'float', 'half_float', 'unsigned_long'] as const),
  ...(['date', 'date_nanos', 'boolean', 'ip', 'version'] as const),
] as const;

export type SortableType = (typeof SORTABLE_TYPES)[number];

/** What OpenSearch takes for something else than a field where it stands as one; and `_id`, whose order takes its memory. */
const NO_FIELDS: ReadonlySet<string> = new Set(['_script', '_geo_distance', '_score', '_doc', '_shard_doc', '_id']);

export function isSortField(name: string): boolean {
  return !NO_FIELDS.has(name);
}

/** Fields that rows are sorted by, and characters of all of it as JSON: each ticket of an export holds it. */
export const MAX_ORDER_FIELDS = 4;
const MAX_ORDER_CHARS = 2 * 1024;

export const orderFieldSchema = v.pipe(
  v.object({
    field: v.pipe(
      v.string(),
      v.nonEmpty(),
      v.maxLength(MAX_FIELD_CHARS),
      v.check(isSortField, 'This is no field to sort by.'),
    ),
    order: v.picklist(['asc', 'desc']),
    /** The field's type, as field caps tell it: for indices that lack the field. */
    type: v.picklist(SORTABLE_TYPES),
    /** Of the nested objects that hold the field, where it stands in some: as `onlyPath` gives it. */
    path: v.exactOptional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_FIELD_CHARS))),
  }),
  v.check(({ field, path }) => path === undefined || field.startsWith(`${path}.`), 'A path is not the field’s.'),
);

/**
 * The order of a table's and of a file's rows: by the first field, where that is equal by the second. Rows without a
 * value come last, whichever the direction.
 */
export const orderSchema = v.pipe(
  listOf(orderFieldSchema, MAX_ORDER_FIELDS, `Rows are sorted by ${MAX_ORDER_FIELDS} fields at most.`),
  v.minLength(1),
  v.check((order) => new Set(order.map(({ field }) => field)).size === order.length, 'A field is named twice.'),
  v.check(
    (order) => JSON.stringify(order).length <= MAX_ORDER_CHARS,
    'The names of the fields are too long to sort by.',
  ),
);

export type OrderField = v.InferOutput<typeof orderFieldSchema>;
export type Order = v.InferOutput<typeof orderSchema>;

/**
 * How a type's values come in a hit's `sort`. `numeric`: what OpenSearch makes of the numbers of every index
 * (`numeric_type`), so that indices that differ in it give values of one kind. `missing`: the JSON text of a row without a
 * value, which no row with one has; undefined where each text may be a value. Then the value comes twice, with one and
 * with another of `marks` in its place where it is missing, and a row lacks it when the two differ.
 */
export type SortValue = {
  readonly numeric?: 'long' | 'double' | 'date' | 'date_nanos';
  readonly missing: string | undefined;
  /** Below and above all values without them. */
  readonly marks?: readonly [number, number];
};

/**
 * OpenSearch writes out the last value of a full page in the field's format, and where that fails it never answers (seen in 3.8):
 * the least and the greatest date cannot be written in each format, and the least of `date_nanos` in none.
 */
const DATE_MARKS = [0, 1] as const;
const LEAST_LONG = '-9223372036854775808';
const WHOLE: SortValue = { numeric: 'long', missing: LEAST_LONG };
const FRACTION: SortValue = { numeric: 'double', missing: '"-Infinity"' };

export const SORT_VALUES: Readonly<Record<SortableType, SortValue>> = {
  keyword: { missing: 'null' },
  ip: { missing: 'null' },
  version: { missing: 'null' },
  boolean: WHOLE,
  // Also where other indices have a smaller type; the type is the largest then.
  long: { numeric: 'long', missing: undefined },
  unsigned_long: { missing: undefined },
  integer: WHOLE,
  short: WHOLE,
  byte: WHOLE,
  double: FRACTION,
  float: FRACTION,
  half_float: FRACTION,
  date: { numeric: 'date', missing: undefined, marks: DATE_MARKS },
  date_nanos: { numeric: 'date_nanos', missing: undefined, marks: DATE_MARKS },
};

/** Values in a hit's `sort` for a field: one, or two where one does not tell whether it is missing. */
export function valuesOf(type: SortableType): 1 | 2 {
  return SORT_VALUES[type].missing === undefined ? 2 : 1;
}

/** Values in a hit's `sort` behind its sequence number; none without an order. */
export function sortValuesOf(order: Order | undefined): number {
  return (order ?? []).reduce((sum, { type }) => sum + valuesOf(type), 0);
}
