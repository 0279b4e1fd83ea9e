import * as v from 'valibot';
import type { Chunk } from '../../shared/chunk.ts';
import type { Seams } from '../../shared/protocol.ts';
import type { Access } from '../auth/accounts.ts';
import { assertWhole, call } from '../opensearch/call.ts';
import { bySeqNo, queryOf } from '../query/clause.ts';
import { onlyIndex } from './page-query.ts';
import type { SocketParts } from './requests.ts';
import { assertWithin, openTicket, type Ticket } from './ticket.ts';

/** How far apart the rows are that are looked at: all first, then between two that do not lie in one run, and so on. */
const STEPS = [512, 64, 8, 1] as const;
/** Numbers of a chunk: where there are more, nobody looks. */
const MOST_NUMBERS = 2 ** 21;
/** Pairs of rows that are looked between. */
const MOST_PAIRS = 1000;

/** Where a row lies: documents of a shard are numbered as they lie. */
type Place = { seqNo: number; doc: number };

const answerSchema = v.object({
  timed_out: v.boolean(),
  _shards: v.object({ failed: v.number() }),
  hits: v.object({ hits: v.optional(v.array(v.object({ sort: v.tuple([v.number(), v.number()]) })), []) }),
});

type Asked = { ticket: string; chunk: Chunk; socket: object; signal: AbortSignal };

/**
 * Answers `seams`: behind which rows of a chunk, in the order of their sequence numbers, the next one does not follow at
 * OpenSearch. There they come from segment after segment, in runs of thousands as a rule: so few rows are looked at, and a short run may be missed.
 * @throws bad_request, ticket_*, snapshot_lost, forbidden, index_*, page_partial, opensearch_*
 */
export async function seams(
  deps: SocketParts & { keepAlive: string },
  access: Access,
  { ticket: text, chunk, socket, signal }: Asked,
): Promise<Seams> {
  const { turns, audit, keepAlive } = deps;
  const ticket = await openTicket(deps, text, access);
  assertWithin(chunk, ticket);
  audit.used(ticket);
  const { pit } = ticket;
  // Without a snapshot documents lie elsewhere a moment later.
  if (pit === undefined || chunk.upTo - chunk.after > MOST_NUMBERS) return { seams: [] };
  const places = (seqNos: readonly number[]) =>
    turns.pages.run(socket, signal, () =>
      ask(access, { ticket, pit: { id: pit, keep_alive: keepAlive }, seqNos, signal }),
    );
  return { seams: await seamsOf(chunk, places) };
}

/** @param places  where the rows of some sequence numbers lie, ascending, of those that there are */
export async function seamsOf(
  { after, upTo }: Chunk,
  places: (seqNos: readonly number[]) => Promise<readonly Place[]>,
): Promise<number[]> {
  const [widest, ...steps] = STEPS;
  const first = after + 1;
  let pairs = apart(await places([...new Set([first, ...between(first, upTo, widest), upTo])]));
  for (const step of steps) {
    pairs = pairs.slice(0, MOST_PAIRS);
    const seqNos = pairs.flatMap(([from, to]) => between(from.seqNo, to.seqNo, step));
    if (seqNos.length === 0) continue;
    const found = (await places(seqNos)).values();
    let next = found.next().value;
    pairs = pairs.flatMap(([from, to]) => {
      const line = [from];
      for (; next && next.seqNo < to.seqNo; next = found.next().value) line.push(next);
      return apart([...line, to]);
    });
  }
  // Numbers without a row are no seam.
  return pairs.flatMap(([from, to]) => (to.doc === from.doc + 1 ? [] : [from.seqNo]));
}

/** Those of one and the next between which something else lies. */
function apart(line: readonly Place[]): [Place, Place][] {
  const pairs: [Place, Place][] = [];
  for (const [i, to] of line.entries()) {
    const from = line[i - 1];
    if (from && to.doc - from.doc !== to.seqNo - from.seqNo) pairs.push([from, to]);
  }
  return pairs;
}

/** Numbers behind `from` and before `to`. */
function between(from: number, to: number, step: number): number[] {
  const count = Math.max(0, Math.ceil((to - from) / step) - 1);
  return Array.from({ length: count }, (_, i) => from + (i + 1) * step);
}

async function ask(
  access: Access,
  asked: { ticket: Ticket; pit: Record<string, string>; seqNos: readonly number[]; signal: AbortSignal },
): Promise<Place[]> {
  const { ticket, pit, seqNos, signal } = asked;
  const answer = await call(access.openSearch, answerSchema, {
    method: 'POST',
    path: '/_search',
    query: { allow_partial_search_results: 'false' },
    body: {
      size: seqNos.length,
      track_total_hits: false,
      _source: false,
      sort: [...bySeqNo(), { _doc: 'asc' }],
      query: queryOf(ticket.search, { and: [{ terms: { _seq_no: seqNos } }, ...onlyIndex(ticket)] }),
      pit,
    },
    gzip: false,
    signal,
  });
  assertWhole(answer);
  return answer.hits.hits.map(({ sort: [seqNo, doc] }) => ({ seqNo, doc }));
}
