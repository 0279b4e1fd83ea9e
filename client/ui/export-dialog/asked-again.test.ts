import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../shared/http.ts';
import {
  type ExportRequest,
  HIT_IDS,
  KINDS,
  PARQUET_COMPRESSIONS,
  PARQUET_TYPES,
  type ParquetColumn,
  XLSX_TYPES,
  type XlsxColumn,
} from '../../../shared/request.ts';
import { searchSchema } from '../../../shared/search.ts';
import { readWaiting } from '../../export/records.ts';
import { readAddress } from '../search/address/address.ts';
import { withNested } from '../search/fields/nested-fields.ts';
import { toSearch } from '../search/state/to-search.ts';
import { type Choices, marksOf, toFormat, withBom } from './choices.ts';

/** What the browser keeps of a request, read as a later visit reads it; undefined where it would be lost. */
function readAgain(request: ExportRequest): ExportRequest | undefined {
  const stored: unknown = structuredClone({ id: request.id, request, createdAt: 1 });
  return readWaiting([stored])[0]?.request;
}

const names = ['n', 'items.sku', 'items.at', 'some.name', 'a:b', '-x', '\\', '한국', '', '__proto__', ...HIT_IDS];
const typed = fc.oneof(fc.constantFrom(...names, 'now-1d/d', '2024-01-01', '=1+1', '"', ','), fc.string());
const field = (name: string, type: string, nestedIn?: string[]): Field => ({
  ...{ name, type, searchable: true, aggregatable: true, ...(nestedIn && { nestedIn }) },
});
const FIELDS = [
  ...[field('items', 'nested'), field('items.sku', 'keyword'), field('items.at', 'date'), field('n', 'long')],
  ...[field('some', 'nested, object', ['one', 'two']), field('some.name', 'keyword')],
];

/** As typed or pasted, well made or not. */
const filter = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(fc.constantFrom(...names), typed),
    fc.constantFrom(':is:', ':one_of:', ':between:', ':exists', ':other:', ''),
    fc.array(typed, { maxLength: 3 }),
  )
  .map(([not, name, op, values]) => not + name + op + values.join(','));

const search = fc
  .record({
    ...{ index: fc.constantFrom('i', ' a,b* ', '<logs-{now/d}>', '인덱스'), q: typed, dsl: typed, time: typed },
    ...{ from: typed, to: typed, filters: fc.array(filter, { maxLength: 4 }) },
  })
  .map(({ filters, ...given }) => {
    const params = new URLSearchParams(Object.entries(given).filter(([, text]) => text !== ''));
    for (const one of filters) params.append('filter', one);
    const address = readAddress(`?${params}`);
    return withNested(toSearch(address, address.time || undefined), FIELDS);
  });

const choices: fc.Arbitrary<Choices> = fc.record({
  kind: fc.constantFrom(...KINDS),
  csv: fc
    .tuple(
      fc.record(
        {
          delimiter: fc.constantFrom(',', ';', '\t', '|'),
          ...{ header: fc.boolean(), bom: fc.boolean(), guard: fc.boolean() },
          ...{ rest: fc.constantFrom('auto', 'on', 'off'), zone: fc.constantFrom('', 'UTC', 'Asia/Seoul') },
          join: fc.constantFrom(' | ', '; ', ''),
        },
        { requiredKeys: ['delimiter', 'header', 'bom', 'guard', 'rest', 'zone'] },
      ),
      fc.option(fc.boolean(), { nil: undefined }),
    )
    .map(([csv, bom]) => (bom === undefined ? csv : withBom(csv, bom))),
  parquet: fc.record({ compression: fc.constantFrom(...PARQUET_COMPRESSIONS), rest: fc.boolean() }),
  xlsx: fc.record({
    zone: fc.constantFrom('', 'UTC', 'Asia/Seoul'),
    rest: fc.constantFrom('auto' as const, 'on' as const, 'off' as const),
  }),
  ...{ ids: fc.boolean(), only: fc.boolean(), gzip: fc.boolean(), leaveOut: fc.boolean(), manifest: fc.boolean() },
  parts: fc.record({
    by: fc.constantFrom('none', 'rows', 'megabytes'),
    ...{ rows: fc.integer({ min: 1, max: 1e9 }), megabytes: fc.integer({ min: 1, max: 4_000 }) },
  }),
  place: fc.constantFrom('downloads', 'picked'),
  templates: fc.constant({}),
});

function parquetColumn(name: string, i: number): ParquetColumn {
  const type = PARQUET_TYPES[i % PARQUET_TYPES.length] ?? 'text';
  return { name, type, ...(i % 2 === 0 ? { list: true } : {}) };
}

function xlsxColumn(name: string, i: number): XlsxColumn {
  return { name, type: XLSX_TYPES[i % XLSX_TYPES.length] ?? 'text', width: 8 + i };
}

const request = fc
  .record({ id: fc.uuid(), search, choices, columns: fc.array(typed, { maxLength: 5 }), rest: fc.boolean() })
  .map(({ id, search, choices, columns, rest }): ExportRequest => {
    const types = {
      parquet: () => columns.map((name, i): ParquetColumn => parquetColumn(name, i)),
      xlsx: () => columns.map((name, i): XlsxColumn => xlsxColumn(name, i)),
    };
    const ids = columns.some((name) => (HIT_IDS as readonly string[]).includes(name));
    const format = toFormat(choices, { columns, ids, dates: new Set(['items.at', 'n']), rest, types });
    return { id, search, format, fileName: 'a.csv', ...marksOf(choices) };
  });

describe('an export that was begun and is to be gone on with', () => {
  it('is read again whole, whatever was chosen and searched for', () => {
    let taken = 0;
    fc.assert(
      fc.property(request, (asked) => {
        // What the proxy refuses is never begun.
        if (!v.is(searchSchema, asked.search)) return;
        taken += 1;
        const { search: wanted, ...others } = asked;
        expect(readAgain(asked)).toEqual({ ...others, search: { ...wanted, index: wanted.index.trim() } });
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  it.each<[string, Partial<ExportRequest>]>([
    ['columns as many as documents use names', { format: { kind: 'ndjson', columns: manyNames(150_000) } }],
    ['a column with a long name', { format: { kind: 'json', columns: ['k'.repeat(70_000), 'n'] } }],
    ['a long column in a CSV', { format: csvOf(['n', `${'한'.repeat(60_000)}.${'j'.repeat(60_000)}`]) }],
    ['many columns in a CSV', { format: csvOf(manyNames(120_000)) }],
    ['many columns of dates', { format: { ...csvOf(['n']), dates: { zone: 'UTC', columns: manyNames(101_000) } } }],
    ['a picked file whose name is as long as disks allow', { fileName: `${'n'.repeat(251)}.csv` }],
  ])('is read again with %s', (_, part) => {
    const asked: ExportRequest = {
      ...{ id: '00000000-0000-4000-8000-00000000000a', search: { index: 'i', q: '' } },
      ...{ format: { kind: 'ndjson' }, fileName: 'a.ndjson', ...part },
    };
    expect(readAgain(asked)).toEqual(asked);
  });
});

function manyNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `k${i}`);
}

function csvOf(columns: string[]) {
  const plain = { delimiter: ',', header: true, bom: false, guard: false, rest: false } as const;
  return { kind: 'csv', columns, ...plain } as const;
}
