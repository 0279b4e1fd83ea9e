import { expect, test } from 'vitest';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import type { Logger, Metrics } from '../base/ports.ts';
import type { OpenSearchResponse } from '../opensearch/port.ts';
import { Contexts } from './contexts.ts';
import { Holding } from './holding.ts';
import { PointsInTime } from './pits.ts';
import { makeReaders } from './readers.ts';
import type { Ticket } from './ticket.ts';

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
const ticket: Ticket = {
  user: 'ann',
  exportId: '00000000-0000-4000-8000-000000000000',
  target: 'flights',
  index: 'flights',
  shard: 0,
  pit: 'an-id',
  search: { index: 'flights', q: '' },
  highest: 99,
  reader: 'pit',
};

async function* closedPits() {
  yield new TextEncoder().encode('{"pits":[{"pit_id":"an-id","successful":true}]}');
}

/** Sockets of ann's at an OpenSearch that answers each close when it is told to. */
function sockets() {
  const clock = makeFakeClock();
  const contexts = new Contexts({ perUser: 10, all: 10, keepAlive: 120_000 }, clock);
  const asked: { closed(): void; failed(): void }[] = [];
  const openSearch = {
    send: () =>
      new Promise<OpenSearchResponse>((resolve, reject) => {
        asked.push({
          closed: () => resolve({ status: 200, retryAfter: undefined, body: closedPits() }),
          failed: () => reject(new Error('OpenSearch is gone.')),
        });
      }),
  };
  const deps = { contexts, readers: makeReaders('2m', new PointsInTime(clock)), logger: quiet, metrics: uncounted };
  const socket = () => new Holding(deps, { user: 'ann', openSearch, allows: () => true });
  const first = socket();
  first.use(ticket);
  first.leave();
  const giveUp = () => contexts.giveUp(socket(), new Set([ticket.exportId]));
  return { contexts, asked, socket, giveUp };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 10));
const LOST = expect.objectContaining({ code: 'snapshot_lost' });

test('a snapshot that is given up is closed once, whoever says so meanwhile, and no page is read of it', async () => {
  const { contexts, asked, socket, giveUp } = sockets();
  for (let n = 0; n < 3; n++) giveUp();
  const next = socket();
  expect(() => next.use(ticket)).toThrow(LOST);
  next.lost(ticket);
  expect([asked.length, contexts.count('ann')]).toEqual([1, 1]);
  asked[0]?.closed();
  await settled();
  giveUp();
  expect([asked.length, contexts.count('ann')]).toEqual([1, 0]);
});

test('one that could not be closed is read again, or closed again', async () => {
  const { contexts, asked, socket, giveUp } = sockets();
  giveUp();
  asked[0]?.failed();
  await settled();
  expect(contexts.count('ann')).toBe(1);
  giveUp();
  expect(asked).toHaveLength(2);
  asked[1]?.failed();
  await settled();
  expect(() => socket().use(ticket)).not.toThrow();
});
