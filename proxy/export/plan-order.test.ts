import { expect, test } from 'vitest';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import { makeSealer } from '../auth/seal.ts';
import { Stays } from '../auth/stay.ts';
import type { Logger, Metrics } from '../base/ports.ts';
import { Allowance } from '../edges/allowance.ts';
import { makeAssertRoom } from '../edges/room.ts';
import { Turns } from '../edges/turns.ts';
import type { OpenSearchRequest } from '../opensearch/port.ts';
import { Contexts } from './contexts.ts';
import { PageWeights } from './page-weights.ts';
import { SearchRoom } from './searches.ts';
import { makeSocketSession } from './socket.ts';

const quiet: Logger = { audit() {}, debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const uncounted = { add() {}, failed() {}, move() {}, pageTook() {} } as unknown as Metrics;

/** One index with a row. Once its snapshot is open the field is of the second type as well: an index came under the name. */
function openSearchWith([first, second]: [string, string]) {
  const asked: string[] = [];
  const answer = ({ method, path }: OpenSearchRequest): object => {
    const shards = { timed_out: false, _shards: { total: 1, failed: 0 } };
    if (path.endsWith('/point_in_time') && method === 'POST') return { pit_id: 'pit', ...shards };
    if (path.endsWith('/point_in_time')) return { pits: [{ pit_id: 'pit', successful: true }] };
    if (path.endsWith('/_field_caps')) {
      const isOpen = asked.some((one) => one.endsWith('/point_in_time'));
      const types = isOpen ? [first, second] : [first];
      const caps = types.map((type) => [type, { type, searchable: true, aggregatable: true }] as const);
      return { indices: ['i'], fields: { n: Object.fromEntries(caps) } };
    }
    const buckets = [{ key: 'i', doc_count: 1, seqNos: { max: 0, sum: 0 } }];
    return { ...shards, hits: { total: { value: 1 }, hits: [] }, aggregations: { index: { buckets } } };
  };
  const send = async (request: OpenSearchRequest) => {
    const text = JSON.stringify(answer(request));
    asked.push(`${request.method} ${request.path}`);
    const body = (async function* () {
      yield new TextEncoder().encode(text);
    })();
    return { status: 200, retryAfter: undefined, body };
  };
  return { asked, send };
}

/** What is answered to a plan by `n` as integers. */
async function planned(openSearch: ReturnType<typeof openSearchWith>) {
  const clock = makeFakeClock();
  const turns = () => new Turns({ atOnce: 16 });
  const times = { maxRetries: 3, downloadTimeout: 300_000, pingInterval: 10_000, pingTimeout: 5000 };
  const deps = {
    ...{ sealer: await makeSealer(['a-secret-of-enough-length'], 'ticket'), metrics: uncounted, logger: quiet, clock },
    ...{ keepAlive: '2m', scrollOnRequest: false, assertRoom: makeAssertRoom(() => 1, 2) },
    plans: new Allowance(9, 60_000, clock),
    contexts: new Contexts({ perUser: 10, all: 10, keepAlive: 120_000 }, clock),
    turns: { pages: turns(), windows: turns(), plans: turns(), tickets: turns() },
    ...{ weights: new PageWeights(), searchRoom: new SearchRoom() },
    hello: { type: 'hello', batchSize: 1000, maxChunkSize: 500_000, ...times, takesOrder: true },
  } as const;
  const stay = new Stays({ idle: 1000, max: 1000 }, { ...clock, now: () => 0 }).enter({ sid: 's', at: 0 });
  const answers: { id?: number; type: string; error?: { code: string } }[] = [];
  const line = { send: (data: unknown) => answers.push(JSON.parse(String(data))), buffered: () => 0, close() {} };
  const access = { user: 'ann', openSearch, allows: () => true };
  const session = makeSocketSession(deps, { access, stay, line });
  session.open();
  const order = [{ field: 'n', order: 'asc', type: 'integer' }];
  const exportId = '3f0c7a52-8d0e-4b53-9a55-5f1c0a3f6f21';
  session.receive(JSON.stringify({ type: 'plan', id: 1, exportId, search: { index: 'i', q: '' }, order }));
  await expect.poll(() => answers.find(({ id }) => id === 1)).toBeDefined();
  return answers.find(({ id }) => id === 1);
}

test('an order is one of all that was planned, also of an index that came under the name meanwhile', async () => {
  expect(await planned(openSearchWith(['integer', 'short']))).toMatchObject({ type: 'result' });
  const other = openSearchWith(['integer', 'double']);
  expect(await planned(other)).toMatchObject({ type: 'error', error: { code: 'order_invalid' } });
  await expect.poll(() => other.asked.some((one) => one.startsWith('DELETE'))).toBe(true);
});
