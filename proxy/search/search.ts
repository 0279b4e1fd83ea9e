import { SluiceError } from '../../shared/errors.ts';
import { type DocumentName, RowUnreadable } from '../../shared/json/row-unreadable.ts';
import type { Access } from '../auth/accounts.ts';
import { joined } from '../opensearch/bytes.ts';
import { queryOf } from '../query/clause.ts';
import { withPosition } from '../query/with-position.ts';
import { assertSearchAllowed } from './allowed.ts';
import { type Answer, askHits } from './hits.ts';
import { withNumbers } from './numbered.ts';
import { writePlace } from './place.ts';
import { reachOf } from './reach.ts';
import { type Page, type Reading, readPage } from './read-page.ts';
import { leftOutSilently, namingRefused } from './refused.ts';
import { readSpread } from './spread.ts';
import { withTypes } from './with-types.ts';

/** Indices that are named, of those that may not be read. */
const MOST_NAMED = 20;
/** Documents that one page leaves out: each is found by asking once more. */
const MOST_LEFT_OUT = 20;
/** Bytes of an answer without rows. */
const COUNT_BYTES = 64 * 1024;

/** A page as JSON text in bytes, and how many rows are on it. */
export type SearchAnswer = { body: Uint8Array<ArrayBuffer>; rows: number };

/**
 * A page of a search's rows, in which each stands as it is stored; without `after` the first, with the exact total.
 *
 * Pages are cut by the sort values alone (`search_after`), so that nothing is kept open between them, here or in
 * OpenSearch. Rows with equal values are told apart by `_seq_no` and `_index`; those that are equal in these too (of
 * several shards of one index, or of a shrunk one) stay together: a page ends before a group that may go on. Rows
 * without the first field come last and are asked for by themselves, sorted by the next one, and so on: OpenSearch loses
 * some of them after a first value that is missing (seen in 3.8).
 * @throws forbidden, query_invalid, index_not_found, index_unnumbered, page_partial, page_malformed, row_unreadable, bad_request,
 * group_too_large, too_large, busy, opensearch_*
 */
export async function search(access: Access, reading: Reading): Promise<SearchAnswer> {
  const { request, signal } = reading;
  assertSearchAllowed(access, request);
  const index = await reachOf(access, request.index, signal);
  const reached = { ...reading, request: { ...(await withTypes(access, request, signal)), index } };
  const leftOut: DocumentName[] = [];
  const refused = request.after === undefined ? leftOutSilently(access, request.index, signal) : undefined;
  for (;;) {
    try {
      return await namingRefused(access, { expression: request.index, signal }, () =>
        withNumbers(access, { target: index, signal }, () => searchWithout(access, reached, { leftOut, refused })),
      );
    } catch (error) {
      const mayLeaveOut = request.leaveOut && leftOut.length < MOST_LEFT_OUT;
      if (!mayLeaveOut || !(error instanceof RowUnreadable)) throw error;
      leftOut.push(error.document);
    }
  }
}

async function searchWithout(
  access: Access,
  reached: Reading,
  { leftOut, refused }: { leftOut: readonly DocumentName[]; refused: Promise<string[]> | undefined },
): Promise<SearchAnswer> {
  const { request, signal } = reached;
  const both = Promise.all([countOf(access, reached), readIn(access, reached, leftOut)]);
  const [counted, page] = await both.catch((thrown: unknown) => {
    if (signal.aborted) throw thrown;
    throw withPosition(thrown, request);
  });
  const took = Math.max(page.took, counted?.took ?? 0);
  // Of what a page left out its own count knows nothing.
  const total = counted?.total ?? (page.total === undefined ? undefined : page.total + leftOut.length);
  const more = { leftOut: leftOut.length, refused: (await refused)?.slice(0, MOST_NAMED) ?? [] };
  return { body: toBody({ ...page, took, total }, more), rows: page.hits.length };
}

function readIn(access: Access, reading: Reading, leftOut: readonly DocumentName[]): Promise<Page> {
  const { sort, after } = reading.request;
  if (sort !== 'spread') return readPage(access, reading, leftOut);
  if (after === undefined) return readSpread(access, reading, leftOut);
  throw new SluiceError('bad_request', 'Rows of this order have no page behind them.');
}

/** The total, where the page itself asks for a part of the rows. */
async function countOf(access: Access, { request, signal }: Reading): Promise<Answer | undefined> {
  if (request.after !== undefined || typeof request.sort === 'string') return undefined;
  const body = { size: 0, track_total_hits: true, query: queryOf(request) };
  return askHits(access, { index: request.index, body, signal, limit: COUNT_BYTES });
}

const BYTES = new TextEncoder();
const HIT = {
  comma: BYTES.encode(','),
  index: BYTES.encode('{"_index":'),
  id: BYTES.encode(',"_id":'),
  source: BYTES.encode(',"_source":'),
  end: BYTES.encode('}'),
};

/** The page as `SearchResult` has it. */
function toBody(
  { took, total, hits, next }: Page,
  more: { leftOut: number; refused: string[] },
): Uint8Array<ArrayBuffer> {
  const figures = {
    took,
    ...(total === undefined ? {} : { total }),
    ...(more.leftOut === 0 ? {} : { leftOut: more.leftOut }),
    ...(more.refused.length === 0 ? {} : { refused: more.refused }),
  };
  const head = `${JSON.stringify(figures).slice(0, -1)},"hits":[`;
  const tail = next ? `],"after":${JSON.stringify(writePlace(next))}}` : ']}';
  const rows = hits.flatMap(({ index, id, source }, i) => [
    ...(i === 0 ? [] : [HIT.comma]),
    ...[HIT.index, index, HIT.id, id, HIT.source, source, HIT.end],
  ]);
  return joined([BYTES.encode(head), ...rows, BYTES.encode(tail)]);
}
