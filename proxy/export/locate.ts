import * as v from 'valibot';
import type { Located } from '../../shared/protocol.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { assertWhole, call } from '../opensearch/call.ts';
import { queryOf } from '../query/clause.ts';
import type { SocketParts } from './requests.ts';
import { openTicket, type Ticket } from './ticket.ts';

/** Documents of one id in a shard: two at most bear it, where a shrunk index had them under other routings. */
const MOST = 100;

const answerSchema = v.object({
  timed_out: v.boolean(),
  _shards: v.object({ failed: v.number() }),
  aggregations: v.optional(v.object({ seqNos: v.object({ buckets: v.array(v.object({ key: v.number() })) }) })),
});

type Asked = { ticket: string; document: string; socket: object; signal: AbortSignal };

/**
 * Answers `locate`: where in its shard a document lies that cannot be read, so that what is before and behind it can be.
 * @throws ticket_*, snapshot_lost, forbidden, index_*, page_partial, opensearch_*
 */
export async function locate(
  deps: SocketParts & { keepAlive: string },
  access: Access,
  { ticket: text, document, socket, signal }: Asked,
): Promise<Located> {
  const { turns, audit, keepAlive } = deps;
  const ticket = await openTicket(deps, text, access);
  audit.used(ticket);
  const answer = await turns.pages.run(socket, signal, () => ask(access, { ticket, document, keepAlive, signal }));
  assertWhole(answer);
  return { seqNos: (answer.aggregations?.seqNos.buckets ?? []).map(({ key }) => key).sort((a, b) => a - b) };
}

function ask(
  access: Access,
  { ticket, document, keepAlive, signal }: { ticket: Ticket; document: string; keepAlive: string; signal: AbortSignal },
) {
  const { target, index, shard, highest, pit, search } = ticket;
  const where = [
    { ids: { values: [document] } },
    { range: { _seq_no: { lte: highest } } },
    ...(target === index ? [] : [{ term: { _index: index } }]),
  ];
  const body = {
    size: 0,
    track_total_hits: false,
    query: queryOf(search, { and: where }),
    aggs: { seqNos: { terms: { field: '_seq_no', size: MOST } } },
  };
  const exact = { allow_partial_search_results: 'false' };
  return pit === undefined
    ? call(access.openSearch, answerSchema, {
        method: 'POST',
        path: `/${toPath(target)}/_search`,
        query: { ...exact, preference: `_shards:${shard}` },
        body,
        signal,
      })
    : call(access.openSearch, answerSchema, {
        method: 'POST',
        path: '/_search',
        query: exact,
        body: { ...body, pit: { id: pit, keep_alive: keepAlive } },
        signal,
      });
}
