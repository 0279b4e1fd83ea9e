import { randomUUID } from 'node:crypto';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeOpenSearchJs } from '../../../proxy/adapters/opensearch-js.ts';
import type { Access } from '../../../proxy/auth/accounts.ts';
import { makeSealer } from '../../../proxy/auth/seal.ts';
import { systemClock } from '../../../proxy/base/ports.ts';
import { PointsInTime } from '../../../proxy/export/pits.ts';
import { type Limits, planShards } from '../../../proxy/export/plan.ts';
import { PlanProgress } from '../../../proxy/export/plan-progress.ts';
import { sealTicket, type Ticket } from '../../../proxy/export/ticket.ts';
import type { Reader } from '../../../shared/request.ts';
import { smallDocs } from '../../support/documents.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';
import { contextsOn } from './contexts.ts';
import { TestSocket } from './test-socket.ts';

/** More shards than a plan may hold open, with limits small enough for five indices to pass them. */
const SECRET = 'a-secret-for-limit-tests';
const INDICES = [0, 1, 2, 3, 4].map((i) => `proxy-limit-${i}`);
const client = new Client({ node: inject('opensearchUrl') });
const direct = makeOpenSearchJs({ url: inject('opensearchUrl'), ca: undefined, timeout: 30_000 });
const access: Access = { user: 'demo', openSearch: direct.connect(undefined), allows: () => true };
let proxy: RunningProxy;
let socket: TestSocket;

beforeAll(async () => {
  for (const index of INDICES) await makeIndex(client, index, smallDocs(20, index));
  const filter = { range: { n: { lt: 7 } } };
  await client.indices.putAlias({ index: INDICES.join(','), name: 'proxy-few', body: { filter } });
  proxy = await runProxy(inject('opensearchUrl'), { SESSION_SECRET: SECRET });
  socket = await TestSocket.open(await proxy.signIn());
});
afterAll(async () => {
  await socket.close();
  await proxy.close();
  await direct.close();
  await client.close();
});

async function planned(index: string, limits: Limits, reader: Reader = 'pit'): Promise<Ticket[]> {
  const take = async () => ({ opened: () => true, failed() {} });
  const progress = new PlanProgress(systemClock, () => {});
  const request = {
    exportId: randomUUID(),
    search: { index, q: '' },
    reader,
    keepAlive: '1m',
    pits: new PointsInTime(systemClock),
    limits,
    take,
    room: () => 0,
    progress,
  };
  const { tickets } = await planShards(access, { ...request, signal: new AbortController().signal }, () => {});
  return tickets.map(({ ticket }) => ticket);
}

async function seal(ticket: Ticket): Promise<string> {
  return sealTicket(await makeSealer([SECRET], 'ticket'), ticket);
}

const whole = ({ highest }: Ticket) => ({ chunk: { after: -1, upTo: highest }, size: 100 });

describe('a plan over the limit of open contexts', () => {
  it('leaves the rest unopened; each opens with reopen when its turn comes', async () => {
    const tickets = await planned('proxy-limit-*', { contexts: 2, shared: 100 });
    expect(tickets).toHaveLength(5);
    expect(tickets.filter(({ pit }) => pit !== undefined)).toHaveLength(2);
    expect(await contextsOn(client, 'proxy-limit-*')).toBe(2);
    const used: string[] = [];
    for (const ticket of tickets) {
      let sealed = await seal(ticket);
      if (ticket.pit === undefined) {
        await expect(socket.page({ ticket: sealed, ...whole(ticket) })).rejects.toMatchObject({
          code: 'snapshot_lost',
        });
        sealed = await socket.reopen(sealed);
      }
      expect((await socket.page({ ticket: sealed, ...whole(ticket) })).hits).toHaveLength(20);
      used.push(sealed);
    }
    expect(await socket.release(used)).toBe(5);
    expect(await contextsOn(client, 'proxy-limit-*')).toBe(0);
  });

  it('reads what only an alias reaches without a snapshot, through the alias’s filter', async () => {
    const tickets = await planned('proxy-few', { contexts: 200, shared: 4 });
    expect(tickets.map(({ index }) => index)).toEqual(INDICES);
    expect(await contextsOn(client, 'proxy-limit-*')).toBe(0);
    for (const ticket of tickets) {
      const page = await socket.page({ ticket: await seal(ticket), ...whole(ticket) });
      expect(page.hits.map(({ _index }) => _index)).toEqual(Array(7).fill(ticket.index));
    }
  });
});

it('a snapshot that tickets share is closed with the last of them', async () => {
  const tickets = await planned('proxy-few', { contexts: 200, shared: 100 });
  expect(new Set(tickets.map(({ pit }) => pit)).size).toBe(1);
  expect(await contextsOn(client, 'proxy-limit-*')).toBe(5);
  const sealed = await Promise.all(tickets.map(seal));
  expect(await socket.release(sealed.slice(0, 4))).toBe(0);
  const [last] = tickets.slice(-1);
  if (!last) throw new Error('Nothing was planned');
  expect((await socket.page({ ticket: await seal(last), ...whole(last) })).hits).toHaveLength(7);
  expect(await socket.release(sealed.slice(4))).toBe(1);
  expect(await contextsOn(client, 'proxy-limit-*')).toBe(0);
});

it('a scroll through an alias holds the one shard that it reads', async () => {
  const [ticket] = await planned('proxy-few', { contexts: 200, shared: 100 }, 'scroll');
  if (!ticket) throw new Error('Nothing was planned');
  const page = await socket.page({ ticket: await seal(ticket), ...whole(ticket), size: 3 });
  expect(page.hits).toHaveLength(3);
  expect(await contextsOn(client, 'proxy-limit-*')).toBe(1);
  expect(await socket.release([page.ticket ?? ''])).toBe(1);
});
