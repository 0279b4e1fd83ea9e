import * as v from 'valibot';
import { type Order, orderFieldSchema, orderSchema } from './order.ts';

/**
 * Of a table's rows: `relevance` where the search gives scores, else the order in which rows were written; `seq_no` is always
 * the latter. `spread`: a sample from that order's beginning, middle and end, in one page. Else by fields; one alone, as earlier pages ask.
 */
export const sortSchema = v.union([
  v.picklist(['seq_no', 'relevance', 'spread']),
  v.pipe(
    orderFieldSchema,
    v.transform((field): Order => [field]),
  ),
  orderSchema,
]);
export type Sort = v.InferOutput<typeof sortSchema>;

/** The fields of a sort, in their order; none where rows stand by relevance or as they were written. */
export function fieldsSortedBy(sort: Sort): Order {
  return typeof sort === 'string' ? [] : sort;
}
