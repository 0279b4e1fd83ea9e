import { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { dqlPhrase, dqlWord } from '../../../shared/dql/print.ts';
import { makeIndex } from '../../support/indices.ts';
import { runExport } from '../../support/run-export.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

type Item = { name: string; count: number; sub?: { x: number }[] };
type Row = {
  id: string;
  word: string;
  words?: string;
  bytes?: number;
  ratio: number;
  ok: boolean;
  at: string;
  us: { name: string; nick: string };
  items: Item[];
};

const WORDS = ['LAS', 'ATL', 'New York', 'a:b', 'x*y', 'and', '서울', 'C:\\temp', 'las'];
const TEXTS = ['the quick brown fox', 'a brown quick dog', 'error on disk', 'no error', 'Fox trot'];
const ROWS: Row[] = Array.from({ length: 90 }, (_, i) => ({
  id: `row-${i}`,
  word: WORDS[i % WORDS.length] ?? '',
  ...(i % 7 === 0 ? {} : { words: TEXTS[i % TEXTS.length] ?? '' }),
  ...(i % 4 === 0 ? {} : { bytes: i * 100 - 500 }),
  ratio: i / 10,
  ok: i % 2 === 0,
  at: new Date(Date.UTC(2026, 0, 1 + (i % 30), i % 24)).toISOString(),
  us: { name: ['kim', 'lee', 'park'][i % 3] ?? '', nick: ['lee', 'choi'][i % 2] ?? '' },
  items: Array.from({ length: i % 4 }, (_, n) => ({
    name: 'ABC'[(i + n) % 3] ?? '',
    count: (i + n * 3) % 7,
    ...(n === 1 ? { sub: [{ x: i % 5 }, { x: 9 }] } : {}),
  })),
}));

const text = { type: 'text', fields: { keyword: { type: 'keyword' } } };
const NAMES = { name: { type: 'keyword' }, nick: { type: 'keyword' } };
const ITEMS = { name: { type: 'keyword' }, count: { type: 'integer' } };
const MAPPING = {
  dynamic: false,
  properties: {
    ...{ word: { type: 'keyword' }, words: text, bytes: { type: 'long' }, ratio: { type: 'double' } },
    ...{ ok: { type: 'boolean' }, at: { type: 'date' }, us: { properties: NAMES } },
    items: {
      type: 'nested',
      properties: { ...ITEMS, sub: { type: 'nested', properties: { x: { type: 'integer' } } } },
    },
  },
};
const INDEX = 'dql-rows';

beforeAll(async () => {
  const docs = ROWS.map(({ id, ...source }) => ({ id, source: JSON.stringify(source) }));
  await makeIndex(client, INDEX, docs, { mapping: MAPPING, shards: 2 });
  bench = await makeSearchBench(inject('opensearchUrl'), 'dql-*');
});
afterAll(async () => {
  await client.indices.delete({ index: `${INDEX},dql-odd`, ignore_unavailable: true });
  await bench.close();
  await client.close();
});

const ask = (dql: string, index = INDEX) => bench.post('/api/search', { index, dql, size: 500 });
const found = (body: { hits: { _id: string }[] }) => body.hits.map(({ _id }) => _id).sort();
const has = (row: Row, ...words: string[]) => {
  const own = (row.words ?? '').toLowerCase().split(' ');
  return words.some((word) => own.includes(word));
};
const day = (row: Row) => row.at.slice(0, 10);
const b = ({ bytes }: Row) => bytes ?? Number.NaN;

const QUERIES: [string, (row: Row) => boolean][] = [
  ['', () => true],
  ['*', () => true],
  ['*: *', () => true],
  ['word: LAS', ({ word }) => word === 'LAS'],
  ['word: "LAS"', ({ word }) => word === 'LAS'],
  ['word: nosuch', () => false],
  ['nosuch: LAS', () => false],
  ['word: New York', ({ word }) => word === 'New York'],
  ['word: (LAS or ATL)', ({ word }) => word === 'LAS' || word === 'ATL'],
  ['word: (LAS and ATL)', () => false],
  ['word: (not LAS)', ({ word }) => word !== 'LAS'],
  ['word: a\\:b', ({ word }) => word === 'a:b'],
  ['word: "a:b"', ({ word }) => word === 'a:b'],
  ['word: x\\*y', ({ word }) => word === 'x*y'],
  ['word: x*', ({ word }) => word.startsWith('x')],
  ['word: x\\**', ({ word }) => word.startsWith('x*')],
  ['word: "and"', ({ word }) => word === 'and'],
  ['word: \\and', ({ word }) => word === 'and'],
  ['word: 서울', ({ word }) => word === '서울'],
  ['word: 서*', ({ word }) => word.startsWith('서')],
  ['word: "C:\\\\temp"', ({ word }) => word === 'C:\\temp'],
  ['word: C\\:\\\\t*', ({ word }) => word === 'C:\\temp'],
  ['word: *', () => true],
  ['wor*: LAS', ({ word }) => word === 'LAS'],
  ['wor*: L*', ({ word }) => word.startsWith('L')],
  ['words: *', ({ words }) => words !== undefined],
  ['not words: *', ({ words }) => words === undefined],
  ['words: quick', (row) => has(row, 'quick')],
  ['words: QUICK fox', (row) => has(row, 'quick', 'fox')],
  ['words: "quick brown"', ({ words = '' }) => words.includes('quick brown')],
  ['words: (quick and fox)', (row) => has(row, 'quick') && has(row, 'fox')],
  ['words: fo*', (row) => has(row, 'fox')],
  ['words.keyword: "Fox trot"', ({ words }) => words === 'Fox trot'],
  ['quick', (row) => has(row, 'quick')],
  ['"brown quick"', ({ words = '' }) => words.includes('brown quick')],
  ['quic*', (row) => has(row, 'quick')],
  ['error and not disk', (row) => has(row, 'error') && !has(row, 'disk')],
  ['bytes: 1500', ({ bytes }) => bytes === 1500],
  ['bytes: -400', ({ bytes }) => bytes === -400],
  ['bytes: (100 or 200)', ({ bytes }) => bytes === 100 || bytes === 200],
  ['bytes > 1500', (row) => b(row) > 1500],
  ['bytes >= 1500', (row) => b(row) >= 1500],
  ['bytes < 1500', (row) => b(row) < 1500],
  ['bytes <= -100', (row) => b(row) <= -100],
  ['bytes > 1000 and bytes < 2000', (row) => b(row) > 1000 && b(row) < 2000],
  ['by* > 1500', (row) => b(row) > 1500],
  ['not bytes > 1500', (row) => !(b(row) > 1500)],
  ['ratio: 0.50', ({ ratio }) => ratio === 0.5],
  ['ratio < 0.75', ({ ratio }) => ratio < 0.75],
  ['ok: true', ({ ok }) => ok],
  ['ok: false and word: LAS', ({ ok, word }) => !ok && word === 'LAS'],
  ['at: "2026-01-03"', (row) => day(row) === '2026-01-03'],
  ['at: 2026-01-03', (row) => day(row) === '2026-01-03'],
  ['at >= "2026-01-20"', (row) => day(row) >= '2026-01-20'],
  ['at <= 2026-01-03', (row) => day(row) <= '2026-01-03'],
  ['at > "2026-01-29T00:00:00Z"', ({ at }) => at > '2026-01-29T00:00:00.000Z'],
  ['at < now', ({ at }) => Date.parse(at) < Date.now()],
  ['at > "2026-01-01||+10d/d"', (row) => day(row) > '2026-01-11'],
  ['us.name: kim', ({ us }) => us.name === 'kim'],
  ['us.*: lee', ({ us }) => us.name === 'lee' || us.nick === 'lee'],
  ['us.n*: l*', ({ us }) => us.name === 'lee' || us.nick === 'lee'],
  ['word: LAS or ok: true and us.name: kim', ({ word, ok, us }) => word === 'LAS' || (ok && us.name === 'kim')],
  ['(word: LAS or ok: true) and us.name: kim', ({ word, ok, us }) => (word === 'LAS' || ok) && us.name === 'kim'],
  ['NOT (word: LAS OR ok: true)', ({ word, ok }) => word !== 'LAS' && !ok],
  ['items: { name: A }', ({ items }) => items.some(({ name }) => name === 'A')],
  ['items: { name: A and count > 3 }', ({ items }) => items.some(({ name, count }) => name === 'A' && count > 3)],
  ['items: { name: (A or B) }', ({ items }) => items.some(({ name }) => name !== 'C')],
  ['items: { not name: A }', ({ items }) => items.some(({ name }) => name !== 'A')],
  ['not items: { name: A }', ({ items }) => !items.some(({ name }) => name === 'A')],
  ['items.name: A', ({ items }) => items.some(({ name }) => name === 'A')],
  [
    'items.name: A and items.count > 3',
    ({ items }) => items.some(({ name }) => name === 'A') && items.some(({ count }) => count > 3),
  ],
  ['items: *', ({ items }) => items.length > 0],
  ['not items: *', ({ items }) => items.length === 0],
  ['items: { B }', ({ items }) => items.some(({ name }) => name === 'B')],
  ['it*: B', ({ items }) => items.some(({ name }) => name === 'B')],
  ['items.sub.x: 3', ({ items }) => items.some(({ sub = [] }) => sub.some(({ x }) => x === 3))],
  [
    'items: { name: B and sub: { x: 3 } }',
    ({ items }) => items.some(({ name, sub = [] }) => name === 'B' && sub.some(({ x }) => x === 3)),
  ],
  [
    'items: { name: B and sub.x: 3 }',
    ({ items }) => items.some(({ name, sub = [] }) => name === 'B' && sub.some(({ x }) => x === 3)),
  ],
];

it('the queries tell rows apart', () => {
  const some = QUERIES.filter(([, matches]) => ROWS.some(matches) && !ROWS.every(matches));
  expect(some.length).toBeGreaterThanOrEqual(60);
});

it.each(QUERIES)('finds what the rows hold: %s', async (dql, matches) => {
  const { body } = await ask(dql);
  const expected = ROWS.filter(matches).map(({ id }) => id);
  expect(body.error).toBeUndefined();
  expect([found(body), body.total]).toEqual([expected.sort(), expected.length]);
});

describe('a file', () => {
  it.each([
    [
      'word: LAS or bytes > 3000',
      { bool: { should: [{ term: { word: 'LAS' } }, { range: { bytes: { gt: 3000 } } }] } },
    ],
    [
      'items: { name: A and count > 3 }',
      {
        nested: {
          path: 'items',
          query: { bool: { filter: [{ term: { 'items.name': 'A' } }, { range: { 'items.count': { gt: 3 } } }] } },
        },
      },
    ],
    ['items.name: A', { nested: { path: 'items', query: { term: { 'items.name': 'A' } } } }],
    [
      'at < now-1d and words: quick',
      { bool: { filter: [{ range: { at: { lt: 'now-1d' } } }, { match: { words: 'quick' } }] } },
    ],
  ])('holds what the same DSL finds: %s', async (dql, dsl) => {
    const lines = async (search: object) => {
      const { text: file } = await runExport(bench.ann, { search: { index: INDEX, q: '', ...search } });
      return file.trimEnd().split('\n').sort();
    };
    const own = await lines({ dql });
    expect(own).toEqual(await lines({ dsl: JSON.stringify(dsl) }));
    expect(own.length).toBeGreaterThan(1);
  });
});

describe('what cannot be asked is told at its place', () => {
  it.each([
    ['word: (LAS or ', 'missing behind', 11],
    ['bytes: LAS', 'not a number', 7],
    ['word: LAS and bytes > 1x', 'not a number', 22],
    ['at >= 2026-13-45', 'not a time', 6],
    ['word: *S', 'begin with a wildcard', 6],
    ['us: { name: kim }', 'holds no nested objects', 0],
    [`word: ${'x'.repeat(1001)}*`, '1000 characters', 6],
  ])('%s', async (dql, message, position) => {
    const { status, body } = await ask(dql);
    const { error = {} } = body;
    expect([status, error.code, error.position]).toEqual([400, 'query_invalid', position]);
    expect(error.message).toContain(message);
    const validated = await bench.post('/api/validate', { index: INDEX, dql });
    expect(validated.body.fault).toMatchObject({ code: 'query_invalid', position });
  });

  it('beside a query string', async () => {
    const both = await bench.post('/api/search', { index: INDEX, q: 'a', dql: 'b', size: 1 });
    expect(both).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
  });
});

/** Texts that mean something to one of the languages on the way, and any. */
const value = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        'and',
        'OR',
        'not',
        ' ',
        '*',
        '?',
        '"',
        '\\',
        ':',
        '(',
        ')',
        '{',
        '}',
        '<',
        'a',
        '~',
        '/',
        '&&',
        '^2',
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((parts) => parts.join('')),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
);

it('any value is found, by itself, in the document that has it', async () => {
  const values = [...new Set(fc.sample(value, Number(process.env.QUERY_RUNS ?? 60)))];
  const docs = values.map((own, i) => ({ id: `${i}`, source: JSON.stringify({ 'odd key': own }) }));
  const mapping = { dynamic: false, properties: { 'odd key': { type: 'keyword' } } };
  await makeIndex(client, 'dql-odd', docs, { mapping });
  for (const [i, own] of values.entries()) {
    const { body } = await ask(`odd key: ${dqlPhrase(own)}`, 'dql-odd');
    expect(found(body), own).toEqual([`${i}`]);
    // As a word it loses white space at its ends, and nothing else.
    if (own.trim() !== own) continue;
    const word = await ask(`"odd key": ${dqlWord(own)}`, 'dql-odd');
    expect(found(word.body), own).toEqual([`${i}`]);
    const both = await ask(`odd key: (${dqlWord(own)} and ${dqlPhrase(own)}) and odd*: ${dqlPhrase(own)}`, 'dql-odd');
    expect(found(both.body), own).toEqual([`${i}`]);
  }
});
