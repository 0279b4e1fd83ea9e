import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { FieldFilter } from '../../../shared/filter.ts';
import { makeIndex } from '../../support/indices.ts';
import { runExport } from '../../support/run-export.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

/** Times before 1970 as numbers: OpenSearch ends a range in `epoch_millis` a millisecond early, and finds no single one. */
const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

const INDEX = 'before-1970';
const DAY = 86_400_000;
const TIMES = [0, -1, -999, -1000, -1001, -1500, -DAY, -DAY - 1, 1, 1000, DAY, -62_135_596_800_000].sort(
  (a, b) => a - b,
);
/** `half` is half a number less. */
const FIELDS = {
  ms: { type: 'date', format: 'epoch_millis' },
  any: { type: 'date', format: 'epoch_millis||yyyy-MM-dd' },
  long: { type: 'long' },
  double: { type: 'double' },
  half: { type: 'double' },
  word: { type: 'keyword' },
  iso: { type: 'date' },
};
const rows = TIMES.map((n, i) => ({
  id: String(i),
  n,
  source: JSON.stringify({
    ms: n,
    any: n,
    long: n,
    double: n,
    half: n - 0.5,
    word: String(n),
    iso: new Date(n).toISOString(),
  }),
}));

beforeAll(async () => {
  await makeIndex(client, INDEX, rows, { mapping: { properties: FIELDS }, shards: 2 });
  await makeIndex(client, `${INDEX}-other`, [], { mapping: { properties: { other: { type: 'integer' } } } });
  bench = await makeSearchBench(inject('opensearchUrl'), INDEX);
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

async function found(search: object): Promise<number[]> {
  const { status, body } = await bench.post('/api/search', {
    index: `${INDEX},${INDEX}-other`,
    q: '',
    size: 50,
    ...search,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.hits.map(({ _id }: { _id: string }) => TIMES[Number(_id)]).sort((a: number, b: number) => a - b);
}

const numbers = fc.oneof(fc.constantFrom(...TIMES), fc.integer({ min: -1510, max: 10 }));
const condition = fc.oneof(
  fc.record({ op: fc.constant('is' as const), value: numbers.map(String) }),
  fc.record({
    op: fc.constant('one_of' as const),
    values: fc.array(numbers.map(String), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ op: fc.constant('between' as const), from: numbers.map(String), to: numbers.map(String) }),
  fc.record({ op: fc.constant('between' as const), to: numbers.map(String) }),
  fc.record({ op: fc.constant('between' as const), from: numbers.map(String) }),
);

function meets(filter: FieldFilter, n: number): boolean {
  if (filter.op === 'is') return n === Number(filter.value);
  if (filter.op === 'one_of') return filter.values.some((value) => n === Number(value));
  if (filter.op === 'exists') return true;
  return (filter.from === undefined || n >= Number(filter.from)) && (filter.to === undefined || n <= Number(filter.to));
}

it('a filter finds exactly its rows, whatever the field’s type', async () => {
  const fields = fc.constantFrom('ms', 'any', 'long', 'double', 'half');
  await fc.assert(
    fc.asyncProperty(fields, condition, fc.boolean(), async (field, given, not) => {
      const filter: FieldFilter = { field, ...given, ...(not ? { not } : {}) };
      const less = field === 'half' ? 0.5 : 0;
      expect(await found({ filters: [filter] })).toEqual(TIMES.filter((n) => meets(filter, n - less) !== not));
    }),
    {
      numRuns: 150,
      examples: [
        ['ms', { op: 'is', value: '-1001' }, false],
        ['any', { op: 'between', from: '-1001', to: '-1000' }, false],
        ['half', { op: 'is', value: '-1001' }, false],
      ],
    },
  );
  expect(await found({ filters: [{ field: 'word', op: 'is', value: '-1000' }] })).toEqual([-1000]);
});

const SIGNS = ['>', '>=', '<', '<=', ':', ': "'] as const;

function meetsDql(sign: (typeof SIGNS)[number], n: number, bound: number): boolean {
  if (sign === '>') return n > bound;
  if (sign === '>=') return n >= bound;
  if (sign === '<') return n < bound;
  return sign === '<=' ? n <= bound : n === bound;
}

it('so does DQL', async () => {
  const fields = fc.constantFrom('ms', 'any', 'long', 'double', 'half');
  await fc.assert(
    fc.asyncProperty(fields, fc.constantFrom(...SIGNS), numbers, fc.boolean(), async (field, sign, bound, not) => {
      const less = field === 'half' ? 0.5 : 0;
      const dql = `${not ? 'not ' : ''}${field}${sign}${bound}${sign === ': "' ? '"' : ''}`;
      expect(await found({ dql }), dql).toEqual(TIMES.filter((n) => meetsDql(sign, n - less, bound) !== not));
    }),
    { numRuns: 40, examples: SIGNS.map((sign): ['ms', typeof sign, number, boolean] => ['ms', sign, -1001, false]) },
  );
  expect(await found({ dql: 'ms: (-1001 or -5 or 1000)' })).toEqual([-1001, 1000]);
  // The export's pages ask as the table did.
  const { text } = await runExport(bench.ann, { search: { index: INDEX, q: '', dql: 'ms > -1001 and ms <= -999' } });
  const times = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).ms);
  expect(times.sort()).toEqual([-1000, -999].sort());
});

it('times are asked in ISO, and in the field’s own format where that is no ISO', async () => {
  const index = `${INDEX}-own`;
  const at = { type: 'date', format: 'yyyy-MM-dd HH:mm:ss||epoch_second' };
  const docs = ['2024-05-01 10:00:00', '2024-05-01 10:00:01'].map((time, i) => ({
    id: String(i),
    source: JSON.stringify({ at: time }),
  }));
  await makeIndex(client, index, docs, { mapping: { properties: { at } } });
  const ids = async (search: object) => {
    const { body } = await bench.post('/api/search', { index, q: '', ...search });
    return body.hits?.map(({ _id }: { _id: string }) => _id) ?? body.error;
  };
  const between = (from: string) => ({ filters: [{ field: 'at', op: 'between', from }] });
  for (const time of ['2024-05-01 10:00:01', '2024-05-01T10:00:01', '2024-05-01T10:00:01.000Z', '1714557601']) {
    expect(await ids({ dql: `at >= "${time}"` }), time).toEqual(['1']);
    expect(await ids(between(time)), time).toEqual(['1']);
  }
});

it('DQL asks no pattern for it where that means a date', async () => {
  const { status, body } = await bench.post('/api/search', { index: INDEX, dql: 'n: 1 or m* <= -1001' });
  expect([status, body.error?.position]).toEqual([400, 14]);
  expect(body.error?.message).toContain('“ms” is a date');
  expect(await found({ dql: 'lon* > -1001' })).toEqual(TIMES.filter((n) => n > -1001));
  expect(await found({ dql: 'm* >= -1001' })).toEqual(TIMES.filter((n) => n >= -1001));
});

it('each value of a facet finds its rows, in the table and in the file', async () => {
  const { body } = await bench.post('/api/facets', { index: INDEX, q: '', fields: ['ms', 'any', 'iso'], size: 50 });
  for (const { field, values } of body.facets) {
    expect(values).toHaveLength(TIMES.length);
    for (const { value } of values)
      expect(await found({ filters: [{ field, op: 'is', value }] }), value).toHaveLength(1);
  }
  const filters = [{ field: 'ms', op: 'between' as const, from: '-1001', to: '-999' }];
  const { text } = await runExport(bench.ann, { search: { index: INDEX, q: '', filters } });
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).ms)
      .sort(),
  ).toEqual([-1000, -1001, -999].sort());
});

it('a time range holds exactly its rows, in ISO and in milliseconds', async () => {
  for (const field of ['iso', 'ms', 'any']) {
    for (const from of TIMES) {
      for (const to of TIMES.filter((one) => one > from).slice(0, 3)) {
        const within = TIMES.filter((n) => n >= from && n < to);
        const iso = { field, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
        expect(await found({ time: iso })).toEqual(within);
        if (Math.abs(from) < 10_000 || Math.abs(to) < 10_000) continue;
        expect(await found({ time: { field, from: String(from), to: String(to) } })).toEqual(within);
      }
    }
  }
});

it('where a number is a year before that, it is that whole year', async () => {
  const years = ['-10000', '-9999', '-1501', '-1500', '-1000', '-0999', '-0998', '-0001', '0000', '+10000'];
  const docs = years.map((year, i) => ({ id: String(i), source: JSON.stringify({ at: `${year}-06-01T00:00:00Z` }) }));
  const index = `${INDEX}-years`;
  await makeIndex(client, index, docs, { mapping: { properties: { at: { type: 'date' } } } });
  const yearsOf = async (filter: object) => {
    const { body } = await bench.post('/api/search', { index, q: '', filters: [{ field: 'at', ...filter }] });
    return namesOf(body);
  };
  const byDql = async (dql: string) => namesOf((await bench.post('/api/search', { index, dql, size: 50 })).body);
  const namesOf = (body: { hits: { _id: string }[] }) => body.hits.map(({ _id }) => years[Number(_id)]).sort();
  for (const [i, year] of years.entries()) {
    // Later ones are their first day to OpenSearch.
    if (!year.startsWith('-')) continue;
    expect(await yearsOf({ op: 'is', value: year })).toEqual([year]);
    expect(await byDql(`at: "${year}"`)).toEqual([year]);
    const upTo = years.slice(0, i + 1).sort();
    expect(await yearsOf({ op: 'between', to: year })).toEqual(upTo);
    expect(await byDql(`at <= ${year}`), year).toEqual(upTo);
    expect(await byDql(`at < ${year}-06-02`), year).toEqual(upTo);
    expect(await byDql(`at > ${year}`), year).toEqual(years.slice(i + 1).sort());
  }
});

it.each([`${INDEX}-nowhere`, `${INDEX}-nowhere*`])('says the same of an index that is not there: %s', async (index) => {
  const [early, late] = await Promise.all(
    ['-5', '5'].map((value) =>
      bench.post('/api/search', { index, q: '', filters: [{ field: 'ms', op: 'is', value }] }),
    ),
  );
  expect({ ...early?.body, took: 0 }).toEqual({ ...late?.body, took: 0 });
});
