import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Doc } from '../../support/documents.ts';
import { makeIndex, shrinkIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';

/** Few values over many rows, so that ties cross shards, indices and pages; every fifth row lacks them all. */
const client = new Client({ node: inject('opensearchUrl') });
const COUNT = 2000;
const mapping = {
  dynamic: false,
  properties: {
    n: { type: 'integer' },
    word: { type: 'keyword' },
    big: { type: 'long' },
    half: { type: 'half_float' },
    at: { type: 'date' },
    nano: { type: 'date_nanos' },
    flag: { type: 'boolean' },
    ip: { type: 'ip' },
    text: { type: 'text' },
  },
};
let proxy: RunningProxy;
let who: SignedIn;

function docs(mark: string, count: number): Doc[] {
  return Array.from({ length: count }, (_, n) => {
    const numbers = `"big":${n % 3 ? `900719925474099${n % 4}` : '-5'},"half":${(n % 11) / 3},"flag":${n % 2 === 0}`;
    const times = `"at":"200${n % 3}-01-01T00:00:00Z","nano":"2020-01-01T00:00:00.12345678${n % 3}Z"`;
    const values = `${numbers},${times},"word":"w${n % 4}","ip":"10.0.0.${n % 3}"`;
    const text = n % 7 === 0 ? 'zero zero' : 'zero';
    return { id: `${mark}-${n}`, source: `{"n":${n},"text":"${text}"${n % 5 === 0 ? '' : `,${values}`}}` };
  });
}

beforeAll(async () => {
  await makeIndex(client, 'proxy-paging-a', docs('a', COUNT), { shards: 4, mapping });
  await makeIndex(client, 'proxy-paging-b', docs('b', 400), { shards: 2, mapping });
  await makeIndex(client, 'proxy-paging-lacks', docs('c', 100), { mapping: { dynamic: false } });
  await shrinkIndex(client, 'proxy-paging-a', 'proxy-paging-shrunk');
  proxy = await runProxy(inject('opensearchUrl'));
  who = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

type Row = { n: number } & Record<string, unknown>;
type Answer = { total?: number; hits: { _index: string; _id: string; _source: Row }[]; after?: string };

async function page(body: object): Promise<{ status: number; body: Answer }> {
  const response = await fetch(new URL('/api/search', proxy.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: who.cookie },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

async function allRows(body: object): Promise<{ total: number | undefined; rows: Answer['hits'] }> {
  const first = await page(body);
  expect(first.status).toBe(200);
  const rows = [...first.body.hits];
  for (let { after } = first.body; after !== undefined; ) {
    const next = await page({ ...body, after });
    expect(next.status).toBe(200);
    rows.push(...next.body.hits);
    after = next.body.after;
  }
  return { total: first.body.total, rows };
}

const names = (rows: Answer['hits']) => rows.map(({ _index, _id }) => `${_index}/${_id}`);
const BOTH = 'proxy-paging-a,proxy-paging-b';
/** A page that divides no shard. */
const size = 499;

describe('pages of a search', () => {
  it.each([
    ['word', 'keyword'],
    ['big', 'long'],
    ['half', 'half_float'],
    ['at', 'date'],
    ['nano', 'date_nanos'],
    ['flag', 'boolean'],
    ['ip', 'ip'],
  ] as const)('give each row once, sorted by %s both ways, those without it last', async (field, type) => {
    for (const order of ['asc', 'desc'] as const) {
      const { total, rows } = await allRows({ index: BOTH, q: '', size, sort: { field, order, type } });
      expect(total).toBe(COUNT + 400);
      expect(rows).toHaveLength(COUNT + 400);
      expect(new Set(names(rows)).size).toBe(COUNT + 400);
      const having = rows.filter(({ _source }) => field in _source);
      expect(rows.slice(0, having.length)).toEqual(having);
      const values = having.map(({ _source }) => _source[field] as string | number);
      expect(values).toEqual([...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0) * (order === 'asc' ? 1 : -1)));
    }
  });

  it('give each row once by relevance, with scores and without, and in written order', async () => {
    for (const search of [
      { index: BOTH, q: 'zero' },
      { index: BOTH, q: '' },
      { index: `${BOTH},proxy-paging-lacks`, q: '', sort: 'seq_no' },
    ]) {
      const { total, rows } = await allRows({ ...search, size: 333 });
      expect(new Set(names(rows)).size).toBe(total);
      expect(rows).toHaveLength(total ?? 0);
      // The text that says it twice is the better match.
      if (search.q) expect(rows[0]?._source.text).toBe('zero zero');
    }
  });

  it('hold where rows share their number, and where a group is larger than the page', async () => {
    for (const rowsAtOnce of [7, 2]) {
      const search = { index: 'proxy-paging-shrunk', q: 'n:<25', size: rowsAtOnce };
      for (const sort of ['relevance', { field: 'flag', order: 'desc', type: 'boolean' }]) {
        const { total, rows } = await allRows({ ...search, sort });
        expect(total).toBe(25);
        expect(names(rows).length).toBe(25);
        expect(new Set(names(rows)).size).toBe(25);
      }
    }
  });

  it('hold where an index lacks the field, or the page before ended with the last row that has it', async () => {
    const sort = { field: 'word', order: 'asc', type: 'keyword' };
    const { total, rows } = await allRows({ index: 'proxy-paging-*', q: 'n:<50', size: 40, sort });
    expect(rows).toHaveLength(total ?? 0);
    expect(new Set(names(rows)).size).toBe(total);
    const having = { index: 'proxy-paging-b', q: 'n:<10', sort, size: 8 };
    const { rows: few } = await allRows(having);
    expect(few.map(({ _source }) => _source.word === undefined)).toEqual([...Array(8).fill(false), true, true]);
  });

  it('are refused where the place or the sort is none', async () => {
    const search = { index: BOTH, q: '' };
    for (const after of ['', '7', '{"lacking":0,"values":[{}]}', '{"lacking":0,"values":[1,2,3,4]}']) {
      expect(await page({ ...search, after })).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
    }
    const wrong = await page({ ...search, after: '{"lacking":0,"values":["x"]}' });
    expect(wrong.status).toBe(400);
    for (const sort of [
      { field: 'load', order: 'asc', type: 'scaled_float' },
      { field: '', order: 'asc', type: 'long' },
      { field: 'n', order: 'up', type: 'long' },
    ]) {
      expect(await page({ ...search, sort })).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
    }
  });
});
