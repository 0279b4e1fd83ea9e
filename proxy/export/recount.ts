import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { eachOf } from '../base/pool.ts';
import { toPath } from '../expression/expression.ts';
import { assertWhole, call } from '../opensearch/call.ts';
import { queryOf } from '../query/clause.ts';
import { reachOf } from '../search/reach.ts';
import { AT_ONCE } from './sources.ts';
import type { Ticket } from './ticket.ts';

const answerSchema = v.object({
  timed_out: v.boolean(),
  _shards: v.object({ failed: v.number() }),
  aggregations: v.optional(
    v.record(v.string(), v.object({ doc_count: v.number(), sum: v.object({ value: v.number() }) })),
  ),
});

/** Rows, and the sum of their sequence numbers. */
export type Recounted = { rows: number; sum: number };

/**
 * How many rows of the result each ticket's shard has up to its high-water mark, as it is now: through the expression that
 * the person gave, whatever the plan made of it. The tickets are of one export.
 * @returns in the order of the tickets
 * @throws index_not_found, forbidden, bad_request, page_partial, opensearch_*
 */
export async function recountRows(
  access: Access,
  tickets: readonly Ticket[],
  signal: AbortSignal,
): Promise<Recounted[]> {
  const [first] = tickets;
  if (!first || tickets.some(({ exportId }) => exportId !== first.exportId)) {
    throw new SluiceError('bad_request', 'Tickets of one export are counted at a time.');
  }
  const target = await reachOf(access, first.search.index, signal);
  const counted = tickets.map((): Recounted => ({ rows: 0, sum: 0 }));
  const numbers = [...new Set(tickets.map(({ shard }) => shard))];
  await eachOf(numbers, AT_ONCE, async (shard) => {
    const places = tickets.flatMap((ticket, at) => (ticket.shard === shard ? [{ ticket, at }] : []));
    const aggs = Object.fromEntries(
      places.map(({ ticket, at }) => [String(at), { filter: upToMark(ticket), aggs: { sum: SUM } }]),
    );
    // The others are passed over without a look at their rows: there may be thousands.
    const of = { terms: { _index: [...new Set(places.map(({ ticket }) => ticket.index))] } };
    const answer = await call(access.openSearch, answerSchema, {
      method: 'POST',
      path: `/${toPath(target)}/_search`,
      query: { allow_partial_search_results: 'false', preference: `_shards:${shard}` },
      body: { size: 0, track_total_hits: false, query: queryOf(first.search, { and: [of] }), aggs },
      signal,
    });
    assertWhole(answer);
    for (const { at } of places) {
      const { doc_count: rows = 0, sum } = answer.aggregations?.[String(at)] ?? {};
      counted[at] = { rows, sum: sum?.value ?? 0 };
    }
  });
  return counted;
}

const SUM = { sum: { field: '_seq_no' } };

function upToMark({ index, highest }: Ticket): object {
  return { bool: { filter: [{ term: { _index: index } }, { range: { _seq_no: { lte: highest } } }] } };
}
