import fc from 'fast-check';
import { parse, stringify } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { loadFormat } from '../../client/worker/encode/formats.ts';
import { bytesOf, pageOf } from '../../client/worker/scan/suite/pages.ts';
import { dateReader } from '../../shared/dates/format.ts';
import { PARQUET_COMPRESSIONS, PARQUET_TYPES, type ParquetColumn, type TypedFormat } from '../../shared/request.ts';
import { readByHyparquet } from '../support/read-file.ts';
import { typedRow } from './typed-oracle.ts';

/** Columns of any type, over documents that keep no mapping. `TYPED_RUNS` makes it search longer. */
const RUNS = Number(process.env.TYPED_RUNS ?? 60);

const NUMBERS = [
  ...['0', '-0', '-0.0', '5', '5.0', '1e3', '1.5E1', '1e-1', '0.1', '0.30000000000000004', '2147483647', '-2147483649'],
  ...['123456789012345', '999999999999999.9', '9007199254740993', '9223372036854775807', '-9223372036854775808'],
  ...['9223372036854775808', '18446744073709551615', '18446744073709551616', '10000000000000000000.0', '1.0e20'],
  ...['1e308', '1e309', '5e-324', '1e-400', '1e-46', '3.4028235e38', '3.5e38', '16777217', '1e22', '1e23', '0e-999'],
  ...[
    '123456789012345678901234567890',
    '1.00000000000000000000000',
    '0.1234567890123456789',
    '981925020120',
    '-1000000',
  ],
];
const TEXTS = [
  ...['', 'a', '=1+1', ' both ', '\t', '\r\n', '\u0000', '_x0041_', '\ud800', 'x\udfff\ud83d\ude42', '🙂', '한국어'],
  ...['\ufeffx', '\uffff', '5', 'true', 'null', '007', 'x'.repeat(64), 'x'.repeat(65), `${'가'.repeat(21)}b`, 'NaN'],
  ...['2001-02-11', '2001-02-30', '0001-01-01', '9999-12-31T23:59:59.999Z', '2024-02-29T12:34:56.123456789Z'],
  ...[
    '1677-09-21T00:12:43.145224193Z',
    '2262-04-11T23:47:16.854775807Z',
    '2262-04-11T23:47:16.854775806Z',
    '10000-01-01',
  ],
];
const NAMES = ['a', 'b', 'a.b', 'A', '', 'q"k', '한\n', '_rest', 'c', 'd'];

const anyScalar = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(...TEXTS).map((text) => JSON.stringify(text)),
  fc.constantFrom('true', 'false', 'null', '{}', '[]'),
);
const listOf = (element: fc.Arbitrary<string>) =>
  fc.array(element, { maxLength: 4 }).map((all) => `[${all.join(',')}]`);
const anyValue = fc.oneof(
  { weight: 6, arbitrary: anyScalar },
  { weight: 3, arbitrary: listOf(anyScalar) },
  { weight: 1, arbitrary: listOf(fc.oneof(anyScalar, listOf(anyScalar), fc.constant('{"b":1}'))) },
  { weight: 1, arbitrary: anyScalar.map((json) => `{"b":${json}}`) },
);
/** `a.b` may be said in both ways at once. */
const anySource = fc
  .dictionary(fc.constantFrom(...NAMES, 'none'), anyValue, { maxKeys: 8 })
  .map((all) => `{${Object.entries(all).map(([name, json]) => `${JSON.stringify(name)}:${json}`)}}`);
const anyColumns = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...NAMES), type: fc.constantFrom(...PARQUET_TYPES), several: fc.boolean() }),
  { selector: ({ name }) => name, minLength: 1 },
);
const anyPages = fc.array(fc.array(anySource, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 });

const columnsOf = (all: readonly { name: string; type: ParquetColumn['type']; several: boolean }[]) =>
  all.map(
    ({ name, type, several }): ParquetColumn => ({ name, type, ...(several && type !== 'json' ? { list: true } : {}) }),
  );

const usual = dateReader('strict_date_optional_time||epoch_millis');

/** Pages as the worker takes them, in both of its ways, gone on with from a commit behind each. */
async function write(format: TypedFormat, pages: readonly (readonly string[])[]) {
  const files = [];
  for (const engine of ['plain', 'simd'] as const) {
    const { scannerWith, makeScanner, makeEncoder } = await loadFormat(format, { engine });
    const readers = new Map(format.columns.map(({ name }) => [name, usual]));
    let encoder = makeEncoder();
    const parts: Uint8Array[] = [];
    for (const sources of pages) {
      const scanner = (scannerWith?.(readers) ?? makeScanner)();
      scanner.push(bytesOf(pageOf(sources.map((source, seqNo) => ({ source, seqNo })))));
      scanner.finish();
      for (const { bytes } of Object.values(scanner.take())) parts.push(...encoder.append(bytes));
      const flushed = encoder.flush();
      parts.push(...flushed.bytes);
      encoder = makeEncoder(structuredClone(flushed.state));
    }
    parts.push(...encoder.finish());
    files.push({ bytes: Buffer.concat(parts), misfits: encoder.report?.misfits ?? [] });
  }
  // Quicker than to compare them as objects.
  expect(files.map(({ bytes }) => bytes.toString('latin1'))[0] === files[1]?.bytes.toString('latin1')).toBe(true);
  return files[0] ?? { bytes: Buffer.alloc(0), misfits: [] };
}

/** A row's cells, and what stands in `_rest` of its columns, as JSON. */
type Row = { cells: unknown[]; rest: (string | undefined)[] };

function wantedOf(source: string, columns: readonly ParquetColumn[]): Row {
  const { cells, rest } = typedRow(source, columns);
  return { cells, rest: columns.map(({ name }) => stringify(rest.get(name))) };
}

function foundOf(cells: readonly unknown[], columns: readonly ParquetColumn[]): Row {
  const rest = Object.entries(parse(String(cells[columns.length] ?? 's:{}').slice(2)) as object);
  const members = new Map(rest);
  return {
    cells: columns.map(({ type }, i) => (type === 'json' ? tidied(cells[i]) : cells[i])),
    rest: columns.map(({ name }) => stringify(members.get(name))),
  };
}

const tidied = (told: unknown) => (typeof told === 'string' ? `s:${stringify(parse(told.slice(2)))}` : told);

function countsOf(rows: readonly Row[], columns: readonly ParquetColumn[]): Map<string, number> {
  const counts = columns.map(({ name }, i): [string, number] => [
    name,
    rows.filter(({ rest }) => rest[i] !== undefined).length,
  ]);
  return new Map(counts.filter(([, count]) => count > 0));
}

describe('a file of typed columns', () => {
  it(
    'holds each value of its type exactly, and each other one in _rest, and counts these',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyColumns,
          anyPages,
          fc.constantFrom(...PARQUET_COMPRESSIONS),
          async (any, pages, compression) => {
            const columns = columnsOf(any);
            const { bytes, misfits } = await write({ kind: 'parquet', columns, compression, rest: true }, pages);
            const { rows } = await readByHyparquet(bytes);
            const wanted = pages.flat().map((source) => wantedOf(source, columns));
            expect(rows.map((cells) => foundOf(cells, columns))).toEqual(wanted);
            expect(new Map(misfits.map(({ field, rows: count }) => [field, count]))).toEqual(countsOf(wanted, columns));
          },
        ),
        { numRuns: RUNS },
      );
    },
    60_000 + RUNS * 500,
  );
});
