import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { LINKS } from '../../../client/ui/search/link/fixtures/links.ts';
import { documentOf, MAPPING, ROWS } from '../../../client/ui/search/link/fixtures/rows.ts';
import { readLink } from '../../../client/ui/search/link/read-link.ts';
import { toAddress } from '../../../client/ui/search/link/to-address.ts';
import { toSearch } from '../../../client/ui/search/state/to-search.ts';
import { makeIndex } from '../../support/indices.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

const INDEX = 'links-rows';
const client = new Client({ node: inject('opensearchUrl') });
const now = Date.now();
let bench: SearchBench;

beforeAll(async () => {
  const docs = ROWS.map((row) => ({ id: String(row.id), source: JSON.stringify(documentOf(row, now)) }));
  await makeIndex(client, INDEX, docs, { mapping: MAPPING, shards: 2 });
  bench = await makeSearchBench(inject('opensearchUrl'), INDEX);
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

it.each(LINKS.map((fixture) => [fixture.name, fixture] as const))(
  '%s: the rows that it stands for',
  async (_, { link, rows }) => {
    const linked = readLink(link, { offset: 0 });
    if ('why' in linked) throw new Error(linked.why);
    const { title = INDEX, time } = linked.pattern;
    const address = toAddress(linked, { title, ...(time === undefined ? {} : { time }) });
    const hasRange = address.from !== '' || address.to !== '';
    const search = toSearch(address, hasRange ? address.time || '@timestamp' : undefined);
    const { body } = await bench.post('/api/search', { ...search, size: 500 });
    const found = body.hits.map(({ _id }: { _id: string }) => Number(_id)).sort((a: number, b: number) => a - b);
    const expected = ROWS.filter((row) => rows(row, now)).map(({ id }) => id);
    expect(found).toEqual(expected);
  },
);

it('the links tell rows from each other', () => {
  const sets = LINKS.map(({ rows }) => ROWS.filter((row) => rows(row, now)).length);
  expect(sets.filter((count) => count > 0 && count < ROWS.length).length).toBeGreaterThan(LINKS.length * 0.7);
  expect(sets.every((count) => count > 0)).toBe(true);
});
