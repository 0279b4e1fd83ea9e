import { expect, test } from 'vitest';
import { MAX_CLIENT_FRAME_BYTES } from '../../shared/limits.ts';
import { makeSealer } from '../auth/seal.ts';
import { Stays, signedOut } from '../auth/stay.ts';
import { Allowance } from '../edges/allowance.ts';
import { makeAssertRoom } from '../edges/room.ts';
import { Turns } from '../edges/turns.ts';
import type { Logger, Metrics } from '../ports.ts';
import { makeSocketSession } from './socket.ts';

const quiet: Logger = { audit() {}, debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const uncounted: Metrics = {
  add() {},
  failed() {},
  move() {},
  pageTook() {},
  tally: () => {
    throw new Error('Nobody asks for it here.');
  },
  render: async () => ({ contentType: '', text: '' }),
};

/** A session on a line that writes down what it is given. */
async function session(options: { now: number; over?: boolean; full?: boolean }) {
  const sent: unknown[] = [];
  const closed: number[] = [];
  const clock = { now: () => options.now, after: () => () => {} };
  const stay = new Stays({ idle: 1000, max: 1000 }, { ...clock, now: () => 0 }).enter({ sid: 's', at: 0 });
  const over = {
    use: () => {
      throw signedOut();
    },
  };
  const deps = {
    sealer: await makeSealer(['a-secret-of-enough-length'], 'ticket'),
    metrics: uncounted,
    logger: quiet,
    keepAlive: '2m',
    assertRoom: makeAssertRoom(() => (options.full ? 2 : 1), 1),
    plans: new Allowance(1, 60_000, clock),
    turns: new Turns({ atOnce: 16 }),
    clock,
    hello: {
      type: 'hello',
      batchSize: 1000,
      maxChunkSize: 500_000,
      maxRetries: 3,
      downloadTimeout: 300_000,
      pingInterval: 10_000,
      pingTimeout: 5000,
    },
  } as const;
  const openSearch = { send: () => Promise.reject(new Error('Nothing may be asked of OpenSearch.')) };
  const access = { user: 'ann', openSearch, allows: () => true };
  const line = {
    send: (data: unknown) => sent.push(JSON.parse(String(data))),
    close: (code: number) => closed.push(code),
  };
  return { sent, closed, session: makeSocketSession(deps, { access, stay: options.over ? over : stay, line }) };
}

test('says hello once, also where a message is the first that it hears of the socket', async () => {
  const { sent, session: told } = await session({ now: 0 });
  told.open();
  told.receive('{"type":"pong"}');
  expect(sent).toEqual([expect.objectContaining({ type: 'hello' })]);
  const { sent: untold, session: workerd } = await session({ now: 0 });
  workerd.receive('{"type":"pong"}');
  workerd.open();
  expect(untold).toEqual([expect.objectContaining({ type: 'hello' })]);
});

test('takes no request once the user’s session has ended', async () => {
  const { sent, closed, session: expired } = await session({ now: 0, over: true });
  expired.receive('{"type":"reopen","id":5,"ticket":"any"}');
  expect(sent.at(-1)).toMatchObject({ type: 'error', id: 5, error: { code: 'signed_out' } });
  expect(closed).toEqual([4401]);
});

test('takes no new plan at its limit of memory, and says when to ask again', async () => {
  const { sent, session: full } = await session({ now: 0, full: true });
  const exportId = '00000000-0000-4000-8000-000000000000';
  full.receive(JSON.stringify({ type: 'plan', id: 7, exportId, search: { index: 'any' } }));
  await Promise.resolve();
  await Promise.resolve();
  expect(sent.at(-1)).toMatchObject({
    type: 'error',
    id: 7,
    error: { code: 'busy', retryable: true, retryAfter: 5000 },
  });
});

test('says nothing more once it is closed', async () => {
  const { sent, session: closed } = await session({ now: 0 });
  closed.open();
  closed.close();
  closed.receive('not json');
  expect(sent).toHaveLength(1);
});

test('parts at once when it is drained with nothing under way, and takes nothing more', async () => {
  const { sent, closed, session: idle } = await session({ now: 0 });
  idle.open();
  idle.drain();
  idle.receive('{"type":"plan","id":1}');
  expect(sent).toHaveLength(1);
  expect(closed).toEqual([1001]);
});

test('closes on a frame that is too large, whatever the runtime lets through', async () => {
  const { closed, session: flooded } = await session({ now: 0 });
  flooded.receive('x'.repeat(MAX_CLIENT_FRAME_BYTES + 1));
  expect(closed).toEqual([1009]);
});

test('closes on a flood of frames that are none', async () => {
  const { sent, closed, session: flooded } = await session({ now: 0 });
  for (let i = 0; i < 2000; i++) flooded.receive('not json');
  expect(closed).toEqual([4429]);
  expect(sent.length).toBeLessThan(1010);
});

test('takes so many plans a minute from a user, and says how long to wait', async () => {
  const { sent, session: eager } = await session({ now: 0, full: true });
  const plan = { type: 'plan', exportId: '00000000-0000-4000-8000-000000000000', search: { index: 'any' } };
  for (const id of [1, 2]) eager.receive(JSON.stringify({ ...plan, id }));
  await new Promise((resolve) => setTimeout(resolve));
  // The first one was let through, to the limit of memory.
  expect(sent.slice(-2)).toMatchObject([
    { id: 1, error: { code: 'busy' } },
    { id: 2, error: { code: 'rate_limited', retryable: true, retryAfter: 60_000 } },
  ]);
});
