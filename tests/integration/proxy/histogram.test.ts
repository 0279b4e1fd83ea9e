import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Histogram } from '../../../shared/figures.ts';
import { addDocs, makeIndex } from '../../support/indices.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

/** Each bar of the chart holds the rows of its time: over segments just written, as they are while an index grows. */
const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

const COUNT = 60_000;
const SEGMENTS = 40;
const FIRST = Date.UTC(2026, 2, 1);
const SPAN = 180 * 86_400_000;
const KINDS = ['a', 'b', 'c'];
/** Evenly over time, in the order of it, so that each segment holds a few days. */
const even = Array.from({ length: COUNT }, (_, n) => ({
  at: FIRST + Math.floor((n * SPAN) / COUNT),
  k: KINDS[n % KINDS.length] ?? '',
}));
/** Fewer of the half year after it, with nanoseconds that a double does not hold; each tenth has no time. */
const fine = even
  .filter((_, n) => n % 20 === 0)
  .map(({ at, k }, n) => ({ at: n % 10 === 0 ? undefined : at + SPAN, k }));

const mapping = (type: string) => ({ properties: { at: { type }, k: { type: 'keyword' } } });
const evenSource = ({ at, k }: { at: number; k: string }) => JSON.stringify({ at, k });
const fineSource = ({ at, k }: { at: number | undefined; k: string }) =>
  JSON.stringify({ ...(at === undefined ? {} : { at: new Date(at).toISOString().replace('Z', '999999Z') }), k });

async function fill(index: string, sources: string[], segments: number): Promise<void> {
  const each = Math.ceil(sources.length / segments);
  for (let i = 0; i < sources.length; i += each) {
    const docs = sources.slice(i, i + each).map((source, n) => ({ id: String(i + n), source }));
    await addDocs(client, index, docs);
  }
}

beforeAll(async () => {
  await makeIndex(client, 'histogram-even', [], { mapping: mapping('date'), shards: 3 });
  await fill('histogram-even', even.map(evenSource), SEGMENTS);
  await makeIndex(client, 'histogram-fine', [], { mapping: mapping('date_nanos'), shards: 2 });
  await fill('histogram-fine', fine.map(fineSource), 8);
  await makeIndex(client, 'histogram-none', [{ id: '1', source: '{"k":"a"}' }], {
    mapping: { properties: { k: { type: 'keyword' } } },
  });
  bench = await makeSearchBench(inject('opensearchUrl'), 'histogram-even');
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

type Asked = { index: string; q?: string; time?: { field: string; from?: string; to?: string } };

async function histogram(asked: Asked & { zone?: string; buckets?: number }): Promise<Histogram> {
  const { status, body } = await bench.post('/api/histogram', { q: '', field: 'at', ...asked });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

/** A bar's end is the next one's beginning; that of the last one is far away. */
const ends = ({ buckets }: Histogram) => [...buckets.slice(1).map(({ at }) => at), Number.POSITIVE_INFINITY];

const sum = ({ buckets }: Histogram) => buckets.reduce((all, { rows }) => all + rows, 0);

const ZONES = ['UTC', 'Asia/Seoul', 'America/New_York', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia', '+05:45'];
const anyTime = fc.integer({ min: FIRST - 86_400_000, max: FIRST + 2.2 * SPAN });
const anyAsked = fc.record({
  index: fc.constantFrom(
    'histogram-even',
    'histogram-even',
    'histogram-fine',
    'histogram-*',
    'histogram-even,histogram-none',
  ),
  kind: fc.constantFrom('', '', ...KINDS),
  zone: fc.constantFrom(...ZONES),
  buckets: fc.integer({ min: 2, max: 200 }),
  from: fc.option(anyTime, { freq: 2 }),
  long: fc.option(fc.oneof(fc.integer({ min: 1, max: 2 * SPAN }), fc.integer({ min: 1, max: 86_400_000 })), {
    freq: 2,
  }),
});

const PLAIN = { kind: '', zone: 'UTC', buckets: 200, from: null, long: null };

const isoOf = (at: number) => new Date(at).toISOString();

describe('each bar holds the rows of its time', () => {
  it('of an index just written, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(anyAsked, async ({ index, kind, zone, buckets, from, long }) => {
        const to = long === null ? null : (from ?? FIRST) + long;
        const isRanged = from !== null || to !== null;
        const time = {
          field: 'at',
          ...(from === null ? {} : { from: isoOf(from) }),
          ...(to === null ? {} : { to: isoOf(to) }),
        };
        const search = { index, q: kind && `k:${kind}`, ...(isRanged ? { time } : {}) };
        const found = await histogram({ ...search, zone, buckets });
        const all = [...(/fine/.test(index) ? [] : even), ...(/fine|[*]/.test(index) ? fine : [])];
        const others = /none|[*]/.test(index) && !isRanged && (kind === '' || kind === 'a') ? 1 : 0;
        const within = all.filter(
          ({ at = Number.NaN, k }) =>
            (kind === '' || k === kind) && !(from !== null && !(at >= from)) && !(to !== null && !(at < to)),
        );
        const times = within.flatMap(({ at }) => (at === undefined ? [] : [at]));
        expect(found.total).toBe(within.length + others);
        expect(found.untimed).toBe(within.length + others - times.length);
        expect(sum(found)).toBe(times.length);
        expect(found.buckets.length).toBeLessThanOrEqual(buckets);
        const bounds = ends(found);
        const wrong = found.buckets.flatMap(({ at, rows }, i) => {
          const counted = times.filter((time) => time >= at && time < (bounds[i] as number)).length;
          return counted === rows ? [] : [{ at: isoOf(at), rows, counted }];
        });
        expect(wrong, JSON.stringify({ search, zone, buckets })).toEqual([]);
      }),
      {
        numRuns: Number(process.env.HISTOGRAM_RUNS ?? 60),
        examples: [[{ ...PLAIN, index: 'histogram-even' }], [{ ...PLAIN, index: 'histogram-fine' }]],
      },
    );
  });

  it('as counts of the same ranges tell it', async () => {
    const found = await histogram({ index: 'histogram-even', zone: 'UTC', buckets: 200 });
    expect(found).toMatchObject({ interval: '1d', total: COUNT, untimed: 0 });
    const bounds = ends(found).map((end) => (end === Number.POSITIVE_INFINITY ? undefined : isoOf(end)));
    const counts = await Promise.all(
      found.buckets.map(async ({ at }, i) => {
        const range = { gte: isoOf(at), ...(bounds[i] === undefined ? {} : { lt: bounds[i] }) };
        const { body } = await client.count({ index: 'histogram-even', body: { query: { range: { at: range } } } });
        return body.count;
      }),
    );
    expect(found.buckets.map(({ rows }) => rows)).toEqual(counts);
  });
});

it.each(ZONES)('bars of days, months and years begin where those of OpenSearch do: %s', async (time_zone) => {
  const docs = ['2005-03-01T00:00:00Z', '2006-12-31T12:00:00Z', '2007-06-01T00:00:00Z', '2012-01-02T12:00:00Z'].map(
    (at, i) => ({ id: String(i), source: JSON.stringify({ at }) }),
  );
  for (const [days, buckets] of [
    [190, 200],
    [2500, 100],
    [2500, 10],
  ] as const) {
    await makeIndex(client, 'histogrammed-days', docs, { mapping: mapping('date') });
    const time = { field: 'at', from: isoOf(Date.UTC(2012, 0, 3) - days * 86_400_000) };
    await addDocs(client, 'histogrammed-days', [{ id: 'first', source: JSON.stringify({ at: time.from }) }]);
    const found = await histogram({ index: 'histogrammed-days', time, zone: time_zone, buckets });
    const calendar_interval = found.interval;
    expect(['1d', '1M', '1y']).toContain(calendar_interval);
    const aggs = { t: { date_histogram: { field: 'at', calendar_interval, time_zone, min_doc_count: 0 } } };
    const { body } = await client.transport.request({
      method: 'POST',
      path: '/histogrammed-days/_search',
      body: { size: 0, query: { range: { at: { gte: time.from } } }, aggs },
    });
    const theirs = (body as { aggregations: { t: { buckets: { key: number; doc_count: number }[] } } }).aggregations.t;
    expect(found.buckets).toEqual(theirs.buckets.map(({ key, doc_count }) => ({ at: key, rows: doc_count })));
  }
});

describe('times that are far apart', () => {
  // In ISO: a short or a negative number is a year to OpenSearch.
  const asIso = (time: unknown): unknown =>
    Array.isArray(time) ? time.map(asIso) : typeof time === 'number' ? isoOf(time) : time;
  const odd = (type: string, times: readonly unknown[]) => {
    const docs = times.map((at, i) => ({ id: String(i), source: JSON.stringify({ at: asIso(at) }) }));
    return makeIndex(client, 'histogrammed-odd', docs, { mapping: mapping(type) });
  };
  const at = (year: number) => new Date(0).setUTCFullYear(year, 5, 1);
  const now = FIRST + 12_345;

  it.each<[string, readonly (number | readonly number[] | undefined)[]]>([
    ['one of 1970 beside today', [0, now, now + 1, now + 1000]],
    ['before 1970, to the ms', [-1001, -1000, -999, -1, 0, 1, -86_400_001, -86_400_000]],
    ['ms taken for seconds, and µs for ms', [now / 1000, now, now * 1000]],
    ['years without four digits', [at(-12_000), at(-1), at(0), at(1), at(99), at(10_000), at(200_000)]],
    ['several in a row', [[now, now + 1, now + 9e10], [now, now], now + 8e10, undefined, []]],
    ['one', [now]],
    ['none', [undefined, undefined]],
  ])('%s', async (_, given) => {
    await odd('date', given);
    const rows = given.map((times) => [times ?? []].flat());
    for (const zone of ZONES) {
      for (const buckets of [2, 30, 160]) {
        const found = await histogram({ index: 'histogrammed-odd', zone, buckets });
        expect(found.buckets.length).toBeLessThanOrEqual(buckets);
        expect(found.interval).toMatch(/^\d+[smhdMy]$/);
        expect(found).toMatchObject({ total: rows.length, untimed: rows.filter(({ length }) => length === 0).length });
        const bounds = ends(found);
        expect(found.buckets.map((bar) => bar.rows)).toEqual(
          found.buckets.map(
            (bar, i) => rows.filter((times) => times.some((at) => at >= bar.at && at < (bounds[i] as number))).length,
          ),
        );
        const all = rows.flat();
        expect(found.buckets[0]?.at ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(Math.min(...all));
        expect(found.buckets.length === 0).toBe(all.length === 0);
      }
    }
  });

  it('those that no clock tells are in no bar, and are not said to have no time', async () => {
    await odd('date', ['+292278994-08-17T07:12:55.807Z', '-292275055-05-16T16:47:04.192Z', FIRST, undefined]);
    const found = await histogram({ index: 'histogrammed-odd', buckets: 160 });
    expect(found).toMatchObject({ total: 4, untimed: 1 });
    expect(sum(found)).toBe(1);
    const time = { field: 'at', from: '2100-01-01T00:00:00Z' };
    expect(await histogram({ index: 'histogrammed-odd', time })).toMatchObject({ total: 1, untimed: 0, buckets: [] });
  });

  it('to the last nanosecond of a bar', async () => {
    const texts = ['00.999999999', '01.000000000', '01.999999999', '02.000000001', '59.999999999'];
    await odd('date_nanos', [...texts.map((text) => `2026-03-01T00:00:${text}Z`), '1970-01-01T00:00:00Z']);
    const time = { field: 'at', from: '2026-01-01T00:00:00Z' };
    const { interval, buckets } = await histogram({ index: 'histogrammed-odd', time, buckets: 200 });
    expect(interval).toBe('1s');
    expect(buckets.filter(({ rows }) => rows > 0)).toEqual(
      [
        [0, 1],
        [1, 2],
        [2, 1],
        [59, 1],
      ].map(([second = 0, rows]) => ({ at: FIRST + second * 1000, rows })),
    );
    expect(sum(await histogram({ index: 'histogrammed-odd', buckets: 200 }))).toBe(6);
  });

  it('where rows were deleted and written anew', async () => {
    await odd(
      'date',
      Array.from({ length: 3000 }, (_, n) => FIRST + n * 60_000),
    );
    const moved = Array.from({ length: 1000 }, (_, n) => ({
      id: String(n),
      source: JSON.stringify({ at: FIRST + (n + 3000) * 60_000 }),
    }));
    await addDocs(client, 'histogrammed-odd', moved);
    const found = await histogram({ index: 'histogrammed-odd', buckets: 200 });
    const bounds = ends(found);
    const wanted = Array.from({ length: 3000 }, (_, n) => FIRST + (n + 1000) * 60_000);
    expect(found.buckets).toEqual(
      found.buckets.map(({ at }, i) => ({
        at,
        rows: wanted.filter((time) => time >= at && time < (bounds[i] as number)).length,
      })),
    );
    expect(sum(found)).toBe(3000);
  });
});

it('a zone that is none is the request’s fault', async () => {
  const asked = { index: 'histogram-even', q: '', field: 'at', zone: 'Asia/Nowhere' };
  expect(await bench.post('/api/histogram', asked)).toMatchObject({
    status: 400,
    body: { error: { code: 'bad_request' } },
  });
});
