import * as v from 'valibot';
import { MAX_FIELD_CHARS } from './limits.ts';
import { listOf } from './list.ts';

/** Fields that rows are sorted by, one where those before it are equal. */
export const MAX_SORT_FIELDS = 4;

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

export const fieldSortSchema = v.object({
  field: v.pipe(
    v.string(),
    v.nonEmpty(),
    v.maxLength(MAX_FIELD_CHARS),
    v.check(isSortField, 'This is no field to sort by.'),
  ),
  order: v.picklist(['asc', 'desc']),
  /** The field's type, as field caps tell it: for indices that lack the field. */
  type: v.picklist(SORTABLE_TYPES),
});

/** Rows by one field's value; rows without a value come last, whichever the order. */
export type FieldSort = v.InferOutput<typeof fieldSortSchema>;

const fieldSortsSchema = v.pipe(
  listOf(fieldSortSchema, MAX_SORT_FIELDS, `Rows are sorted by ${MAX_SORT_FIELDS} fields at most.`),
  v.minLength(1),
  v.check((sorts) => new Set(sorts.map(({ field }) => field)).size === sorts.length, 'A field is sorted by twice.'),
);

/**
 * `relevance` where the search gives scores, else the order in which rows were written; `seq_no` is always the latter.
 * `spread`: a sample from that order's beginning, middle and end, in one page. Else by a field, or by several in turn.
 */
export const sortSchema = v.union([
  v.picklist(['seq_no', 'relevance', 'spread']),
  v.pipe(
    fieldSortSchema,
    v.transform((sort): FieldSort[] => [sort]),
  ),
  fieldSortsSchema,
]);
export type Sort = v.InferOutput<typeof sortSchema>;

/** The fields of a sort, in their order; none where rows stand by relevance or as they were written. */
export function fieldsSortedBy(sort: Sort): readonly FieldSort[] {
  return typeof sort === 'string' ? [] : sort;
}
