import { expect, test } from 'vitest';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import type { Access } from '../auth/accounts.ts';
import { makePitReader } from './pit-reader.ts';
import { PointsInTime } from './pits.ts';
import type { Ticket } from './ticket.ts';

const fault = (type: string, reason: string, more: object = {}) => ({ type, reason, ...more });
const NOT_FOUND = fault('index_not_found_exception', 'no such index [two]', { index: 'two' });
/** Of a shard that two nodes had, once the node with the point in time was gone (seen in Elasticsearch 8.19). */
const MISSING = fault('search_phase_execution_exception', '', {
  phase: 'query',
  caused_by: fault(
    'search_phase_execution_exception',
    'Search rejected due to missing shards [[two][0]]. Consider using `allow_partial_search_results` setting to bypass this error.',
  ),
});
const BUSY = fault('circuit_breaking_exception', '[parent] Data too large');

test.each([
  ['its index is gone', 404, NOT_FOUND, 'snapshot_lost'],
  ['its node is gone', 503, MISSING, 'snapshot_lost'],
  ['the node is busy', 429, BUSY, 'opensearch_busy'],
])('where %s a page says so', async (_, status, error, code) => {
  const text = JSON.stringify({ error: { root_cause: [], ...error }, status });
  const body = (async function* () {
    yield new TextEncoder().encode(text);
  })();
  const openSearch = { send: async () => ({ status, retryAfter: undefined, body }) };
  const access: Access = { user: 'ann', openSearch, allows: () => true };
  const search = { index: 'two', q: '' };
  const of = { user: 'ann', exportId: 'e', target: 'two', index: 'two', shard: 0, highest: 9, reader: 'pit' as const };
  const ticket: Ticket = { ...of, search, pit: 'x', contexts: 1 };
  const asked = { ticket, chunk: { after: -1, upTo: 9 }, size: 10, gzip: false, signal: new AbortController().signal };
  const reader = makePitReader('1m', new PointsInTime(makeFakeClock()));
  await expect(reader.read(access, asked)).rejects.toMatchObject({ code });
});
