import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { meets, Unreadable } from '../../support/dql/meaning.ts';
import { type Query, rowQueries } from '../../support/dql/queries.ts';
import { MAPPING, rows, sourceOf } from '../../support/dql/rows.ts';
import { written } from '../../support/dql/written.ts';
import { makeIndex } from '../../support/indices.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

/** DQL of any form finds what it means, counted from the documents. */
const RUNS = Number(process.env.DQL_RUNS ?? 40);
const INDEX = 'dql-generated';
const SEED = 20_240_501;
const client = new Client({ node: inject('opensearchUrl') });
const documents = fc.sample(rows, { numRuns: 150, seed: SEED });
let bench: SearchBench;

beforeAll(async () => {
  const docs = documents.map((row, i) => ({ id: String(i), source: sourceOf(row) }));
  await makeIndex(client, INDEX, docs, { mapping: MAPPING, shards: 2 });
  bench = await makeSearchBench(inject('opensearchUrl'), INDEX);
});
afterAll(async () => {
  await client.indices.delete({ index: INDEX, ignore_unavailable: true });
  await bench.close();
  await client.close();
});

function meant(query: Query): number[] | 'unreadable' {
  try {
    return documents.flatMap((row, i) => (meets(query, row) ? [i] : []));
  } catch (thrown) {
    if (thrown instanceof Unreadable) return 'unreadable';
    throw thrown;
  }
}

async function found(dql: string): Promise<number[] | 'unreadable'> {
  const { status, body } = await bench.post('/api/search', { index: INDEX, dql, size: 500 });
  if (status === 400 && body.error.code === 'query_invalid') return 'unreadable';
  expect(status, JSON.stringify(body)).toBe(200);
  return body.hits.map(({ _id }: { _id: string }) => Number(_id)).sort((a: number, b: number) => a - b);
}

it('finds the rows that it means', { timeout: 60_000 + RUNS * 500 }, async () => {
  let some = 0;
  await fc.assert(
    fc.asyncProperty(rowQueries, fc.nat(), async (query, style) => {
      const dql = written(query, style);
      const expected = meant(query);
      if (expected.length > 0 && expected.length < documents.length) some += 1;
      expect(await found(dql), dql).toEqual(expected);
    }),
    { numRuns: RUNS },
  );
  // Most tell rows apart.
  expect(some).toBeGreaterThan(RUNS / 2);
});
