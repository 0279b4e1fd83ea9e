import { type Address, EMPTY_ADDRESS } from '../address/address.ts';
import { BY_RELEVANCE, writeSort } from '../address/sort.ts';
import { writeColumns } from '../columns/layout.ts';
import type { LinkedPattern, LinkedSearch } from './linked-search.ts';

/** What the address calls the languages. */
const QUERIES = { kuery: 'dql', lucene: 'q', dsl: 'dsl' } as const;

/**
 * A link's search as the address of this page has it.
 * @param pattern  the index behind the link's pattern, as far as it is known
 */
export function toAddress(linked: LinkedSearch, pattern: LinkedPattern & { title: string }): Address {
  const { query, filters, order, columns } = linked;
  // Discover leaves the range alone where the pattern has no time.
  const range = pattern.time === null ? { from: '', to: '' } : { from: linked.from, to: linked.to };
  return {
    ...EMPTY_ADDRESS,
    index: pattern.title,
    [QUERIES[query.language]]: query.text,
    filters,
    ...range,
    time: range.from === '' && range.to === '' ? '' : (pattern.time ?? ''),
    sort: order === undefined ? '' : order.length === 0 ? BY_RELEVANCE : writeSort(order),
    columns: writeColumns(columns),
  };
}
