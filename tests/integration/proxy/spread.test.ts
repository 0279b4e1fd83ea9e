import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeIndex } from '../../support/indices.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

/** The sample: rows from both ends and the middle of a search's rows. */
const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;
const COUNT = 900;

beforeAll(async () => {
  const docs = Array.from({ length: COUNT }, (_, n) => ({ id: `${n}`, source: `{"n":${n}}` }));
  await makeIndex(client, 'spread', docs);
  await makeIndex(client, 'spread-shards', docs, { shards: 3 });
  const large = (n: number, bytes: number) => ({ id: `${n}`, source: `{"n":${n},"text":"${'x'.repeat(bytes)}"}` });
  await makeIndex(
    client,
    'spread-large',
    Array.from({ length: 40 }, (_, n) => large(n, 500_000)),
  );
  await makeIndex(client, 'spread-heavy', [large(0, 5_000_000), ...[1, 2, 3, 4, 5, 6].map((n) => large(n, 9))]);
  await makeIndex(client, 'spread-heavy-end', [...[0, 1, 2, 3].map((n) => large(n, 9)), large(4, 5_000_000)]);
  await makeIndex(client, 'spread-empty', []);
  bench = await makeSearchBench(inject('opensearchUrl'), 'spread');
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

async function sample(index: string, more: object = {}): Promise<{ ns: number[]; total: number; after?: string }> {
  const { body } = await bench.post('/api/search', { index, size: 60, sort: 'spread', ...more });
  return { ...body, ns: body.hits.map((hit: { _source: { n: number } }) => hit._source.n) };
}

describe('a spread sample', () => {
  it('has rows of the beginning, the middle and the end, each once', async () => {
    const { ns, total, after } = await sample('spread');
    expect(total).toBe(COUNT);
    expect(after).toBeUndefined();
    const range = (from: number) => Array.from({ length: 20 }, (_, i) => from + i);
    expect(ns.slice(0, 20)).toEqual(range(0));
    expect(ns.slice(-20)).toEqual(range(COUNT - 20));
    expect(ns.slice(20, 40)).toEqual(range(ns[20] ?? 0));
    expect(Math.abs((ns[20] ?? 0) - COUNT / 2)).toBeLessThan(20);
    expect(new Set(ns).size).toBe(60);
  });

  it.each([3, 10, 30, 59, 60, 100])('has all of %i rows where it has room for them', async (rows) => {
    const { ns, total } = await sample('spread', { q: `n:<${rows}` });
    expect(total).toBe(rows);
    expect(new Set(ns).size).toBe(ns.length);
    if (rows <= 60) expect(ns).toHaveLength(rows);
    expect(ns.length).toBeLessThanOrEqual(60);
    expect(ns.length).toBeGreaterThanOrEqual(Math.min(rows, 45));
  });

  it('is of the search’s rows, over shards too', async () => {
    const { ns } = await sample('spread-shards', { filters: [{ field: 'n', op: 'between', from: '100', to: '700' }] });
    expect(Math.min(...ns)).toBeLessThan(130);
    expect(Math.max(...ns)).toBeGreaterThan(670);
    expect(ns.filter((n) => n > 250 && n < 550).length).toBeGreaterThan(5);
    expect(ns.every((n) => n >= 100 && n <= 700)).toBe(true);
  });

  it('is of bounded bytes, and has a row that is more by itself', async () => {
    const large = await sample('spread-large');
    expect(large.ns.length).toBeGreaterThanOrEqual(3);
    expect(large.ns.length).toBeLessThan(10);
    expect(large.ns).toContain(39);
    expect((await sample('spread-heavy')).ns).toEqual([0]);
    expect((await sample('spread-heavy-end')).ns.slice(0, 3)).toEqual([0, 1, 2]);
    expect(await sample('spread-empty')).toMatchObject({ ns: [], total: 0 });
  });

  it('has no page behind it', async () => {
    const { status, body } = await bench.post('/api/search', { index: 'spread', sort: 'spread', after: '{}' });
    expect([status, body.error.code]).toEqual([400, 'bad_request']);
  });
});
