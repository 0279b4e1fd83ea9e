import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { parse } from 'lossless-json';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { OrderField } from '../../../shared/order.ts';
import { makeIndex, shrinkIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport } from '../../support/run-export.ts';

/**
 * Pages sorted by several fields, held to what OpenSearch's own search by each one of them gives in a single page: few
 * values over many rows, each of which may be missing or twofold by itself, so that ties and missing values stand at every key and
 * cross shards, indices and pages; and values at both ends of a type's range, which OpenSearch takes missing values for.
 */
const TYPES = {
  ...({ word: 'keyword', big: 'long', small: 'integer', half: 'half_float', wide: 'double' } as const),
  ...({
    vast: 'unsigned_long',
    at: 'date',
    day: 'date',
    nano: 'date_nanos',
    flag: 'boolean',
    ip: 'ip',
    edition: 'version',
  } as const),
} as const;
type Name = keyof typeof TYPES;
const NAMES = Object.keys(TYPES) as Name[];
const VALUES: Record<Name, readonly string[]> = {
  word: ['"a"', '"B"', '"서울"', '"\u{1f600}"', '"\uff21"', '""'],
  big: ['-9223372036854775808', '9007199254740993', '9007199254740992', '9223372036854775807'],
  small: ['-2147483648', '0', '2147483647'],
  half: ['-1.5', '-0.0', '0.333', '65504'],
  wide: ['-0.0', '0.0', '1e-300', '0.1', '1e300'],
  vast: ['0', '9007199254740993', '18446744073709551615'],
  at: ['"1965-01-01T00:00:00Z"', '"2001-01-01T00:00:00.001Z"', '"9999-12-31T23:59:59.999Z"', '"0001-01-01T00:00:00Z"'],
  day: ['"2001-01-01"', '"1970-01-01"', '"1970-01-02"', '"0001-01-01"', '"9999-12-31"'],
  nano: [
    '"2020-01-01T00:00:00.123456789Z"',
    '"2020-01-01T00:00:00.123456788Z"',
    '"1970-01-01T00:00:00Z"',
    '"2262-04-11T23:47:16.854775807Z"',
  ],
  flag: ['true', 'false'],
  ip: ['"10.0.0.9"', '"10.0.0.10"', '"2001:db8::1"', '"::1"'],
  edition: ['"1.10.0"', '"1.9.0"', '"1.9.0-rc.1"'],
};
const mapping = {
  dynamic: false,
  properties: {
    ...Object.fromEntries(NAMES.map((name) => [name, { type: TYPES[name] }])),
    // What OpenSearch puts for a missing date cannot be written in it.
    day: { type: 'date', format: 'strict_date' },
  },
};
const ROWS = { a: 1500, b: 400, c: 60 };

const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let who: SignedIn;

/** A number that looks like chance and is the same in each run. */
function mixed(n: number, salt: number): number {
  const once = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  return (Math.imul(once ^ (once >>> 15), 0x2c1b3c6d) >>> 8) & 0xffff;
}

function docs(mark: string, count: number) {
  return Array.from({ length: count }, (_, n) => {
    const members = NAMES.flatMap((name, salt) => {
      const [chance, values] = [mixed(n, salt), VALUES[name]];
      const value = values[(chance >> 4) % values.length];
      const several = chance % 9 === 1 ? `[${value},${values[(chance >> 8) % values.length]}]` : value;
      return chance % 4 === 0 ? [] : [`"${name}":${several}`];
    });
    return { id: `${mark}-${n}`, source: `{${members.join()}}` };
  });
}

/** By their names' bytes in this order; as JavaScript compares texts the last would stand before the second. */
const TIED = ['proxy-orders-tied-a', 'proxy-orders-tied-\uff41', 'proxy-orders-tied-\u{1f600}'];

/** The same few values in each shard, so that numbers and values are shared across them; and dates that one shard alone has. */
function tiedDocs(mark: number) {
  return Array.from({ length: 300 }, (_, n) => {
    const at = Date.UTC(2001, 0, 1) + (n % 9 === 0 ? n * 60_000 : (n % 3) * 1000);
    const dates = `"at":${at},"day":"2001-01-0${1 + (n % 2)}","nano":"2020-01-01T00:00:00.00000000${n % 2}Z"`;
    const others = `"flag":${n % 2 === 0},"word":"w${n % 3}","big":${n % 4}`;
    return { id: `t${mark}-${n}`, source: n % 11 === 0 ? `{${others}}` : `{${dates},${others}}` };
  });
}

beforeAll(async () => {
  await makeIndex(client, 'proxy-orders-a', docs('a', ROWS.a), { shards: 4, mapping });
  await makeIndex(client, 'proxy-orders-b', docs('b', ROWS.b), { shards: 2, mapping });
  await makeIndex(client, 'proxy-orders-lacks', docs('c', ROWS.c), { mapping: { dynamic: false } });
  await shrinkIndex(client, 'proxy-orders-a', 'proxy-orders-shrunk');
  for (const [i, name] of TIED.entries()) await makeIndex(client, name, tiedDocs(i), { shards: 2 + 3 * i, mapping });
  proxy = await runProxy(inject('opensearchUrl'));
  who = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

type Answer = { total?: number; hits: { _index: string; _id: string }[]; after?: string };

async function page(body: object): Promise<Answer> {
  const response = await fetch(new URL('/api/search', proxy.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: who.cookie },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

async function namesByPage(body: object): Promise<string[]> {
  const names: string[] = [];
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    const { hits, after: next } = await page({ ...body, ...(after === undefined ? {} : { after }) });
    names.push(...hits.map(({ _index, _id }) => `${_index}/${_id}`));
    after = next;
  }
  return names;
}

/** The rows' names as they are in a sorted file. */
async function namesInFile(index: string, order: readonly OrderField[]): Promise<string[]> {
  const format = { kind: 'ndjson', ids: true } as const;
  const { text, verdict, last } = await runExport(who, { search: { index }, order: [...order], format });
  expect(verdict ?? last).toMatchObject({ complete: true });
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => {
    const { _index, _id } = JSON.parse(line) as { _index: string; _id: string };
    return `${_index}/${_id}`;
  });
}

const hitsSchema = v.object({
  hits: v.object({ hits: v.array(v.object({ _index: v.string(), _id: v.string(), sort: v.array(v.unknown()) })) }),
});

/** What rows are sorted by, digit for digit, by their names: in one page of OpenSearch's own, by one field of rows that have it. */
async function sortedAlone(index: string, body: object): Promise<[string, string[]][]> {
  const answer = await fetch(new URL(`/${index}/_search`, inject('opensearchUrl')), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ size: 10_000, _source: false, ...body }),
  });
  const { hits } = v.parse(hitsSchema, parse(await answer.text()));
  return hits.hits.map(({ _index, _id, sort }) => [`${_index}/${_id}`, sort.map(String)]);
}

async function readRanks(index: string, { field, order, type }: OrderField): Promise<Map<string, number>> {
  const sort = [{ [field]: { order, unmapped_type: type } }];
  const rows = await sortedAlone(index, { query: { exists: { field } }, sort });
  let rank = 0;
  return new Map(
    rows.map(([name, [value]], i) => {
      if (value !== rows[i - 1]?.[1][0]) rank += 1;
      return [name, rank];
    }),
  );
}

const known = new Map<string, Promise<Map<string, number>>>();
function ranks(index: string, sort: OrderField): Promise<Map<string, number>> {
  const key = JSON.stringify([index, sort]);
  const found = known.get(key) ?? readRanks(index, sort);
  known.set(key, found);
  return found;
}

/** The rows by their ranks in each field in turn, missing values last, then by sequence number and index. */
async function reference(index: string, sort: readonly OrderField[]): Promise<Map<string, string>> {
  const written = await sortedAlone(index, { sort: [{ _seq_no: { order: 'asc', unmapped_type: 'long' } }, '_index'] });
  const byField = await Promise.all(sort.map((one) => ranks(index, one)));
  const places = new Map(written.toReversed().map(([, keys], i) => [keys.join(), written.length - i]));
  const rows = written.map(([name, keys]) => ({
    name,
    keys: [...byField.map((ranked) => ranked.get(name) ?? 99_999), places.get(keys.join()) ?? 0],
  }));
  const compared = (a: number[], b: number[]) => a.map((key, i) => key - (b[i] ?? 0)).find((step) => step !== 0) ?? 0;
  rows.sort((a, b) => compared(a.keys, b.keys));
  return new Map(rows.map(({ name, keys }) => [name, keys.join()]));
}

async function expectSame(index: string, sort: readonly OrderField[], size: number): Promise<void> {
  const [names, expected] = [await namesByPage({ index, q: '', size, sort }), await reference(index, sort)];
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBe(expected.size);
  // Rows that are equal in all of it stand in any order among themselves.
  expect(names.map((name) => expected.get(name))).toEqual([...expected.values()]);
}

const by = (field: Name, order: OrderField['order']): OrderField => ({ field, order, type: TYPES[field] });
const ALL = 'proxy-orders-a,proxy-orders-b,proxy-orders-lacks';

describe('pages sorted by several fields', () => {
  it.each(NAMES)('are exact where %s is the second key, both ways', async (name) => {
    const first = name === 'flag' ? 'small' : 'flag';
    await expectSame(ALL, [by(first, 'asc'), by(name, 'desc')], 211);
    await expectSame(ALL, [by(first, 'desc'), by(name, 'asc')], 500);
  });

  it('are exact for generated orders of two to four keys', async () => {
    const sort = fc
      .tuple(fc.shuffledSubarray(NAMES, { minLength: 2, maxLength: 4 }), fc.infiniteStream(fc.boolean()))
      .map(([names, ways]) => names.map((name) => by(name, ways.next().value ? 'asc' : 'desc')));
    const index = fc.constantFrom(ALL, 'proxy-orders-shrunk', 'proxy-orders-shrunk,proxy-orders-b', 'proxy-orders-b');
    const runs = Number(process.env.QUERY_RUNS ?? 12);
    await fc.assert(fc.asyncProperty(index, sort, fc.integer({ min: 60, max: 500 }), expectSame), {
      numRuns: runs,
      endOnFailure: true,
    });
  });

  it.each([
    ['at', 'desc'],
    ['at', 'asc'],
    ['day', 'desc'],
    ['nano', 'desc'],
    ['nano', 'asc'],
    ['flag', 'asc'],
    ['word', 'desc'],
    ['big', 'asc'],
  ] as const)('by %s %s, and by a second field, have the order of a file', async (name, order) => {
    const second = name === 'flag' ? by('at', 'desc') : by('flag', 'desc');
    for (const sort of [[by(name, order)], [by(name, order), second]]) {
      const names = await namesByPage({ index: 'proxy-orders-tied-*', q: '', size: 97, sort });
      expect(names.length).toBe(TIED.length * 300);
      expect(names).toEqual(await namesInFile('proxy-orders-tied-*', sort));
    }
  });

  it('have the order of a file also for values at both ends of a type, and missing ones', async () => {
    const sorts = [
      [by('at', 'desc')],
      [by('at', 'asc')],
      [by('day', 'asc'), by('nano', 'desc')],
      [by('nano', 'desc'), by('edition', 'asc')],
      [by('nano', 'asc')],
      [by('big', 'desc'), by('at', 'asc')],
      [by('flag', 'asc'), by('day', 'desc'), by('vast', 'asc')],
      [by('half', 'asc'), by('wide', 'desc'), by('ip', 'asc'), by('edition', 'desc')],
    ];
    for (const sort of sorts) {
      expect((await namesByPage({ index: ALL, q: '', size: 211, sort })).join('\n'), JSON.stringify(sort)).toBe(
        (await namesInFile(ALL, sort)).join('\n'),
      );
    }
  });

  it('are exact where a page is smaller than a group of rows that are equal in all keys', async () => {
    const sort = [by('flag', 'asc'), by('small', 'desc')];
    await expectSame('proxy-orders-shrunk', sort, 23);
  });

  it('tell the total once, of all rows', async () => {
    const first = await page({ index: ALL, q: '', size: 5, sort: [by('flag', 'asc'), by('big', 'desc')] });
    expect(first.total).toBe(ROWS.a + ROWS.b + ROWS.c);
    expect(
      (await page({ index: ALL, q: '', size: 5, sort: [by('flag', 'asc'), by('big', 'desc')], after: first.after }))
        .total,
    ).toBeUndefined();
  });

  it('take a single field outside a list, as pages of before ask', async () => {
    const listed = await page({ index: ALL, q: '', size: 50, sort: [by('word', 'asc')] });
    const single = await page({ index: ALL, q: '', size: 50, sort: by('word', 'asc') });
    expect(single.hits).toEqual(listed.hits);
  });

  it('are refused for more keys than four, a key that comes twice, none, and a place of another order', async () => {
    const five = NAMES.slice(0, 5).map((name) => by(name, 'asc'));
    const other = await page({ index: ALL, q: '', size: 5, sort: [by('flag', 'asc'), by('big', 'desc')] });
    const wrong = [
      { sort: five },
      { sort: [by('big', 'asc'), by('big', 'desc')] },
      { sort: [] },
      { sort: [by('big', 'asc'), { field: 'text', order: 'asc', type: 'text' }] },
      { sort: [by('flag', 'asc')], after: other.after },
      { sort: [by('flag', 'asc')], after: '{"lacking":2,"values":[]}' },
      { sort: [by('flag', 'asc')], after: '{"lacking":-1,"values":[]}' },
      { sort: [by('flag', 'asc')], after: '{"lacking":0.5,"values":[]}' },
      { sort: [by('flag', 'asc')], after: '{"lacking":true,"values":[]}' },
    ];
    for (const more of wrong) {
      const response = await fetch(new URL('/api/search', proxy.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: who.cookie },
        body: JSON.stringify({ index: ALL, q: '', ...more }),
      });
      expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'bad_request' } }]);
    }
  });
});
