import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Doc } from '../../support/documents.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';

/** Rows of which many, a few, one or none fit on a page, and rows that are written oddly. */
const client = new Client({ node: inject('opensearchUrl') });
const MIB = 1024 * 1024;
const PAGE = 4 * MIB;
const mapping = { dynamic: false, properties: { n: { type: 'integer' }, word: { type: 'keyword' } } };
let proxy: RunningProxy;
let who: SignedIn;

const COUNT = 14;
const SIZES = [100, 200_000, 1_500_000, 5 * MIB, 300, 4 * MIB, 100];

/** Every third row lacks the word that rows are sorted by. */
function docs(sizes: readonly number[]): Doc[] {
  return sizes.map((size, n) => {
    const word = n % 3 === 0 ? '' : `"word":"w${n % 2}",`;
    return { id: `${n}`, source: `{"n":${n},${word}"blob":"${`${n % 10}é`.repeat(size / 3)}"}` };
  });
}

beforeAll(async () => {
  const sizes = Array.from({ length: COUNT }, (_, n) => SIZES[n % SIZES.length] ?? 1);
  await makeIndex(client, 'proxy-heavy-mixed', docs(sizes), { mapping });
  await makeIndex(client, 'proxy-heavy-shards', docs(sizes), { shards: 2, mapping });
  await makeIndex(client, 'proxy-heavy-one', docs([50, 50, 50, 40 * MIB]), { mapping });
  proxy = await runProxy(inject('opensearchUrl'));
  who = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await client.indices.delete({ index: 'proxy-heavy-*' });
  await client.close();
});

type Row = { _id: string; _source: { n: number; word?: string; blob: string } };
type Answer = { total?: number; hits: Row[]; after?: string; error?: { code: string } };

type Page = { status: number; bytes: number; body: Answer };

/** As the page does, it asks again where OpenSearch has too much to do: these rows fill a small heap. */
async function page(body: object, tries = 1): Promise<Page> {
  const response = await fetch(new URL('/api/search', proxy.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: who.cookie },
    body: JSON.stringify(body),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const answer = { status: response.status, bytes: bytes.length, body: JSON.parse(new TextDecoder().decode(bytes)) };
  if (answer.status !== 503 || tries >= 10) return answer;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return page(body, tries + 1);
}

describe('rows of any size', () => {
  const word = { field: 'word', type: 'keyword' };
  // Rows of two shards that share their sequence number stay together, whatever they weigh.
  it.each([
    ['in written order', 'proxy-heavy-mixed', 'seq_no', 1.01 * PAGE],
    ['by a field that some lack', 'proxy-heavy-mixed', { ...word, order: 'asc' }, 1.01 * PAGE],
    ['by a field, the other way', 'proxy-heavy-mixed', { ...word, order: 'desc' }, 1.01 * PAGE],
    ['by relevance', 'proxy-heavy-mixed', 'relevance', 1.01 * PAGE],
    ['by numbers, of several shards', 'proxy-heavy-shards', { field: 'n', order: 'desc', type: 'integer' }, 32 * MIB],
    ['in written order, of several shards', 'proxy-heavy-shards', 'seq_no', 32 * MIB],
  ])('come once each, %s, on pages of 4 MiB or of one row', async (_, index, sort, most) => {
    const search = { index, q: sort === 'relevance' ? 'n:>=0' : '', sort, size: 500 };
    const rows: Row[] = [];
    let after: string | undefined;
    let total: number | undefined;
    do {
      const next: Awaited<ReturnType<typeof page>> = await page(after === undefined ? search : { ...search, after });
      expect(next.status).toBe(200);
      if (next.body.hits.length > 1) expect(next.bytes).toBeLessThan(most);
      rows.push(...next.body.hits);
      total ??= next.body.total;
      after = next.body.after;
    } while (after !== undefined);
    expect(total).toBe(COUNT);
    expect(rows.map(({ _source }) => _source.n).sort((a, b) => a - b)).toEqual(
      Array.from({ length: COUNT }, (_, n) => n),
    );
    for (const { _source } of rows) expect(_source.blob.length).toBe(Math.floor((SIZES[_source.n % 7] ?? 0) / 3) * 2);
    if (typeof sort === 'string') return;
    const lacking = rows.findIndex(({ _source }) => sort.field === 'word' && _source.word === undefined);
    if (lacking >= 0) expect(rows.slice(lacking).some(({ _source }) => _source.word !== undefined)).toBe(false);
  });

  it('one larger than can be shown is told, and the total all the same', async () => {
    const search = { index: 'proxy-heavy-one', q: '', sort: 'seq_no', size: 2 };
    const first = await page(search);
    expect(first).toMatchObject({ status: 200, body: { total: 4, hits: [{ _id: '0' }, { _id: '1' }] } });
    const next = await page({ ...search, after: first.body.after });
    expect(next).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } });
    const alone = await page({ ...search, q: 'n:3' });
    expect(alone).toMatchObject({ status: 200, body: { total: 1, hits: [] } });
  });
});

describe('rows that are written oddly', () => {
  const ODD = new Map<string, string | Buffer>([
    ['comment', '{"n":1 /* } "x */, "m":[2,\n// ] it is "}\n3]}'],
    ['behind', '{"n":2} /* } */ // z\n'],
    ['wide', Buffer.from('{"n":8,"o":"한국어 😀"}', 'utf16le')],
    ['mark', '\ufeff{"n":3}'],
    ['space', ' \n\t{ "n" :\r\n 4 } \n '],
    ['escapes', '{"n":5,"a\\u0000b":"\\ud800 \\" \\\\"}'],
    ['names', '{"n":6,"inner":{"_source":{"_id":"x"}},"sort":[1],"hits":{"hits":[{"_index":"y"}]}}'],
    ['digits', '{"n":7,"zero":-0,"big":18446744073709551616,"third":3.0000000000000000001}'],
  ]);
  const make = async (index: string, sources: ReadonlyMap<string, string | Buffer>) => {
    await client.indices.delete({ index, ignore_unavailable: true });
    await client.indices.create({ index, body: { settings: { number_of_replicas: 0 }, mappings: { dynamic: false } } });
    // One by one: in bulk a line is a document.
    for (const [id, source] of sources) {
      const body = new Uint8Array(Buffer.from(source));
      const headers = { 'content-type': 'application/json' };
      const url = new URL(`/${index}/_doc/${id}?refresh=true`, inject('opensearchUrl'));
      const answer = await fetch(url, { method: 'PUT', headers, body });
      expect(await answer.text(), id).toContain('created');
    }
  };

  it('are rows like others, without what is no JSON', async () => {
    await make('proxy-heavy-odd', ODD);
    const { status, body } = await page({ index: 'proxy-heavy-odd', q: '' });
    expect(status).toBe(200);
    const byId = new Map(body.hits.map(({ _id, _source }) => [_id, _source]));
    expect(byId.get('comment')).toEqual({ n: 1, m: [2, 3] });
    expect(byId.get('behind')).toEqual({ n: 2 });
    expect(byId.get('mark')).toEqual({ n: 3 });
    expect(byId.get('space')).toEqual({ n: 4 });
    expect(byId.get('wide')).toEqual({ n: 8, o: '한국어 😀' });
    for (const id of ['escapes', 'names', 'digits']) expect(byId.get(id)).toEqual(JSON.parse(String(ODD.get(id))));
  });

  it('one that ends in a comment without an end is none, and passes nothing else off as a row', async () => {
    const forged = '{"n":2,"o":[{\n"a":1},{"_index":"forged","_id":"forged","_source":{}}]}';
    await make('proxy-heavy-forged', new Map([...[['1', '{"n":1} // no end']], ['2', forged]] as [string, string][]));
    const answer = await page({ index: 'proxy-heavy-forged', q: '', sort: 'seq_no' });
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'row_unreadable' } } });
    const without = await page({ index: 'proxy-heavy-forged', q: 'NOT (_index:"proxy-heavy-forged" AND _id:"1")' });
    expect(without).toMatchObject({ status: 200, body: { hits: [{ _id: '2' }] } });
  });
});
