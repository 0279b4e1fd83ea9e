import { expect, test } from 'vitest';
import { MAX_CLIENT_FRAME_BYTES, MAX_ERROR_CHARS, MAX_RELEASED, WINDOW_BYTES } from '../../shared/limits.ts';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import { makeSealer } from '../auth/seal.ts';
import { Stays } from '../auth/stay.ts';
import type { Logger, Metrics } from '../base/ports.ts';
import { Allowance } from '../edges/allowance.ts';
import { makeAssertRoom } from '../edges/room.ts';
import { Turns } from '../edges/turns.ts';
import { Contexts } from './contexts.ts';
import { PageWeights } from './page-weights.ts';
import { PointsInTime } from './pits.ts';
import { SearchRoom } from './searches.ts';
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
async function session(options: { full?: boolean } = {}) {
  const sent: unknown[] = [];
  const closed: number[] = [];
  const clock = makeFakeClock();
  const began = { sid: 's', at: 0 };
  const stays = new Stays({ idle: 400_000, max: 800_000 }, clock);
  const deps = {
    sealer: await makeSealer(['a-secret-of-enough-length'], 'ticket'),
    metrics: uncounted,
    logger: quiet,
    keepAlive: '2m',
    scrollOnRequest: false,
    assertRoom: makeAssertRoom(() => (options.full ? 2 : 1), 1),
    plans: new Allowance(1, 60_000, clock),
    contexts: new Contexts({ perUser: 10, all: 10, keepAlive: 120_000 }, clock),
    turns: {
      pages: new Turns({ atOnce: 16 }),
      windows: new Turns({ atOnce: 16 }),
      plans: new Turns({ atOnce: 16 }),
      tickets: new Turns({ atOnce: 2 }),
    },
    pits: new PointsInTime(clock),
    weights: new PageWeights(),
    searchRoom: new SearchRoom(),
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
  const held = { bytes: 0 };
  const line = {
    send: (data: unknown) => sent.push(JSON.parse(String(data))),
    buffered: () => held.bytes,
    hasSentAll: () => false,
    close: (code: number) => closed.push(code),
  };
  const made = makeSocketSession(deps, { access, stay: stays.enter(began), line });
  return { sent, closed, held, clock, signOut: () => stays.end(began), session: made };
}

test('says hello once, also where a message is the first that it hears of the socket', async () => {
  const { sent, session: told } = await session();
  told.open();
  told.receive('{"type":"pong"}');
  expect(sent).toEqual([expect.objectContaining({ type: 'hello' })]);
  const { sent: untold, session: workerd } = await session();
  workerd.receive('{"type":"pong"}');
  workerd.open();
  expect(untold).toEqual([expect.objectContaining({ type: 'hello' })]);
});

test('takes no request once the user’s session has ended', async () => {
  const { sent, closed, signOut, session: expired } = await session();
  signOut();
  expired.receive('{"type":"reopen","id":5,"ticket":"any"}');
  expect(sent.at(-1)).toMatchObject({ type: 'error', id: 5, error: { code: 'signed_out' } });
  expect(closed).toEqual([4401]);
});

test.each([
  ['that is not used', 400_000, '{"type":"pong"}'],
  ['at its longest, however it is used', 800_000, '{"type":"reopen","id":5,"ticket":"any"}'],
])('a session %s ends its socket with the next ping', async (_, ms, said) => {
  const { sent, closed, clock, session: open } = await session();
  for (let passed = 0; passed < ms; passed += 4000) {
    open.receive(said);
    expect(closed).toEqual([]);
    clock.pass(4000);
  }
  for (let passed = 0; passed < 16_000; passed += 4000) {
    open.receive('{"type":"pong"}');
    clock.pass(4000);
  }
  expect(closed).toEqual([4401]);
  expect(sent.at(-1)).toMatchObject({ type: 'error', error: { code: 'signed_out' } });
  expect(clock.waiting).toBe(0);
});

test('takes no new plan at its limit of memory, and says when to ask again', async () => {
  const { sent, session: full } = await session({ full: true });
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
  const { sent, session: closed } = await session();
  closed.open();
  closed.close();
  closed.receive('not json');
  expect(sent).toHaveLength(1);
});

test('parts at once when it is drained with nothing under way, and takes nothing more', async () => {
  const { sent, closed, session: idle } = await session();
  idle.open();
  idle.drain();
  idle.receive('{"type":"plan","id":1}');
  expect(sent).toHaveLength(1);
  expect(closed).toEqual([1001]);
});

test('closes on a frame that is too large, whatever the runtime lets through', async () => {
  const { closed, session: flooded } = await session();
  flooded.receive('x'.repeat(MAX_CLIENT_FRAME_BYTES + 1));
  expect(closed).toEqual([1009]);
});

test('closes on a flood of frames that are none', async () => {
  const { sent, closed, session: flooded } = await session();
  for (let i = 0; i < 2000; i++) flooded.receive('not json');
  expect(closed).toEqual([4429]);
  expect(sent.length).toBeLessThan(1010);
});

test('takes so many plans a minute from a user, and says how long to wait', async () => {
  const { sent, session: eager } = await session({ full: true });
  const plan = { type: 'plan', exportId: '00000000-0000-4000-8000-000000000000', search: { index: 'any' } };
  for (const id of [1, 2]) eager.receive(JSON.stringify({ ...plan, id }));
  await new Promise((resolve) => setTimeout(resolve));
  // The first one was let through, to the limit of memory.
  expect(sent.slice(-2)).toMatchObject([
    { id: 1, error: { code: 'busy' } },
    { id: 2, error: { code: 'rate_limited', retryable: true, retryAfter: 60_000 } },
  ]);
});

test('an answer quotes no more of a frame than anybody reads', async () => {
  const { sent, session: quoting } = await session();
  const long = 'x'.repeat(MAX_CLIENT_FRAME_BYTES - 100);
  const frames = [
    { type: long, id: 1 },
    { type: 'plan', id: 2, exportId: long, search: { index: 'any' } },
    { type: 'read', id: 3, ticket: 't', chunk: { after: -1, upTo: 1 }, size: long },
    { type: 'read', id: 4, ticket: 't', chunk: { after: -1, upTo: 1 }, size: 10, encoding: long },
    { type: 'report', exportId: '00000000-0000-4000-8000-000000000000', verdict: long, rows: 1 },
    { type: 'cancel', id: long },
    { [long]: 1 },
    [long],
  ];
  for (const frame of frames) quoting.receive(JSON.stringify(frame));
  expect(sent.slice(1)).toHaveLength(frames.length);
  for (const answer of sent.slice(1)) expect(JSON.stringify(answer).length).toBeLessThan(2 * MAX_ERROR_CHARS);
});

test('a list that is too long is refused as a whole', async () => {
  const { sent, session: listing } = await session();
  listing.receive(JSON.stringify({ type: 'release', id: 9, tickets: Array(MAX_RELEASED + 1).fill('t') }));
  expect(sent.at(-1)).toMatchObject({
    id: 9,
    error: { code: 'bad_frame', message: expect.stringContaining('tickets') },
  });
});

test('each ticket that is none is a fault, however many come in one frame', async () => {
  const { sent, closed, clock, session: forging } = await session();
  for (let id = 1; id <= 5; id++) {
    forging.receive(JSON.stringify({ type: 'release', id, tickets: Array(MAX_RELEASED).fill('t') }));
    for (let group = 0; group < 20; group++) {
      await new Promise((resolve) => setTimeout(resolve));
      clock.pass(0);
    }
    expect(sent.at(-1)).toEqual({ type: 'result', id, result: { released: 0 } });
  }
  expect(closed).toEqual([]);
  forging.receive('not json');
  expect(closed).toEqual([4429]);
});

test('a client that takes nothing in gets nothing new, its errors are faults, and in the end it is parted from', async () => {
  const { sent, closed, held, clock, session: mute } = await session();
  mute.open();
  held.bytes = 9 * WINDOW_BYTES;
  const exportId = '00000000-0000-4000-8000-000000000000';
  mute.receive(JSON.stringify({ type: 'plan', id: 1, exportId, search: { index: 'any' } }));
  expect(sent.at(-1)).toMatchObject({ id: 1, error: { code: 'busy', retryable: true } });
  for (let passed = 0; passed < 310_000 && closed.length === 0; passed += 10_000) {
    clock.pass(10_000);
    mute.receive('{"type":"pong"}');
  }
  expect(closed).toEqual([4408]);
  expect(clock.now()).toBe(310_000);
  expect(clock.waiting).toBe(0);

  const again = await session();
  again.held.bytes = 2 * WINDOW_BYTES;
  again.session.open();
  for (let id = 1; id <= 40; id++) again.session.receive(JSON.stringify({ type: 'reopen', id, ticket: 't' }));
  for (let n = 0; n < 2000 && again.closed.length === 0; n++) {
    again.session.receive(JSON.stringify({ type: 'read', id: 1, ticket: 't', chunk: { after: -1, upTo: 1 }, size: 2 }));
  }
  expect(again.closed).toEqual([4429]);
  expect(again.sent.length).toBeLessThan(1100);
});
