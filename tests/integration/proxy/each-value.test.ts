import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { EachValue } from '../../../shared/figures.ts';
import type { Search } from '../../../shared/search.ts';
import { makeIndex } from '../../support/indices.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

type Row = {
  n: number;
  at: string;
  tenant?: string | string[];
  folded?: string;
  short?: string;
  parts?: { kind: string }[];
};

const ODD = [
  '',
  ' ',
  'a/b',
  '..',
  '서울',
  '🎉',
  '*',
  '?',
  '"q"',
  "it's",
  '\\',
  'x'.repeat(300),
  'true',
  '-1',
  'now',
  'a b',
];
/** From a seed, so that a failure comes again. */
const made = fc.sample(fc.string({ unit: 'grapheme', maxLength: 12 }), { seed: 19, numRuns: 40 });
const TENANTS = [...new Set([...ODD, ...made])];
const rows: Row[] = Array.from({ length: 900 }, (_, n) => ({
  ...{ n, at: new Date(Date.now() + (n % 2 === 0 ? -1 : 1) * 86_400_000).toISOString() },
  ...(n % 9 === 0
    ? {}
    : { tenant: n % 10 === 0 ? [TENANTS[n % TENANTS.length] ?? '', 'both'] : (TENANTS[n % TENANTS.length] ?? '') }),
  folded: ['Red', 'RED', 'blue', 'Éa'][n % 4] ?? '',
  short: n % 3 === 0 ? 'much too long for it' : 'fits',
  parts: [{ kind: `k${n % 3}` }, { kind: `k${n % 4}` }],
}));
const mapping = {
  properties: {
    ...{ n: { type: 'integer' }, at: { type: 'date' }, tenant: { type: 'keyword' } },
    folded: { type: 'keyword', normalizer: 'folded' },
    short: { type: 'keyword', ignore_above: 8 },
    parts: { type: 'nested', properties: { kind: { type: 'keyword' } } },
  },
};
const settings = { analysis: { normalizer: { folded: { type: 'custom', filter: ['lowercase', 'asciifolding'] } } } };

beforeAll(async () => {
  const docs = rows.map((row) => ({ id: String(row.n), source: JSON.stringify(row) }));
  await makeIndex(client, 'several-each', docs, { mapping, settings, shards: 3 });
  await makeIndex(client, 'several-each-secret', docs.slice(0, 3), { mapping, settings });
  bench = await makeSearchBench(inject('opensearchUrl'), 'several-each');
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

async function eachOf(field: string, search: Partial<Search> = {}): Promise<EachValue> {
  const { status, body } = await bench.post('/api/each-value', { index: 'several-each', q: '', ...search, field });
  expect([status, body]).toEqual([200, expect.anything()]);
  return body;
}

/** What a file of that filter would count. */
async function totalOf(search: Search): Promise<number> {
  return (await bench.post('/api/search', { ...search, size: 1 })).body.total;
}

const tenantsOf = ({ tenant }: Row) => (tenant === undefined ? [] : [tenant].flat());

it('each value is counted as its filter finds it, and the rows without one are the rest', async () => {
  const { search, values, without, total, unfound, more } = await eachOf('tenant', { q: 'n:<800' });
  const within = rows.filter(({ n }) => n < 800);
  expect({ more, unfound, total }).toEqual({ more: false, unfound: 0, total: 800 });
  expect(new Set(values.map(({ value }) => value))).toEqual(new Set(within.flatMap(tenantsOf)));
  for (const { value, rows: counted } of values) {
    expect([value, counted]).toEqual([value, within.filter((row) => tenantsOf(row).includes(value)).length]);
    const filters = [{ op: 'is' as const, field: 'tenant', value }];
    expect([value, await totalOf({ ...search, filters })]).toEqual([value, counted]);
  }
  expect(without).toBe(within.filter((row) => tenantsOf(row).length === 0).length);
  // Some rows have two.
  expect(values.reduce((sum, one) => sum + one.rows, without)).toBeGreaterThan(total);
});

it('values that a normalizer folds are one, those past ignore_above are none, and those of nested objects are counted by rows', async () => {
  const folded = await eachOf('folded');
  expect(Object.fromEntries(folded.values.map(({ value, rows: counted }) => [value, counted]))).toEqual({
    ...{ red: 450, blue: 225, ea: 225 },
  });
  expect(await eachOf('short')).toMatchObject({ values: [{ value: 'fits', rows: 600 }], without: 300, unfound: 0 });
  const nested = [{ field: 'parts.kind', paths: [{ path: 'parts' }] }];
  const { values } = await eachOf('parts.kind', { nested });
  const having = (kind: string) => rows.filter(({ parts = [] }) => parts.some((part) => part.kind === kind)).length;
  expect(Object.fromEntries(values.map(({ value, rows: counted }) => [value, counted]))).toEqual(
    Object.fromEntries(['k0', 'k1', 'k2', 'k3'].map((kind) => [kind, having(kind)])),
  );
});

it('a field of more values is none to make files for; a search of no rows has none', async () => {
  expect(await eachOf('n')).toMatchObject({ more: true, values: [] });
  expect(await eachOf('n', { q: 'n:<200' })).toMatchObject({ more: false, total: 200, unfound: 0 });
  expect(await eachOf('n', { q: 'n:<201' })).toMatchObject({ more: true });
  expect(await eachOf('tenant', { q: 'n:<0' })).toMatchObject({ values: [], without: 0, total: 0 });
});

it('now is the same for all files', async () => {
  const { search, total } = await eachOf('folded', { time: { field: 'at', from: 'now-3d', to: 'now' } });
  expect(search.time?.to).toMatch(/^\d{4}-.*Z\|\|$/);
  expect(search.time?.from).toMatch(/^\d{4}-.*Z\|\|-3d$/);
  expect(total).toBe(450);
  expect(await totalOf(search)).toBe(450);
});

it('nobody counts values of an index that is not theirs', async () => {
  const asked = { index: 'several-each-secret', q: '', field: 'tenant' };
  expect((await bench.post('/api/each-value', asked, bench.bob)).status).toBe(403);
});
