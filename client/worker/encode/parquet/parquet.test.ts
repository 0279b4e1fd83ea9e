import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, it } from 'vitest';
import { PARQUET_COMPRESSIONS, type ParquetColumn, type ParquetFormat } from '../../../../shared/request.ts';
import { bytesOf, pageOf } from '../../scan/suite/pages.ts';
import type { Bytes, FileReport } from '../encoder.ts';
import { loadFormat } from '../formats.ts';

const COLUMNS: ParquetColumn[] = [
  { name: 'l', type: 'int64' },
  { name: 'i', type: 'int32' },
  { name: 'd', type: 'double' },
  { name: 'b', type: 'boolean' },
  { name: 's', type: 'text' },
  { name: 'ss', type: 'text', list: true },
  { name: 'ls', type: 'int64', list: true },
];

const parquet = (options: Partial<ParquetFormat> = {}): ParquetFormat => ({
  kind: 'parquet',
  columns: COLUMNS,
  compression: 'snappy',
  rest: true,
  ...options,
});

type Row = Record<string, unknown>;
type Written = { file: Bytes; report: FileReport };

/** Writes pages of documents, each with a flush behind it where `flushes` says so: then another encoder goes on from the state. */
async function write(
  format: ParquetFormat,
  pages: readonly (readonly string[])[],
  flushes: readonly boolean[] = [],
): Promise<Written> {
  const { makeScanner, makeEncoder } = await loadFormat(format);
  let encoder = makeEncoder();
  const parts: Bytes[] = [];
  pages.forEach((sources, i) => {
    const scanner = makeScanner();
    scanner.push(bytesOf(pageOf(sources.map((source, seqNo) => ({ source, seqNo })))));
    scanner.finish();
    const { done, tail } = scanner.take();
    for (const { bytes } of [done, tail]) parts.push(...encoder.append(bytes));
    if (!flushes[i]) return;
    const { bytes, state } = encoder.flush();
    parts.push(...bytes);
    encoder = makeEncoder(structuredClone(state));
  });
  parts.push(...encoder.finish());
  return { file: new Uint8Array(await new Blob(parts).arrayBuffer()), report: encoder.report ?? {} };
}

async function read({ file }: Written): Promise<Row[]> {
  return parquetReadObjects({ file: file.buffer, compressors });
}

const anyLong = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('a', 'b', '', '한국어', 'x'.repeat(200)),
);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
const anyRow = fc.record({
  l: maybe(anyLong),
  i: maybe(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  d: maybe(fc.double({ noNaN: true, noDefaultInfinity: true })),
  b: maybe(fc.boolean()),
  s: maybe(anyText),
  ss: maybe(fc.array(fc.option(anyText), { maxLength: 4 })),
  ls: maybe(fc.array(fc.option(anyLong), { maxLength: 4 })),
});

const jsonOf = (value: unknown): string => {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  return Object.is(value, -0) ? '-0.0' : JSON.stringify(value);
};
const sourceOf = (row: Row) =>
  `{${Object.entries(row)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `"${name}":${jsonOf(value)}`)
    .join(',')}}`;
const shown = (row: Row): Row =>
  Object.fromEntries([...COLUMNS.map(({ name }) => [name, row[name] ?? null]), ['_rest', null]]);
const tidied = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === undefined ? null : value]));

describe('Parquet', () => {
  it('holds each value of generated documents, however it is packed, wherever it was gone on with', async () => {
    const anyPages = fc.array(fc.array(anyRow, { maxLength: 40 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        anyPages,
        fc.array(fc.boolean(), { maxLength: 5 }),
        fc.constantFrom(...PARQUET_COMPRESSIONS),
        async (pages, flushes, compression) => {
          const written = await write(
            parquet({ compression }),
            pages.map((rows) => rows.map(sourceOf)),
            flushes,
          );
          expect((await read(written)).map(tidied)).toEqual(
            pages.flat().map((row) => shown({ ...row, i: row.i, l: row.l, ls: row.ls })),
          );
          expect(written.report).toEqual({});
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);

  it('counts its rows, and has no page of version 2', async () => {
    const { file } = await write(parquet(), [['{"l":1}', '{"l":2}'], ['{"l":3}']], [true, true]);
    const { num_rows, row_groups } = parquetMetadata(file.buffer);
    expect([num_rows, row_groups.map((group) => group.num_rows)]).toEqual([3n, [2n, 1n]]);
  });

  it('is a file with a schema where there are no rows', async () => {
    const written = await write(parquet(), []);
    expect(await read(written)).toEqual([]);
    expect(parquetMetadata(written.file.buffer).schema.length).toBe(1 + 5 + 2 * 3 + 1);
  });

  it('puts what does not fit into _rest as it stands, and counts it by column', async () => {
    const sources = ['{"l":"\\u0035","x":1,"s":[1 ,2]}', '{"l":5.5,"ls":[1,"a"]}', '{"l":1e2,"s":1.50,"ls":7}'];
    const written = await write(parquet(), [sources], [true]);
    expect((await read(written)).map(({ l, s, ls, _rest }) => [l, s, ls, _rest].map((value) => value ?? null))).toEqual(
      [
        [null, null, null, '{"x":1,"l":"\\u0035","s":[1 ,2]}'],
        [null, null, null, '{"l":5.5,"ls":[1,"a"]}'],
        [100n, '1.50', [7n], null],
      ],
    );
    const misfits = [
      { field: 'l', rows: 2, why: 'type' },
      { field: 's', rows: 1, why: 'type' },
      { field: 'ls', rows: 1, why: 'type' },
    ];
    expect(written.report).toEqual({ misfits });
    expect((await write(parquet({ rest: false }), [sources])).report).toEqual({ misfits });
  });

  it('puts numbers too near to zero, and half a surrogate pair, into _rest instead of something else', async () => {
    const columns: ParquetColumn[] = [
      ...(['double', 'float', 'text'] as const).map((type) => ({ name: type, type })),
      { name: 'texts', type: 'text', list: true },
    ];
    const misfits = ['"double":1e-400', '"double":-0.1e-999', '"float":1e-46', '"float":5e-324'];
    const texts = ['"text":"\\ud800"', '"text":"a\\uDFFF\\ud83d\\ude42"', '"texts":["a","\\udc00"]'];
    const sources = [...misfits, ...texts].map((member) => `{${member}}`);
    const fits = '{"double":5e-324,"float":1e-45,"text":"\\ufffd\\ud83d\\ude42","texts":["\\uFFFD"]}';
    const zeros = '{"double":0e-999,"float":-0.0}';
    const rows = await read(await write(parquet({ columns }), [[...sources, fits, zeros]]));
    expect(rows.slice(0, sources.length).map(({ _rest }) => _rest)).toEqual(sources);
    for (const row of rows.slice(0, sources.length)) {
      expect(columns.map(({ name }) => row[name] ?? null)).toEqual(columns.map(() => null));
    }
    const float = Math.fround(1e-45);
    expect(rows.at(-2)).toMatchObject({ double: 5e-324, float, text: '\ufffd🙂', texts: ['\ufffd'] });
    expect(rows.at(-1)).toMatchObject({ double: 0, float: -0 });
  });

  it('has no moment that a program takes for infinity or for none', async () => {
    const columns: ParquetColumn[] = [{ name: 'at', type: 'timestamp_ns' }];
    const sources = [
      '1677-09-21T00:12:43.145224192Z',
      '1677-09-21T00:12:43.145224193Z',
      '2262-04-11T23:47:16.854775807Z',
    ].map((text) => `{"at":"${text}"}`);
    const rows = await read(await write(parquet({ columns }), [sources]));
    expect(rows.map(({ _rest }) => _rest)).toEqual(sources);
  });

  it('tells the bytes that it holds', async () => {
    const columns: ParquetColumn[] = Array.from({ length: 2_000 }, (_, i) => ({ name: `c${i}`, type: 'text' }));
    const { makeScanner, makeEncoder } = await loadFormat(parquet({ columns, compression: 'none' }));
    const before = process.memoryUsage().arrayBuffers;
    const encoder = makeEncoder();
    // Of a document with few of many names.
    expect(encoder.heldBytes).toBeGreaterThan((process.memoryUsage().arrayBuffers - before) / 2);
    expect(encoder.heldBytes).toBeLessThan(16e6);
    const empty = encoder.heldBytes ?? 0;
    const scanner = makeScanner();
    const sources = Array.from({ length: 500 }, (_, i) => `{"c7":"${`${i} `.repeat(1_000)}"}`);
    scanner.push(bytesOf(pageOf(sources.map((source, seqNo) => ({ source, seqNo })))));
    scanner.finish();
    for (const { bytes } of Object.values(scanner.take())) encoder.append(bytes);
    const length = sources.join('').length;
    expect((encoder.heldBytes ?? 0) - empty).toBeGreaterThan(length * 0.9);
    expect((encoder.heldBytes ?? 0) - empty).toBeLessThan(length + 500 * 2_000 * 6);
    encoder.flush();
    expect(encoder.heldBytes).toBeLessThan(empty + 300_000);
  });

  it('takes columns of one name, and one that is called _rest', async () => {
    const columns: ParquetColumn[] = ['a', 'a', '_rest'].map((name) => ({ name, type: 'text' }));
    const rows = await read(await write(parquet({ columns }), [['{"a":"x","_rest":"mine","b":1}']]));
    expect(rows).toEqual([{ a: 'x', a_2: 'x', _rest: 'mine', _rest_2: '{"b":1}' }]);
  });

  it('tells a value once that fits none of two columns of its name', async () => {
    const columns: ParquetColumn[] = [
      ...(['int64', 'boolean'] as const).map((type) => ({ name: 'a', type })),
      { name: 'a', type: 'text' },
    ];
    const sources = ['{"a":"x"}', '{"a":"y"}', '{"a":1}', '{"a":[1]}', '{"a":true}'];
    const misfits = [{ field: 'a', rows: 5, why: 'type' }];
    for (const rest of [true, false]) {
      const written = await write(parquet({ columns, rest }), [sources]);
      expect(written.report).toEqual({ misfits });
      if (!rest) continue;
      const found = (await read(written)).map(({ _rest }) => _rest);
      expect(found).toEqual(sources);
    }
  });

  it('ends row groups by their bytes, and drops dictionaries that are no gain', async () => {
    const unique = (n: number) => `{"l":${n},"s":"${n}-${'한'.repeat(40)}-${n * 7919}","ss":["a","${n % 10}"]}`;
    const pages = Array.from({ length: 30 }, (_, page) =>
      Array.from({ length: 5_000 }, (_, i) => unique(page * 5_000 + i)),
    );
    const written = await write(parquet({ compression: 'none' }), pages);
    const rows = await read(written);
    expect(rows.length).toBe(150_000);
    for (const n of [0, 1, 2_047, 2_048, 77_777, 149_999]) {
      const wanted = JSON.parse(unique(n));
      expect([rows[n]?.l, rows[n]?.s, rows[n]?.ss]).toEqual([BigInt(n), wanted.s, wanted.ss]);
    }
    const { row_groups } = parquetMetadata(written.file.buffer);
    expect(row_groups.length).toBeGreaterThan(1);
    const sizes = row_groups.map(({ total_byte_size }) => Number(total_byte_size));
    for (const size of sizes.slice(0, -1)) expect(size).toBeGreaterThan(7e6);
    for (const size of sizes) expect(size).toBeLessThan(18e6);
    const encodings = row_groups[0]?.columns.map(({ meta_data }) => meta_data?.dictionary_page_offset !== undefined);
    expect(encodings?.slice(4, 6)).toEqual([false, true]);
  }, 60_000);
});
