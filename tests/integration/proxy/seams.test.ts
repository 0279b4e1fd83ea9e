import { Client } from '@opensearch-project/opensearch';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { BEFORE_FIRST } from '../../../shared/chunk.ts';
import { seamedSchema } from '../../../shared/protocol.ts';
import type { Doc } from '../../support/documents.ts';
import { addDocs, makeIndex } from '../../support/indices.ts';
import { onceFree } from '../../support/once-free.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';
import { TestSocket } from './test-socket.ts';

/** OpenSearch puts segments with the latest `@timestamp` first: those that came in last lie before the others. */
const INDEX = 'proxy-seams';
const ROWS = 4000;
const docs = Array.from({ length: 3 * ROWS }, (_, n): Doc => {
  const year = 2020 + Math.floor(n / ROWS);
  return { id: `${n}`, source: JSON.stringify({ n, '@timestamp': `${year}-01-01T00:00:00Z` }) };
});
const url = inject('opensearchUrl');
const client = new Client({ node: url });
let proxy: RunningProxy;
let session: SignedIn;
let socket: TestSocket;

beforeAll(async () => {
  const properties = { n: { type: 'integer' }, '@timestamp': { type: 'date' } };
  const settings = { 'index.merge.policy.floor_segment': '1kb', 'index.merge.policy.segments_per_tier': 20 };
  await makeIndex(client, INDEX, docs.slice(0, ROWS), { mapping: { properties }, settings });
  for (let at = ROWS; at < docs.length; at += ROWS) await addDocs(client, INDEX, docs.slice(at, at + ROWS));
  proxy = await runProxy(url);
  session = await proxy.signIn();
  socket = await TestSocket.open(session);
});
afterAll(async () => {
  await onceFree(() => client.indices.delete({ index: INDEX, ignore_unavailable: true }));
  await socket.close();
  await proxy.close();
  await client.close();
});

async function seamsOf(ticket: string, upTo: number): Promise<number[]> {
  const asked = { type: 'seams', ticket, chunk: { after: BEFORE_FIRST, upTo } };
  return v.parse(seamedSchema, await socket.request(asked)).seams;
}

const placesSchema = v.object({
  hits: v.object({ hits: v.array(v.object({ sort: v.tuple([v.number(), v.number()]) })) }),
});

/** Told by looking at every row. */
async function allSeams(): Promise<number[]> {
  const rows: [number, number][] = [];
  for (let after = -1; rows.length < docs.length; after = rows.at(-1)?.[0] ?? 0) {
    const query = { range: { _seq_no: { gt: after } } };
    const sort = [{ _seq_no: 'asc' }, { _doc: 'asc' }];
    const body = { size: 10_000, _source: false, sort, query };
    const answer = await client.transport.request({ method: 'POST', path: `/${INDEX}/_search`, body });
    for (const { sort: place } of v.parse(placesSchema, answer.body).hits.hits) rows.push(place);
  }
  return rows.flatMap(([seqNo, doc], i) => (rows[i + 1]?.[1] === doc + 1 || i === rows.length - 1 ? [] : [seqNo]));
}

it('tells where the documents of a shard go on elsewhere', async () => {
  const { shards } = await socket.plan({ index: INDEX });
  const [{ ticket, highest } = { ticket: '', highest: 0 }] = shards;
  const all = await allSeams();
  // Else nothing is shown.
  expect(all.length).toBeGreaterThan(0);
  expect(await seamsOf(ticket, highest)).toEqual(all);
  await expect(seamsOf(ticket, highest + 1)).rejects.toMatchObject({ code: 'bad_request' });
  await socket.release([ticket]);
  await expect(seamsOf(ticket, highest)).rejects.toMatchObject({ code: 'snapshot_lost' });
});

it('tells none of a scroll', async () => {
  const { shards } = await socket.plan({ index: INDEX }, 'scroll');
  const [{ ticket, highest } = { ticket: '', highest: 0 }] = shards;
  expect(await seamsOf(ticket, highest)).toEqual([]);
  await socket.release([ticket]);
});

it('is asked by an export, whose file holds each row once', async () => {
  const { text } = await runExport(session, { search: { index: INDEX, q: '' } });
  expect(sortedLines(text)).toEqual(docs.map(({ source }) => source).sort());
});
