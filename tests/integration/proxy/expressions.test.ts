import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BEFORE_FIRST, type Chunk, restOf } from '../../../shared/chunk.ts';
import { READERS } from '../../../shared/request.ts';
import { smallDocs } from '../../support/documents.ts';
import { makeDataStream, makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';
import { contextsOn } from './contexts.ts';
import { TestSocket } from './test-socket.ts';

/** What the preview counts for an expression is what the export reads, whatever aliases are in play. */
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let socket: TestSocket;
let cookie: string;

beforeAll(async () => {
  await makeIndex(client, 'proxy-ex-a', smallDocs(300, 'a'), { shards: 3 });
  await makeIndex(client, 'proxy-ex-b', smallDocs(200, 'b'), { shards: 1 });
  await makeIndex(client, 'proxy-ex-empty', [], { shards: 2, mapping: {} });
  await makeIndex(client, 'proxy-ex-hidden', smallDocs(100, 'h'), { settings: { 'index.hidden': true } });
  await makeIndex(client, 'proxy-ex-closed', smallDocs(10, 'c'));
  await client.indices.close({ index: 'proxy-ex-closed' });
  const below = (n: number) => ({ range: { n: { lt: n } } });
  const add = [
    { index: 'proxy-ex-a', alias: 'few-a', filter: below(10) },
    { index: 'proxy-ex-a', alias: 'proxy-alias-a' },
    { index: 'proxy-ex-b', alias: 'few-b', filter: below(20) },
    { index: 'proxy-ex-hidden', alias: 'proxy-ex-seen', filter: below(5) },
    ...['proxy-ex-a', 'proxy-ex-b', 'proxy-ex-empty'].map((index) => ({ index, alias: 'proxy-alias-both' })),
  ];
  await client.indices.updateAliases({ body: { actions: add.map((action) => ({ add: action })) } });
  const timed = (day: number, n: number) => `{"@timestamp":"2026-01-0${day}T00:00:00Z","n":${n}}`;
  const parts = [1, 2, 3].map((day) =>
    Array.from({ length: 50 }, (_, n) => ({ id: `${day}-${n}`, source: timed(day, n) })),
  );
  await makeDataStream(client, 'proxy-stream', parts);
  proxy = await runProxy(inject('opensearchUrl'));
  const session = await proxy.signIn();
  cookie = session.cookie;
  socket = await TestSocket.open(session);
});
afterAll(async () => {
  await socket.close();
  await proxy.close();
  await client.close();
});

async function preview(index: string): Promise<number> {
  const response = await fetch(new URL('/api/search', proxy.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ index, size: 0 }),
  });
  return ((await response.json()) as { total: number }).total;
}

describe.each(READERS)('with the %s reader', (reader) => {
  it.each([
    ['proxy-ex-a', 300],
    ['few-a', 10],
    ['proxy-alias-a', 300],
    // An index that is named is read whole, whatever filter an alias beside it has.
    ['proxy-ex-a,few-a', 300],
    ['*-ex-a,few-a', 300],
    ['few-a,few-b', 30],
    ['few-a,proxy-ex-b', 210],
    ['few-*', 30],
    ['proxy-ex-*,-proxy-ex-a', 205],
    ['proxy-ex-*,-proxy-ex-a,few-a', 215],
    // A hidden index is reached by its alias only, and through its filter.
    ['proxy-ex-*', 505],
    ['proxy-ex-hidden', 100],
    ['proxy-alias-both', 500],
    ['<proxy-ex-a>', 300],
    ['proxy-stream', 150],
    ['proxy-st*,few-b', 170],
  ])('%s: %i rows', async (index, rows) => {
    expect(await preview(index)).toBe(rows);
    const { shards } = await socket.plan({ index }, reader);
    expect(shards.reduce((sum, shard) => sum + shard.rows, 0)).toBe(rows);
    expect(new Set(shards.map((shard) => `${shard.index}/${shard.shard}`)).size).toBe(shards.length);
    const seen = new Set<string>();
    const tickets: string[] = [];
    for (const shard of shards) {
      let chunk: Chunk | undefined = shard.rows > 0 ? { after: BEFORE_FIRST, upTo: shard.highest } : undefined;
      let { ticket } = shard;
      while (chunk) {
        const page = await socket.page({ ticket, chunk, size: 77 });
        for (const { _index, _id } of page.hits) {
          expect(_index).toBe(shard.index);
          seen.add(`${_index}/${_id}`);
        }
        ticket = page.ticket ?? ticket;
        const last = page.hits.at(-1);
        chunk = last && restOf(chunk, last.sort[0]);
      }
      tickets.push(ticket);
    }
    expect(seen.size).toBe(rows);
    await socket.release(tickets);
    await expect.poll(() => contextsOn(client, 'proxy-ex-*,.ds-proxy-stream-*'), { timeout: 15_000 }).toBe(0);
  });

  it('lists shards without rows too, and no shards that there are not', async () => {
    const { shards } = await socket.plan({ index: 'proxy-ex-a,proxy-ex-b,proxy-ex-empty' }, reader);
    const named = shards.map((shard) => `${shard.index}/${shard.shard}`);
    const all = ['a/0', 'a/1', 'a/2', 'b/0', 'empty/0', 'empty/1'].map((name) => `proxy-ex-${name}`);
    expect(named).toEqual(all);
    await socket.release(shards.map(({ ticket }) => ticket));
  });

  it.each([
    ['proxy-nothing', 'index_not_found'],
    ['proxy-nothing-*', 'index_not_found'],
    ['proxy-ex-closed', 'index_not_found'],
    ['proxy-ex-a,proxy-nothing', 'index_not_found'],
    ['proxy-ex-a/_search', 'bad_request'],
    ['_all,_cat', 'bad_request'],
  ])('%s: %s', async (index, code) => {
    await expect(socket.plan({ index }, reader)).rejects.toMatchObject({ code });
  });
});
