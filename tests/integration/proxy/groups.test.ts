import { randomUUID } from 'node:crypto';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeOpenSearchJs } from '../../../proxy/adapters/opensearch-js.ts';
import type { Access } from '../../../proxy/auth/accounts.ts';
import { systemClock } from '../../../proxy/base/ports.ts';
import { PointsInTime } from '../../../proxy/export/pits.ts';
import { planShards } from '../../../proxy/export/plan.ts';
import { PlanProgress } from '../../../proxy/export/plan-progress.ts';
import type { OpenSearch } from '../../../proxy/opensearch/port.ts';
import type { Plan } from '../../../shared/protocol.ts';
import { smallDocs } from '../../support/documents.ts';
import { type Gate, startHttpGate } from '../../support/http-gate.ts';
import { closeSnapshots, makeIndex, openContexts } from '../../support/indices.ts';
import { onceFree } from '../../support/once-free.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';
import { contextsOn } from './contexts.ts';
import { TestSocket } from './test-socket.ts';

/** Many indices under one pattern: opened and counted together, each read and closed by itself. */
const ROWS = 6;
const MANY = Array.from({ length: 110 }, (_, i) => `group-many-${String(i).padStart(3, '0')}`);
/** Shards, and rows: some have none. */
const MIXED: [number, number][] = [
  ...([
    [1, 5],
    [3, 40],
    [2, 0],
    [1, 0],
    [4, 9],
    [2, 30],
    [3, 0],
  ] as [number, number][]),
];
/** Two requests could not name them all: OpenSearch takes 4 KiB of address. */
const LONG = Array.from({ length: 40 }, (_, i) => `group-long-${'긴이름'.repeat(9)}-${i}`);

const url = inject('opensearchUrl');
const client = new Client({ node: url });
const direct = makeOpenSearchJs({ url, ca: undefined, timeout: 30_000 });
const paths: string[] = [];
let gate: Gate;
let proxy: RunningProxy;
let session: SignedIn;

async function makeAll(names: readonly string[], rows: number): Promise<void> {
  for (let at = 0; at < names.length; at += 10) {
    await Promise.all(names.slice(at, at + 10).map((index) => makeIndex(client, index, smallDocs(rows, index))));
  }
}

beforeAll(async () => {
  gate = await startHttpGate(url);
  gate.before = async (path) => void paths.push(path);
  await makeAll(MANY, ROWS);
  await makeAll(LONG, 2);
  for (const [i, [shards, rows]] of MIXED.entries()) {
    await makeIndex(client, `group-mixed-${i}`, smallDocs(rows, `mixed-${i}`), { shards });
  }
  proxy = await runProxy(gate.url, { CONTEXTS: '280', CONTEXTS_PER_USER: '250', MAX_RETRIES: '0' });
  session = await proxy.signIn();
}, 300_000);

afterAll(async () => {
  const names = [...MANY, ...MIXED.map((_, i) => `group-mixed-${i}`)];
  await onceFree(() => client.indices.delete({ index: names.slice(0, 70), ignore_unavailable: true }));
  await onceFree(() => client.indices.delete({ index: names.slice(70), ignore_unavailable: true }));
  for (const index of LONG) await onceFree(() => client.indices.delete({ index, ignore_unavailable: true }));
  await proxy.close();
  await gate.close();
  await direct.close();
  await client.close();
});

const opens = () => paths.filter((path) => path.includes('/point_in_time?')).length;

async function planned(index: string): Promise<{ socket: TestSocket; plan: Plan }> {
  const socket = await TestSocket.open(session);
  return { socket, plan: await socket.plan({ index }) };
}

async function rowsOf(socket: TestSocket, { shards }: Plan): Promise<string[]> {
  const found: string[] = [];
  for (const { ticket, highest, rows } of shards) {
    if (rows === 0) continue;
    const { hits } = await socket.page({ ticket, chunk: { after: -1, upTo: highest }, size: 100 });
    expect(hits).toHaveLength(rows);
    found.push(...hits.map(({ _index, _id }) => `${_index}/${_id}`));
  }
  return found;
}

describe('indices that a pattern names', () => {
  it('are opened and counted a hundred at a time, and read one by one', async () => {
    paths.length = 0;
    const { socket, plan } = await planned('group-many-*');
    expect(opens()).toBe(2);
    // The whole before and after, and each group under its own names, in its snapshot, and once to look for aliases between.
    expect(paths.length).toBeLessThan(15);
    expect(plan.shards.map(({ index }) => index)).toEqual(MANY);
    expect(plan.shards.every(({ opened, uuid }) => opened && uuid !== undefined)).toBe(true);
    expect(new Set(await rowsOf(socket, plan)).size).toBe(MANY.length * ROWS);
    // Each ticket holds its own shard, not a list of all.
    expect(Math.max(...plan.shards.map(({ ticket }) => ticket.length))).toBeLessThan(1500);
    expect(await contextsOn(client, 'group-many-*')).toBe(MANY.length);
    paths.length = 0;
    expect(await socket.release(plan.shards.map(({ ticket }) => ticket))).toBe(MANY.length);
    expect(paths.length).toBeLessThan(5);
    expect(await openContexts(client)).toBe(0);
    await socket.close();
  });

  it('of different numbers of shards, and without rows, are all there', async () => {
    for (const reader of ['pit', 'scroll'] as const) {
      const socket = await TestSocket.open(session);
      const { shards } = await socket.plan({ index: 'group-mixed-*' }, reader);
      const wanted = MIXED.flatMap(([count], i) => Array.from({ length: count }, (_, n) => `group-mixed-${i}/${n}`));
      expect(shards.map(({ index, shard }) => `${index}/${shard}`)).toEqual(wanted);
      await socket.release(shards.map(({ ticket }) => ticket));
      await socket.close();
      const { text, verdict } = await runExport(session, { search: { index: 'group-mixed-*' }, reader });
      expect(verdict?.complete).toBe(true);
      expect(new Set(sortedLines(text)).size).toBe(MIXED.reduce((sum, [, rows]) => sum + rows, 0));
    }
  });

  it('with long names take more requests', async () => {
    const { text, verdict } = await runExport(session, { search: { index: 'group-long-*' } });
    expect(verdict?.complete).toBe(true);
    expect(sortedLines(text)).toHaveLength(2 * LONG.length);
  });
});

it('one that is lost is opened anew by itself, and the others stay as they are', async () => {
  const { socket, plan } = await planned('group-many-00*');
  const [lost, ...others] = plan.shards;
  if (!lost) throw new Error('Nothing was planned');
  await socket.release([lost.ticket]);
  const whole = { chunk: { after: -1, upTo: lost.highest }, size: 100 };
  await expect(socket.page({ ticket: lost.ticket, ...whole })).rejects.toMatchObject({ code: 'snapshot_lost' });
  const ticket = await socket.reopen(lost.ticket);
  expect((await socket.page({ ticket, ...whole })).hits).toHaveLength(ROWS);
  expect(await rowsOf(socket, { ...plan, shards: others })).toHaveLength(others.length * ROWS);
  await socket.release([ticket, ...others.map((other) => other.ticket)]);
  expect(await openContexts(client)).toBe(0);
  await socket.close();
});

it('an export whose snapshots are all closed under it goes on with new ones', async () => {
  let closed = false;
  gate.fault = (page) => {
    if (page > 20 && !closed) {
      closed = true;
      void closeSnapshots(client, 'group-many-');
    }
    return undefined;
  };
  const { text, verdict } = await runExport(session, { search: { index: 'group-many-*' } });
  gate.fault = () => undefined;
  expect(verdict?.complete).toBe(true);
  expect(new Set(sortedLines(text)).size).toBe(MANY.length * ROWS);
});

it('where the id of a snapshot has another form each index has one of its own', async () => {
  const access: Access = { user: 'demo', openSearch: veiled(direct.connect(undefined)), allows: () => true };
  const opened: string[] = [];
  const request = {
    ...{ exportId: randomUUID(), search: { index: 'group-many-00*', q: '' }, reader: 'pit' as const, keepAlive: '1m' },
    take: async () => ({ opened: () => true, failed() {} }),
    room: () => 0,
    pits: new PointsInTime(systemClock),
    progress: new PlanProgress(systemClock, () => {}),
    signal: new AbortController().signal,
  };
  const { tickets, unused } = await planShards(access, request, (pits) => void opened.push(...pits));
  expect(tickets.map(({ ticket, rows }) => [ticket.target, rows])).toEqual(
    MANY.slice(0, 10).map((name) => [name, ROWS]),
  );
  expect(new Set([...tickets.map(({ ticket }) => ticket.pit), ...unused])).toEqual(new Set(opened));
  expect([opened.length, unused.length]).toEqual([11, 1]);
  const body = { pit_id: opened.map((id) => id.slice(VEIL.length)) };
  await client.transport.request({ method: 'DELETE', path: '/_search/point_in_time', body });
});

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const VEIL = 'another-form.';

/** A cluster whose ids say nothing: those of OpenSearch with something before them. */
function veiled(openSearch: OpenSearch): OpenSearch {
  return {
    ...openSearch,
    async send(request) {
      const asked = JSON.stringify(request.body ?? null).replaceAll(VEIL, '');
      const body = JSON.parse(asked) as unknown;
      const answer = await openSearch.send(body === null ? request : { ...request, body: body as object });
      if (!request.path.endsWith('/point_in_time')) return answer;
      const text = await textOf(answer.body);
      const veiledText = text.replace('"pit_id":"', `"pit_id":"${VEIL}`);
      return {
        ...answer,
        body: (async function* () {
          yield new TextEncoder().encode(veiledText);
        })(),
      };
    },
  };
}
