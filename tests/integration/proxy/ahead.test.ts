import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { smallDocs } from '../../support/documents.ts';
import { type Gate, startHttpGate } from '../../support/http-gate.ts';
import { makeIndex } from '../../support/indices.ts';
import { onceFree } from '../../support/once-free.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';
import { contextsOn } from './contexts.ts';
import { TestSocket } from './test-socket.ts';

/** Many indices, and few contexts: most snapshots are opened as others are closed. */
const ROWS = 25;
const MANY = Array.from({ length: 60 }, (_, i) => `ahead-${String(i).padStart(2, '0')}`);
const PLANNED = 18;

const url = inject('opensearchUrl');
const client = new Client({ node: url });
const paths: string[] = [];
let gate: Gate;
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  gate = await startHttpGate(url);
  gate.before = async (path) => void paths.push(path);
  for (let at = 0; at < MANY.length; at += 10) {
    await Promise.all(MANY.slice(at, at + 10).map((index) => makeIndex(client, index, smallDocs(ROWS, index))));
  }
  proxy = await runProxy(gate.url, { CONTEXTS: '280', CONTEXTS_PER_USER: '20', MAX_RETRIES: '0' });
  session = await proxy.signIn();
}, 120_000);

afterAll(async () => {
  await onceFree(() => client.indices.delete({ index: MANY, ignore_unavailable: true }));
  await proxy.close();
  await gate.close();
  await client.close();
});

const opens = () => paths.filter((path) => path.includes('/point_in_time?')).length;

it('an export opens them some at a time, and leaves none behind', async () => {
  paths.length = 0;
  const { text, verdict } = await runExport(session, { search: { index: 'ahead-*' } });
  expect(verdict?.complete).toBe(true);
  expect(new Set(sortedLines(text)).size).toBe(MANY.length * ROWS);
  expect(opens()).toBeLessThan(MANY.length / 2);
  await expect.poll(() => contextsOn(client, 'ahead-*')).toBe(0);
});

it('the proxy opens as many as there is room for, each by its own', async () => {
  const socket = await TestSocket.open(session);
  const { shards } = await socket.plan({ index: 'ahead-*' });
  const open = shards.filter(({ opened }) => opened);
  const closed = shards.filter(({ opened }) => !opened).slice(0, 10);
  expect(open).toHaveLength(PLANNED);
  expect(await socket.open(closed.map(({ ticket }) => ticket))).toEqual(closed.map(() => null));
  await socket.release(open.slice(0, 12).map(({ ticket }) => ticket));
  paths.length = 0;
  const tickets = await socket.open([...closed, ...open.slice(12, 14)].map(({ ticket }) => ticket));
  expect(opens()).toBe(1);
  // Those that are open have nothing to be opened.
  expect(tickets.slice(10)).toEqual([null, null]);
  for (const [i, { highest, index }] of closed.entries()) {
    const ticket = tickets[i];
    if (typeof ticket !== 'string') throw new Error(`${index} was not opened`);
    const { hits } = await socket.page({ ticket, chunk: { after: -1, upTo: highest }, size: 100 });
    expect(hits.map(({ _index }) => _index)).toEqual(Array(ROWS).fill(index));
  }
  await socket.release([...tickets.filter((ticket) => ticket !== null), ...open.slice(12).map(({ ticket }) => ticket)]);
  expect(await contextsOn(client, 'ahead-*')).toBe(0);
  await socket.close();
});

it('one that is another index by now is left for its turn, which says so, and the others are opened', async () => {
  const socket = await TestSocket.open(session);
  const { shards } = await socket.plan({ index: 'ahead-*' });
  await socket.release(shards.flatMap(({ ticket, opened }) => (opened ? [ticket] : [])));
  const closed = shards.filter(({ opened }) => !opened).slice(-4);
  const [again, ...others] = closed;
  if (!again) throw new Error('All were opened');
  await onceFree(() => client.indices.delete({ index: again.index }));
  await makeIndex(client, again.index, smallDocs(ROWS, again.index));
  const [none, ...tickets] = await socket.open(closed.map(({ ticket }) => ticket));
  expect(none).toBeNull();
  expect(tickets.every((ticket) => typeof ticket === 'string')).toBe(true);
  await expect(socket.reopen(again.ticket)).rejects.toMatchObject({ code: 'index_recreated' });
  expect(await contextsOn(client, 'ahead-*')).toBe(others.length);
  await socket.release(tickets.filter((ticket) => ticket !== null));
  await socket.close();
});
