import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startProxy } from '../../proxy/adapters/node.ts';
import type { RunningProxy } from '../../proxy/adapters/running-proxy.ts';
import type { Plan } from '../../shared/protocol.ts';
import { contextsOn } from '../integration/proxy/contexts.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { smallDocs } from '../support/documents.ts';
import { makeIndex } from '../support/indices.ts';
import { runExport } from '../support/run-export.ts';
import { type SignedIn, signIn } from '../support/session.ts';
import { localSettings } from './bench.ts';
import { ORDERS } from './people.ts';

/** Bounds that four shards come up to: of one user, and of all. */
const PER_USER = 8;
const ALL = 12;
const TIMES = 40;
/** Half a minute, and what a busy machine takes besides. */
const LEFT = { timeout: 60_000, interval: 500 };

const { url, ca, admin } = inject('secured');
const client = new Client({ node: url, ssl: { ca }, auth: admin });
let settings: Record<string, string>;
let cleanUp: () => Promise<void>;

beforeAll(async () => {
  const contexts = { CONTEXTS_PER_USER: `${PER_USER}`, CONTEXTS: `${ALL}`, SCROLL_TIMEOUT: '5m' };
  ({ settings, cleanUp } = await localSettings({ ...contexts, LOG_LEVEL: 'silent', AUDIT_LOG: 'off' }));
});
afterAll(async () => {
  await cleanUp();
  await client.close();
});

/** Each story has a proxy and an index of its own, so that nothing that another left is counted. */
type Stage = { index: string; proxy: RunningProxy; ann: SignedIn; bob: SignedIn; socket: TestSocket };

async function onStage(index: string, story: (stage: Stage) => Promise<void>): Promise<void> {
  await makeIndex(client, index, smallDocs(400, index), { shards: 4 });
  const proxy = await startProxy(settings);
  const ann = await signIn(proxy.url, 'ann', 'ann-password');
  const bob = await signIn(proxy.url, 'bob', 'bob-password');
  const socket = await TestSocket.open(ann);
  try {
    await story({ index, proxy, ann, bob, socket });
  } finally {
    await proxy.close();
    await client.indices.delete({ index });
  }
}

const ticketsOf = ({ shards }: Plan) => shards.map(({ ticket }) => ticket);

async function firstTicket(socket: TestSocket, index: string, reader?: 'scroll'): Promise<string> {
  const [ticket = ''] = ticketsOf(await socket.plan({ index }, reader));
  return ticket;
}

/** Runs it so many times, one after another. @returns what failed */
async function again(times: number, run: (n: number) => Promise<unknown>): Promise<unknown[]> {
  const failed: unknown[] = [];
  for (let n = 0; n < times; n++) await run(n).catch((error: unknown) => failed.push(error));
  return failed;
}

const chunk = { after: -1, upTo: 20 };
const firstPage = (socket: TestSocket, ticket: string) => socket.page({ ticket, chunk, size: 5 });

/** Asks for something and takes it back so many ms later: OpenSearch is at it, and nobody waits for its answer. */
async function brokenOff(socket: TestSocket, message: Record<string, unknown>, ms: number): Promise<void> {
  const id = socket.newId();
  socket.send({ id, ...message });
  await setTimeout(ms);
  socket.send({ type: 'cancel', id });
}

type Attempt = (stage: Stage) => Promise<unknown[]>;

/** Ways to take all of a node's contexts; each gives back what was refused. */
const ATTEMPTS: Record<string, Attempt> = {
  'one ticket opened anew': async ({ socket, index }) => {
    const ticket = await firstTicket(socket, index);
    return again(TIMES, () => socket.reopen(ticket));
  },
  'one ticket opened anew, many times at once': async ({ socket, index }) => {
    const ticket = await firstTicket(socket, index);
    const all = await Promise.allSettled(Array.from({ length: 30 }, () => socket.reopen(ticket)));
    return all.flatMap((settled) => (settled.status === 'rejected' ? [settled.reason] : []));
  },
  'each ticket of each plan opened anew': async ({ socket, index }) => {
    const plans: Plan[] = [];
    await again(5, async () => plans.push(await socket.plan({ index })));
    const tickets = plans.flatMap(ticketsOf);
    return again(tickets.length, (n) => socket.reopen(tickets[n] ?? ''));
  },
  'from many sockets': async ({ socket, index, ann }) => {
    const ticket = await firstTicket(socket, index);
    return again(TIMES, async () => (await TestSocket.open(ann)).reopen(ticket));
  },
  'from sockets that are gone': async ({ socket, index, ann }) => {
    const ticket = await firstTicket(socket, index);
    return again(TIMES, async () => {
      const gone = await TestSocket.open(ann);
      await gone.reopen(ticket).finally(() => gone.socket.terminate());
    });
  },
  'scrolls over one ticket of many exports': async ({ socket, index }) =>
    again(TIMES, async () => firstPage(socket, await firstTicket(socket, index, 'scroll'))),
};

describe('nobody takes more contexts than they may, and others’ exports go on', () => {
  it.each(Object.entries(ATTEMPTS).map(([name, attempt], n) => [name, n, attempt] as const))(
    '%s',
    async (_, n, attempt) => {
      await onStage(`sec-hold-${n}`, async (stage) => {
        const refused = await attempt(stage);
        expect(refused.length).toBeGreaterThan(10);
        for (const error of refused) expect(error).toMatchObject({ code: 'busy', retryable: true, retryAfter: 5000 });
        expect(await contextsOn(client, stage.index)).toBeLessThanOrEqual(PER_USER);
        const { verdict } = await runExport(stage.bob, { search: { index: ORDERS } });
        expect(verdict).toMatchObject({ complete: true, written: 420 });
      });
    },
  );

  it.each([
    ['plans', 0, (socket: TestSocket, index: string) => again(TIMES, () => socket.plan({ index }))],
    [
      'plans over an alias, whose snapshots hold an index’s shard each',
      1,
      async (socket: TestSocket, index: string) => {
        const filter = { range: { n: { lt: 300 } } };
        await client.indices.putAlias({ index, name: `${index}-part`, body: { filter } });
        return again(TIMES, () => socket.plan({ index: `${index}-part` }));
      },
    ],
    [
      'a ticket opened anew from the one before',
      2,
      async (socket: TestSocket, index: string) => {
        let ticket = await firstTicket(socket, index);
        return again(TIMES, async () => {
          ticket = await socket.reopen(ticket);
        });
      },
    ],
    [
      'a scroll begun anew',
      3,
      async (socket: TestSocket, index: string) => {
        const ticket = await firstTicket(socket, index, 'scroll');
        return again(TIMES, () => firstPage(socket, ticket));
      },
    ],
    [
      'opened anew and broken off',
      4,
      async (socket: TestSocket, index: string) => {
        const ticket = await firstTicket(socket, index);
        return again(TIMES, (n) => brokenOff(socket, { type: 'reopen', ticket }, n % 10));
      },
    ],
    [
      'scrolls broken off',
      5,
      async (socket: TestSocket, index: string) => {
        const tickets = ticketsOf(await socket.plan({ index }, 'scroll'));
        const of = (n: number) => ({ type: 'read', ticket: tickets[n % 4], chunk, size: 5 });
        return again(TIMES, (n) => brokenOff(socket, of(n), n));
      },
    ],
  ])('%s: as often as one likes, and few are open', async (_, n, attempt) => {
    await onStage(`sec-hold-often-${n}`, async ({ socket, index, bob }) => {
      expect(await attempt(socket, index)).toEqual([]);
      await setTimeout(500);
      expect(await contextsOn(client, index)).toBeLessThanOrEqual(PER_USER);
      const { verdict } = await runExport(bob, { search: { index: ORDERS } });
      expect(verdict).toMatchObject({ complete: true, written: 420 });
    });
  });

  it('all users together have a bound as well, and an export past it reads shard after shard', async () => {
    await onStage('sec-hold-all', async ({ socket, index, ann, bob }) => {
      const ticket = await firstTicket(socket, index);
      await again(TIMES, () => socket.reopen(ticket));
      const bobs = await TestSocket.open(bob);
      const { shards } = await bobs.plan({ index: ORDERS });
      expect(shards.filter(({ opened }) => opened).length).toBeLessThan(3);
      const refused = await again(TIMES, () => bobs.reopen(shards[0]?.ticket ?? ''));
      expect(refused.length).toBeGreaterThan(TIMES - ALL);
      const rest = await TestSocket.open(ann);
      expect((await rest.plan({ index })).shards.filter(({ opened }) => opened)).toEqual([]);
      await bobs.close();
    });
  });
});

describe('scrolls are not for whoever asks', () => {
  it('where the cluster has points in time, unless a setting allows it', async () => {
    const proxy = await startProxy({ ...settings, SCROLL_READER: 'auto' });
    const socket = await TestSocket.open(await signIn(proxy.url, 'bob', 'bob-password'));
    for (const index of [ORDERS, `${ORDERS},${ORDERS}`, ` ${ORDERS}`]) {
      const plan = await socket.plan({ index }, 'scroll');
      expect(plan.reader).toBe('pit');
      const page = await firstPage(socket, plan.shards[0]?.ticket ?? '');
      expect(page.text).not.toContain('_scroll_id');
      await socket.release(ticketsOf(plan));
    }
    await proxy.close();
  });
});

describe('what an ended socket left', () => {
  it('is closed soon where no page was read, and stays for who comes back or goes on at another proxy', async () => {
    await onStage('sec-hold-left', async ({ socket, index, ann }) => {
      const unread = await TestSocket.open(ann);
      await unread.reopen(await firstTicket(unread, index));
      const back = await firstTicket(socket, index);
      const opened = await contextsOn(client, index);
      expect(opened).toBeGreaterThan(5);
      for (const left of [unread, socket]) left.socket.terminate();

      await makeIndex(client, 'sec-hold-else', smallDocs(400), { shards: 4 });
      const moving = await startProxy({ ...settings, CONTEXTS_PER_USER: '20', CONTEXTS: '20' });
      const first = await TestSocket.open(await signIn(moving.url, 'ann', 'ann-password'));
      const moved = await first.plan({ index: 'sec-hold-else' });
      await firstPage(first, moved.shards[0]?.ticket ?? '');
      first.socket.terminate();

      const again = await TestSocket.open(ann);
      expect((await firstPage(again, back)).hits.length).toBeGreaterThan(0);
      await expect.poll(() => contextsOn(client, index), LEFT).toBe(1);
      expect((await firstPage(again, back)).hits.length).toBeGreaterThan(0);
      // Each of its shards, also those that were not read before the socket ended.
      expect(await contextsOn(client, 'sec-hold-else')).toBe(4);
      for (const ticket of ticketsOf(moved)) expect((await firstPage(again, ticket)).hits.length).toBeGreaterThan(0);
      expect(await again.release([back, ...ticketsOf(moved)])).toBe(5);
      await moving.close();
      await client.indices.delete({ index: 'sec-hold-else' });
    });
  }, 120_000);
});
