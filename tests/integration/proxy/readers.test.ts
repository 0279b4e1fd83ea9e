import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BEFORE_FIRST, type Chunk, restOf } from '../../../shared/chunk.ts';
import type { PlannedShard } from '../../../shared/protocol.ts';
import { READERS } from '../../../shared/request.ts';
import type { Search } from '../../../shared/search.ts';
import { NASTY_SOURCES, smallDocs } from '../../support/documents.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';
import { contextsOn } from './contexts.ts';
import { type PageHit, TestSocket } from './test-socket.ts';

/** One suite that every reader has to pass: whichever it is, the client sees the same shards and the same rows. */
const client = new Client({ node: inject('opensearchUrl') });
const INDEX = 'proxy-readers';
const docs = smallDocs(2_500);
let proxy: RunningProxy;
let socket: TestSocket;

beforeAll(async () => {
  await makeIndex(client, INDEX, docs, { shards: 3 });
  proxy = await runProxy(inject('opensearchUrl'));
  socket = await TestSocket.open(await proxy.signIn());
});
afterAll(async () => {
  await socket.close();
  await proxy.close();
  await client.close();
});

/** Whether this server has points in time, OpenSearch's or Elasticsearch's: some before OpenSearch 2.4 have neither. */
async function hasPits(): Promise<boolean> {
  const asked = (method: string, path: string) => client.transport.request({ method, path }).catch(() => undefined);
  if (await asked('GET', '/_search/point_in_time/_all')) return true;
  const opened = await asked('POST', `/${INDEX}/_pit?keep_alive=1m`);
  if (!opened) return false;
  // Newer ones tell their shards beside the id, and take the id alone.
  const { id } = opened.body as { id: string };
  await client.transport.request({ method: 'DELETE', path: '/_pit', body: { id } });
  return true;
}

/** Reads a chunk page by page: with a page's own ticket where it brings one, by what is left of the chunk else. */
async function readAll(shard: PlannedShard, size: number, whole?: Chunk): Promise<{ hits: PageHit[]; ticket: string }> {
  const hits: PageHit[] = [];
  let ticket = shard.ticket;
  let chunk: Chunk | undefined = whole ?? { after: BEFORE_FIRST, upTo: shard.highest };
  while (chunk) {
    const page = await socket.page({ ticket, chunk, size });
    hits.push(...page.hits);
    ticket = page.ticket ?? ticket;
    const last = page.hits.at(-1);
    chunk = last && restOf(chunk, last.sort[0]);
  }
  return { hits, ticket };
}

/** A row for every tenth of a second, from five seconds ago until ten from now. */
async function makeTicks(index: string): Promise<void> {
  const docs = Array.from({ length: 150 }, (_, i) => {
    const at = new Date(Date.now() + i * 100 - 5_000).toISOString();
    return {
      id: `${i}`,
      source: JSON.stringify({ at, nanos: at, own: at.replace('T', ' ').slice(0, -1), k: ['a', 'now'] }),
    };
  });
  const properties = {
    at: { type: 'date' },
    nanos: { type: 'date_nanos' },
    own: { type: 'date', format: 'yyyy-MM-dd HH:mm:ss.SSS' },
    k: { type: 'keyword' },
  };
  await makeIndex(client, index, docs, { mapping: { properties } });
}

describe.each(READERS)('the %s reader', (reader) => {
  it('plans every shard with its count and its high-water mark', async () => {
    const plan = await socket.plan({ index: INDEX }, reader);
    expect(plan.reader).toBe((await hasPits()) ? reader : 'scroll');
    expect(plan.shards.map(({ index, shard }) => [index, shard])).toEqual([0, 1, 2].map((shard) => [INDEX, shard]));
    expect(plan.shards.reduce((sum, { rows }) => sum + rows, 0)).toBe(docs.length);
    for (const { rows, highest } of plan.shards) expect(highest).toBe(rows - 1);
    await socket.release(plan.shards.map(({ ticket }) => ticket));
  });

  it('reads each shard in sequence-number order, every row once, and leaves nothing open', async () => {
    const { shards } = await socket.plan({ index: INDEX }, reader);
    const all: PageHit[] = [];
    const tickets: string[] = [];
    for (const shard of shards) {
      const { hits, ticket } = await readAll(shard, 777);
      expect(hits.length).toBe(shard.rows);
      expect(hits.every((hit, i) => i === 0 || hit.sort[0] > (hits[i - 1]?.sort[0] ?? 0))).toBe(true);
      all.push(...hits);
      tickets.push(ticket);
    }
    expect(all.map(({ _id }) => _id).sort()).toEqual(docs.map(({ id }) => id).sort());
    expect(await socket.release(tickets)).toBe(3);
    expect(await socket.release(tickets), 'what is closed already is no error').toBeLessThanOrEqual(3);
    expect(await contextsOn(client, INDEX)).toBe(0);
  });

  it('reads from one snapshot side by side and one after the other, under the id that it was opened with', async () => {
    const { shards, reader: by } = await socket.plan({ index: INDEX }, reader);
    const [shard] = shards;
    if (!shard) throw new Error('No shard was planned');
    if (by === 'pit') {
      const chunks = [0, 1, 2, 3].map((i) => ({ after: i * 100 - 1, upTo: i * 100 + 99 }));
      const read = () => Promise.all(chunks.map((chunk) => socket.page({ ticket: shard.ticket, chunk, size: 100 })));
      const pages = [...(await read()), ...(await read())];
      expect(pages.map(({ hits }) => hits.length)).toEqual(pages.map(() => 100));
      // One that told another id might close the old one: then tickets would have to follow it.
      expect(new Set(pages.map(({ text }) => /"pit_id":"([^"]+)"/.exec(text)?.[1])).size).toBe(1);
    }
    await socket.release(shards.map(({ ticket }) => ticket));
    await expect.poll(() => contextsOn(client, INDEX), { timeout: 15_000 }).toBe(0);
  });

  it('reads and closes each shard of a pattern without the others', async () => {
    for (const [i, shards] of [1, 2, 2].entries()) {
      await makeIndex(client, `proxy-many-${i}`, smallDocs(40, `many-${i}`), { shards });
    }
    const { shards, reader: by } = await socket.plan({ index: 'proxy-many-*' }, reader);
    const isPit = by === 'pit';
    expect(shards.map(({ index }) => Number(index.at(-1)))).toEqual([0, 1, 1, 2, 2]);
    for (const [read, shard] of shards.entries()) {
      if (isPit) await expect.poll(() => contextsOn(client, 'proxy-many-*')).toBe(shards.length - read);
      const { hits, ticket } = await readAll(shard, 15);
      expect(hits.length).toBe(shard.rows);
      await socket.release([ticket]);
    }
    await expect.poll(() => contextsOn(client, 'proxy-many-*')).toBe(0);
  });

  it('reads a chunk of a shard, and no row beside it', async () => {
    const { shards } = await socket.plan({ index: INDEX, q: 'n:>=0' }, reader);
    const [shard] = shards;
    if (!shard) throw new Error('No shard was planned');
    const { hits, ticket } = await readAll(shard, 100, { after: 99, upTo: 399 });
    expect(hits.map(({ sort }) => sort[0])).toEqual(Array.from({ length: 300 }, (_, i) => 100 + i));
    await socket.release([ticket, ...shards.map((other) => other.ticket)]);
  });

  it('opens a snapshot anew and reads on where it was', async () => {
    const { shards } = await socket.plan({ index: INDEX }, reader);
    const [shard] = shards;
    if (!shard) throw new Error('No shard was planned');
    const first = await socket.page({ ticket: shard.ticket, chunk: { after: -1, upTo: shard.highest }, size: 50 });
    const lost = first.ticket ?? shard.ticket;
    await socket.release(shards.map(({ ticket }) => ticket).with(0, lost));
    const chunk = { after: 49, upTo: shard.highest };
    await expect(socket.page({ ticket: lost, chunk, size: 50 })).rejects.toMatchObject({ code: 'snapshot_lost' });
    const ticket = await socket.reopen(lost);
    const rest = await readAll({ ...shard, ticket }, 1_000, chunk);
    expect(rest.hits.length).toBe(shard.rows - 50);
    await socket.release([rest.ticket]);
    expect(await contextsOn(client, INDEX)).toBe(0);
  });

  it('passes documents through byte for byte', async () => {
    const nasty = NASTY_SOURCES.map((source, i) => ({ id: `nasty-${i}`, source }));
    await makeIndex(client, 'proxy-nasty', nasty, { mapping: { dynamic: false } });
    const { shards } = await socket.plan({ index: 'proxy-nasty' }, reader);
    const [shard] = shards;
    if (!shard) throw new Error('No shard was planned');
    const page = await socket.page({ ticket: shard.ticket, chunk: { after: -1, upTo: shard.highest }, size: 100 });
    for (const { source } of nasty) expect(page.text).toContain(`"_source":${source}`);
    await socket.release([page.ticket ?? shard.ticket]);
  });

  it('plans an empty result, and a broken query says where', async () => {
    const { shards } = await socket.plan({ index: INDEX, q: 'mark:nobody' }, reader);
    expect(shards.map(({ rows, highest }) => [rows, highest])).toEqual([0, 1, 2].map(() => [0, -1]));
    await expect(socket.plan({ index: INDEX, q: 'mark:(d AND' }, reader)).rejects.toMatchObject({
      code: 'query_invalid',
      position: 11,
    });
    await expect.poll(() => contextsOn(client, INDEX), { timeout: 15_000 }).toBe(0);
  });

  it('reads the rows of the moment at which it was planned, whatever now is since', async () => {
    await makeTicks('proxy-now');
    const searches: Partial<Search>[] = [
      { q: 'at:[now-2s TO now]' },
      { q: 'k:a AND (nanos:>=now-2s\\/s AND nanos:<now)' },
      { q: 'k:now', filters: [{ field: 'own', op: 'between', from: 'now-2s', to: 'now' }] },
      { q: '', dsl: '{"bool":{"must_not":[{"range":{"own":{"gte":"now"}}},{"query_string":{"query":"at:<now-2s"}}]}}' },
      { q: '', dsl: '{"range":{"at":{"lt":"now+1s/s","format":"yyyy","time_zone":"Asia/Seoul"}}}' },
    ];
    const plans = [];
    for (const search of searches) plans.push(await socket.plan({ index: 'proxy-now', ...search }, reader));
    await setTimeout(1_500);
    for (const [i, { shards }] of plans.entries()) {
      for (const shard of shards) {
        expect(shard.rows, JSON.stringify(searches[i])).toBeGreaterThan(0);
        // A snapshot that is opened anew means the moment of the plan as well.
        await socket.release([shard.ticket]);
        const ticket = await socket.reopen(shard.ticket);
        const read = await readAll({ ...shard, ticket }, 5);
        expect(read.hits.length, JSON.stringify(searches[i])).toBe(shard.rows);
        await socket.release([read.ticket]);
      }
    }
  });

  it('tells an index that was made anew from the one that it planned', async () => {
    const index = 'proxy-anew';
    await makeIndex(client, index, smallDocs(10));
    const { shards } = await socket.plan({ index }, reader);
    const ticket = shards[0]?.ticket ?? '';
    await client.indices.delete({ index });
    await expect(
      socket.reopen(ticket).then((again) => socket.page({ ticket: again, chunk: { after: -1, upTo: 9 }, size: 10 })),
    ).rejects.toMatchObject({ code: 'index_not_found' });
    await makeIndex(client, index, smallDocs(10));
    await expect(
      socket.reopen(ticket).then((again) => socket.page({ ticket: again, chunk: { after: -1, upTo: 9 }, size: 10 })),
    ).rejects.toMatchObject({ code: 'index_recreated' });
    await expect.poll(() => contextsOn(client, index), { timeout: 15_000 }).toBe(0);
  });
});
