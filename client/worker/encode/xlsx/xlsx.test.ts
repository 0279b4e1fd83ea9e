import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateReader } from '../../../../shared/dates/format.ts';
import type { XlsxColumn, XlsxFormat } from '../../../../shared/request.ts';
import { zipFiles } from '../../../../tests/support/zip-files.ts';
import { bytesOf, pageOf } from '../../scan/suite/pages.ts';
import type { Bytes, FileReport } from '../encoder.ts';
import { loadFormat } from '../formats.ts';
import { xlsxEncoders } from './xlsx-encoder.ts';
import { MOST_CHARS } from './xml-text.ts';

const COLUMNS: XlsxColumn[] = [
  { name: 'n', type: 'number' },
  { name: 't', type: 'text', width: 40 },
  { name: 'd', type: 'date' },
  { name: 'b', type: 'boolean' },
];
const READERS = new Map([['d', dateReader('strict_date_optional_time||epoch_millis')]]);
const xlsx = (options: Partial<XlsxFormat> = {}): XlsxFormat => ({
  ...{ kind: 'xlsx', columns: COLUMNS, zone: 'UTC', rest: false },
  ...options,
});

/** A page's rows; `flush`: and gone on with by another encoder. */
type Step = readonly string[] | 'flush';
type Written = { bytes: Bytes; report: FileReport };

async function write(steps: readonly Step[], options: Partial<XlsxFormat> = {}, most = {}): Promise<Written> {
  const format = xlsx(options);
  const { scannerWith, makeScanner } = await loadFormat(format);
  const make = xlsxEncoders(format, most);
  let encoder = make();
  const parts: Bytes[] = [];
  for (const step of steps) {
    if (step === 'flush') {
      const { bytes, state } = encoder.flush();
      parts.push(...bytes);
      encoder = make(structuredClone(state));
      continue;
    }
    const scanner = (scannerWith?.(READERS) ?? makeScanner)();
    scanner.push(bytesOf(pageOf(step.map((source, seqNo) => ({ source, seqNo })))));
    scanner.finish();
    const { done, tail } = scanner.take();
    for (const { bytes } of [done, tail]) parts.push(...encoder.append(bytes));
  }
  parts.push(...encoder.finish());
  return { bytes: new Uint8Array(await new Blob(parts).arrayBuffer()), report: encoder.report ?? {} };
}

/** A cell: a number, true or false, a text, or a date as its days in braces; null for none. */
type Cell = number | boolean | string | { days: number; style: string } | null;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const unescaped = (xml: string) =>
  xml
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const CELL =
  /<c\/>|<c(?: s="(\d)")?(?: t="(inlineStr|b)")?>(?:<is><t xml:space="preserve">([^<]*)<\/t><\/is>|<v>([^<]*)<\/v>)<\/c>/g;

function cellsOf(row: string): Cell[] {
  expect(row.replace(CELL, '')).toBe('');
  return [...row.matchAll(CELL)].map(([whole, style, type, text, value]) => {
    if (whole === '<c/>') return null;
    if (type === 'inlineStr') return unescaped(text ?? '');
    if (type === 'b') return value === '1';
    // Long whole numbers are shown with all of their digits.
    return style === undefined || style === '5' ? Number(value) : { days: Number(value), style };
  });
}

async function sheetsOf({ bytes }: Written): Promise<{ rows: Cell[][]; xml: string }[]> {
  const files = await zipFiles(bytes);
  return files
    .filter(({ name }) => name.startsWith('xl/worksheets/'))
    .map(({ bytes: xml }) => {
      const text = xml.toString('utf8');
      return { xml: text, rows: [...text.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row]) => cellsOf(row ?? '')) };
    });
}

const rowsOf = async (written: Written) => (await sheetsOf(written)).flatMap(({ rows }) => rows.slice(1));
const encodable = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        '_x0041_',
        '_x0041',
        '_',
        'x',
        '\ufeff',
        '\r',
        '\n',
        '\u0000',
        '\uffff',
        '\ufffe',
        '<&>"',
        '한',
        '🙂',
        '007',
      ),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join('')),
);
const anyNumber = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '5.0',
    '1e3',
    '123456789012345',
    '1234567890123456',
    '1000000000000000000',
    '1e400',
    '0.1',
  ),
);
const anyMs = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2100, 0, 1) });
const anyRow = fc.record({
  n: fc.option(anyNumber),
  t: fc.option(anyText),
  d: fc.option(anyMs),
  b: fc.option(fc.boolean()),
});

/** Excel keeps 15 digits. */
function shownNumber(literal: string): Cell {
  const [whole = '', fraction = ''] = literal.replace(/e.*$/i, '').replace('-', '').split('.');
  const digits = (whole + fraction.replace(/0+$/, '')).replace(/^0+/, '');
  const size = Math.abs(Number(literal));
  const isHeld = digits.length <= 15 && (digits === '' || (size > 2.3e-308 && size < 9.9e307));
  return isHeld ? Number(literal) : literal;
}

describe('a workbook', () => {
  it('holds each value of generated documents, wherever it was gone on with, over as many sheets as it takes', async () => {
    const anySteps = fc.array(fc.oneof(fc.array(anyRow, { maxLength: 12 }), fc.constant('flush' as const)), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(anySteps, fc.integer({ min: 2, max: 9 }), async (steps, most) => {
        const json = (value: unknown) => JSON.stringify(value);
        const sources = steps.map(
          (step): Step =>
            step === 'flush'
              ? step
              : step.map(
                  ({ n, t, d, b }) =>
                    `{"n":${n},"t":${json(t)},"d":${d === null ? null : json(new Date(d).toISOString())},"b":${b}}`,
                ),
        );
        const sheets = await sheetsOf(await write(sources, {}, { rows: most }));
        const rows = steps.flatMap((step) => (step === 'flush' ? [] : step));
        expect(sheets.length).toBe(Math.max(1, Math.ceil(rows.length / (most - 1))));
        for (const { rows: all, xml } of sheets) {
          expect(all[0]).toEqual(['n', 't', 'd', 'b']);
          expect(all.length).toBeLessThanOrEqual(most);
          expect(xml).toContain(`<autoFilter ref="A1:D${all.length}"/>`);
        }
        const wanted = rows.map(({ n, t, d, b }): Cell[] => [
          n === null ? null : shownNumber(n),
          t === null ? null : encodable(t),
          d === null ? null : { days: d / 86_400_000 + 25_569, style: d % 1000 === 0 ? '2' : '3' },
          b,
        ]);
        const found = sheets.flatMap((sheet) => sheet.rows.slice(1));
        expect(found.length).toBe(wanted.length);
        found.forEach((cells, i) => {
          cells.forEach((cell, j) => {
            const expected = wanted[i]?.[j];
            if (cell !== null && typeof cell === 'object' && expected !== null && typeof expected === 'object') {
              expect(Math.abs(cell.days - (expected?.days ?? 0))).toBeLessThan(1e-9);
              expect(cell.style).toBe(expected?.style);
            } else expect(cell).toEqual(expected);
          });
        });
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('needs version 2.0 to be read, and lists each of its parts', async () => {
    const { bytes } = await write([['{"n":1}', '{"n":2}', '{"n":3}']], {}, { rows: 2 });
    const files = await zipFiles(bytes);
    expect(files.map(({ name }) => name)).toEqual([
      ...['[Content_Types].xml', '_rels/.rels', 'xl/styles.xml'],
      ...[1, 2, 3].map((n) => `xl/worksheets/sheet${n}.xml`),
      ...['xl/workbook.xml', 'xl/_rels/workbook.xml.rels'],
    ]);
    for (const { versions } of files) expect(versions).toEqual([20, 20]);
    const xml = (name: string) => files.find((file) => file.name === name)?.bytes.toString();
    // Of what nothing else is said is a sheet.
    expect(xml('[Content_Types].xml')).toMatch(/<Default Extension="xml" ContentType="[^"]*worksheet\+xml"\/>/);
    for (const n of [1, 2, 3]) expect(xml('xl/_rels/workbook.xml.rels')).toContain(`"worksheets/sheet${n}.xml"`);
    expect(xml('xl/workbook.xml')).toContain('>Sheet3!$A$1:$D$2</definedName>');
  });

  it('is one sheet with a header where there are no rows', async () => {
    const [sheet] = await sheetsOf(await write([]));
    expect(sheet?.rows.length).toBe(1);
    expect(sheet?.xml).toContain('<autoFilter ref="A1:D1"/>');
    expect(sheet?.xml).toContain('<col min="2" max="2" width="40" customWidth="1"/>');
  });

  it('cuts what is longer than a cell, not in a pair, and counts it', async () => {
    const long = `${'x'.repeat(MOST_CHARS - 1)}🙂`;
    const written = await write([
      [`{"t":"${long}"}`, `{"t":"${'한'.repeat(MOST_CHARS)}"}`],
      'flush',
      [`{"t":"${'y'.repeat(40_000)}"}`],
    ]);
    const texts = (await rowsOf(written)).map((cells) => cells[1]);
    expect(texts).toEqual(['x'.repeat(MOST_CHARS - 1), '한'.repeat(MOST_CHARS), 'y'.repeat(MOST_CHARS)]);
    expect(written.report).toEqual({ misfits: [{ field: 't', rows: 2, why: 'cut' }] });
  });

  it('writes as text what is not of its type, and lists, and what has no column', async () => {
    const sources = [
      '{"n":"007","t":1.50,"d":"soon","b":"true"}',
      '{"n":[1, 2],"t":{},"d":[],"b":5,"x":1}',
      '{"n":true}',
      '{"n":9000000000000000000}',
    ];
    const rows = await rowsOf(await write([sources], { rest: true }));
    expect(rows).toEqual([
      ['007', '1.50', 'soon', 'true', null],
      ['[1, 2]', '{}', '[]', '5', '{"x":1}'],
      ['true', null, null, null, null],
      ['9000000000000000000', null, null, null, null],
    ]);
  });

  it('writes dates in its zone, days as they are, and as text what a cell does not hold', async () => {
    const dates = [
      '2001-02-11T20:57:00Z',
      '2001-02-11',
      '2001-02-11T20:57:00.1234Z',
      '1899-01-01T00:00:00Z',
      '0001-01-01',
    ];
    const rows = await rowsOf(await write([dates.map((date) => `{"d":"${date}"}`)], { zone: 'Asia/Seoul' }));
    expect(rows.map((cells) => cells[2])).toEqual([
      { days: 36934 + (5 * 60 + 57) / 1440, style: '2' },
      { days: 36933, style: '4' },
      ...dates.slice(2),
    ]);
  });

  it('writes dates in milliseconds that a cell does not hold as ISO 8601 in its zone', async () => {
    const dates = [-3_000_000_000_000, -3_000_000_000_001, '12345.678901', 253_402_300_800_000];
    const rows = await rowsOf(await write([dates.map((date) => `{"d":${date}}`)], { zone: 'Asia/Seoul' }));
    expect(rows.map((cells) => cells[2])).toEqual([
      '1874-12-08T03:07:52+08:27:52',
      '1874-12-08T03:07:51.999+08:27:52',
      '1970-01-01T09:00:12.345678901+09:00',
      '253402300800000',
    ]);
  });

  it('refuses more columns than a sheet has', async () => {
    const columns = Array.from({ length: 16_385 }, (_, i): XlsxColumn => ({ name: `c${i}`, type: 'text' }));
    await expect(write([], { columns })).rejects.toMatchObject({ code: 'too_many_columns' });
  });
});
