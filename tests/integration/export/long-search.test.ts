import { Client } from '@opensearch-project/opensearch';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { SEARCH_PART_CHARS } from '../../../shared/limits.ts';
import { type Plan, planResultSchema } from '../../../shared/protocol.ts';
import type { Search } from '../../../shared/search.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport } from '../../support/run-export.ts';
import { TestSocket } from '../proxy/test-socket.ts';

/** A search of megabytes on its way: once a socket, whichever proxy it leads to. */
const INDEX = 'long-search';
const MOST = 65_536;
const ROWS = 6_000;
const settings = { SESSION_SECRET: 'a-secret-for-long-searches' };
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let other: RunningProxy;
let ann: SignedIn;

/** 64 characters, no two alike. */
const idOf = (n: number) => `${n}-${'0123456789abcdef'.repeat(4)}`.slice(0, 64);

beforeAll(async () => {
  const docs = Array.from({ length: ROWS }, (_, n) => ({ id: idOf(n), source: `{"id":"${idOf(n)}","n":${n}}` }));
  const properties = { id: { type: 'keyword' }, n: { type: 'long' } };
  await makeIndex(client, INDEX, docs, { shards: 3, mapping: { dynamic: false, properties } });
  proxy = await runProxy(inject('opensearchUrl'), settings);
  other = await runProxy(inject('opensearchUrl'), settings);
  ann = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await other.close();
  await client.indices.delete({ index: INDEX });
  await client.close();
});

/** Every second number, so many as a list may hold: the last of them are of no row. */
const wanted = Array.from({ length: MOST }, (_, i) => 2 * i);
const oneOf = (field: string, values: readonly string[]) => ({
  index: INDEX,
  q: '',
  filters: [{ field, op: 'one_of' as const, values: [...values] }],
});

it.each<[string, Search]>([
  ['a filter', oneOf('id', wanted.map(idOf))],
  ['query DSL', { index: INDEX, q: '', dsl: JSON.stringify({ terms: { id: wanted.map(idOf) } }) }],
])('%s is exported exactly', async (_, search) => {
  const { text, verdict } = await runExport(ann, { search });
  expect(verdict).toMatchObject({ complete: true });
  const rows = Array.from(text.matchAll(/"n":(\d+)/g), ([, n]) => Number(n));
  expect(rows.sort((a, b) => a - b)).toEqual(wanted.filter((n) => n < ROWS));
});

/** Sends a search as the page does. */
async function hold(socket: TestSocket, search: Search): Promise<string> {
  const text = JSON.stringify(search);
  const id = socket.newId();
  let at = 0;
  for (; at + SEARCH_PART_CHARS < text.length; at += SEARCH_PART_CHARS) {
    socket.send({ type: 'search', id, part: text.slice(at, at + SEARCH_PART_CHARS) });
  }
  const held = await socket.request({ type: 'search', part: text.slice(at), last: true }, id);
  return (held as { digest: string }).digest;
}

async function planBy(socket: TestSocket, digest: string): Promise<Plan> {
  const exportId = crypto.randomUUID();
  return v.parse(planResultSchema, await socket.request({ type: 'plan', exportId, digest }));
}

describe('a long search', () => {
  const search = oneOf('id', wanted.map(idOf));

  it('travels once: a read is as short as any other, and so is its ticket', async () => {
    const socket = await TestSocket.open(ann);
    const line = (socket.socket as unknown as { _socket: { bytesWritten: number } })._socket;
    const { shards, apart } = await planBy(socket, await hold(socket, search));
    expect(apart).toBe(true);
    const before = line.bytesWritten;
    expect(before).toBeGreaterThan(4_000_000);
    let rows = 0;
    for (const { ticket, highest } of shards) {
      expect(ticket.length).toBeLessThan(1500);
      const page = await socket.page({ ticket, chunk: { after: -1, upTo: highest }, size: 10_000 });
      rows += page.hits.length;
    }
    expect(rows).toBe(ROWS / 2);
    expect(line.bytesWritten - before).toBeLessThan(3 * 4000);
    await socket.release(shards.map(({ ticket }) => ticket));
    await socket.close();
  });

  it('goes on over another socket, at another proxy, once that was sent it, and is nothing there before', async () => {
    const socket = await TestSocket.open(ann);
    const { shards } = await planBy(socket, await hold(socket, search));
    await socket.close();
    const [{ ticket, highest } = { ticket: '', highest: 0 }] = shards;
    const whole = { ticket, chunk: { after: -1, upTo: highest }, size: 10_000 };
    const again = await TestSocket.open(await other.signIn());
    await expect(again.page(whole)).rejects.toMatchObject({ code: 'ticket_invalid' });
    await expect(again.reopen(ticket)).rejects.toMatchObject({ code: 'ticket_invalid' });
    await expect(again.request({ type: 'recount', tickets: [ticket] })).rejects.toMatchObject({
      code: 'ticket_invalid',
    });
    // One value more is another search.
    await hold(again, oneOf('id', [...wanted.map(idOf).slice(1), idOf(1)]));
    await expect(again.page(whole)).rejects.toMatchObject({ code: 'ticket_invalid' });
    await hold(again, search);
    expect((await again.page(whole)).hits).toHaveLength(shards[0]?.rows ?? -1);
    expect(await again.release(shards.map(({ ticket: each }) => each))).toBe(3);
    await again.close();
  });

  it('that nobody sent is no plan', async () => {
    const socket = await TestSocket.open(ann);
    await expect(planBy(socket, 'A'.repeat(43))).rejects.toMatchObject({ code: 'bad_request' });
    await expect(socket.request({ type: 'plan', exportId: crypto.randomUUID() })).rejects.toMatchObject({
      code: 'bad_request',
    });
    await socket.close();
  });
});
