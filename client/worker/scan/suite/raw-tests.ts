import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dateReader } from '../../../../shared/dates/format.ts';
import type { MomentColumn } from '../cells/moment-cells.ts';
import { ESCAPED, JSON_CELL, MISSING, NULL, PLAIN, RawCells, TEXT, UNREAD } from '../cells/raw-cells.ts';
import type { MakeScanner, Rows } from '../scanner.ts';
import type { DateReaders, Scanners } from '../scanners.ts';
import { encodable } from './csv-tests.ts';
import { expectedRow } from './expected-row.ts';
import { anyLengths, anyPage, bytesOf, pageOf, textOf } from './pages.ts';

type Cell = { kind: number; text: string };

export type MakeRaw = (
  columns: { columns: readonly string[]; ids?: true; rest: boolean },
  dates: readonly MomentColumn[],
) => Scanners;

const NAMES = ['a', 'b', 'c', 'a.b', 'b.c', 'a.b.c', 'a.a', 'b.a', 'c.a', '_source', 'sort', '', '.', 'q"k', 'a\nb'];
/** Some twice. */
const anyColumns = fc.oneof(fc.shuffledSubarray(NAMES), fc.array(fc.constantFrom(...NAMES), { maxLength: 4 }));

function scanned(
  makeScanner: MakeScanner,
  page: Uint8Array,
  lengths: readonly number[] = [0],
): { done: Rows; tail: Rows } {
  const scanner = makeScanner();
  for (let at = 0, i = 0; at < page.length; i++) {
    const length = lengths[Math.min(i, lengths.length - 1)] || page.length - at;
    scanner.push(page.slice(at, at + length));
    at += length;
  }
  scanner.finish();
  return scanner.take();
}

function cellsOf({ done, tail }: { done: Rows; tail: Rows }): Cell[] {
  return [done, tail].flatMap(({ bytes }) => {
    const cells = new RawCells(bytes);
    const all: Cell[] = [];
    while (cells.next()) all.push({ kind: cells.kind, text: textOf(bytes.subarray(cells.start, cells.stop)) });
    expect(cells.stop).toBe(bytes.length);
    return all;
  });
}

/** What CSV shows of it. */
function shown({ kind, text }: Cell): { text: string; isText: boolean } {
  const isText = kind === TEXT || kind === ESCAPED;
  return { text: isText ? encodable(JSON.parse(`"${text}"`)) : text, isText };
}

export function rawTests(make: MakeRaw): void {
  const row = (
    source: string,
    columns: string[],
    { rest = false, dates = [] as MomentColumn[], formats = {} } = {},
  ) => {
    const readers: DateReaders = new Map(
      Object.entries(formats).map(([path, format]) => [path, dateReader(String(format))]),
    );
    const scanners = make({ columns, rest }, dates);
    const makeScanner = Object.keys(formats).length > 0 ? scanners.scannerWith?.(readers) : undefined;
    return cellsOf(scanned(makeScanner ?? scanners.makeScanner, bytesOf(pageOf([{ source, seqNo: 1 }]))));
  };

  it('hold each value of each generated document, on pages cut anywhere', () => {
    fc.assert(
      fc.property(anyPage, anyColumns, fc.boolean(), anyLengths, (page, columns, rest, lengths) => {
        const cells = cellsOf(scanned(make({ columns, rest }, []).makeScanner, bytesOf(page.json), lengths));
        const wanted = page.rows.flatMap(({ document }) => expectedRow(document, columns, rest).cells);
        expect(cells.map(shown)).toEqual(wanted.map(({ text, isText }) => ({ text, isText })));
      }),
      { numRuns: 300 },
    );
  });

  it('tell nothing from null, an empty string and an empty list, and say where escapes are', () => {
    expect(row('{"b":null,"c":"","d":[],"e":"x","f":"\\u0041","g":1.50,"h":true}', [...'abcdefgh'])).toEqual([
      { kind: MISSING, text: '' },
      { kind: NULL, text: '' },
      { kind: TEXT, text: '' },
      { kind: JSON_CELL, text: '[]' },
      { kind: TEXT, text: 'x' },
      { kind: ESCAPED, text: '\\u0041' },
      { kind: PLAIN, text: '1.50' },
      { kind: PLAIN, text: 'true' },
    ]);
  });

  it('see an escape wherever in a long text it is', () => {
    fc.assert(
      fc.property(fc.nat({ max: 70 }), fc.nat({ max: 70 }), (before, after) => {
        const text = 'x'.repeat(before);
        expect(row(`{"a":"${text}","b":"\\\\"}`, ['a'])).toEqual([{ kind: TEXT, text }]);
        const escaped = `${text}\\n${'y'.repeat(after)}`;
        expect(row(`{"a":"${escaped}"}`, ['a'])).toEqual([{ kind: ESCAPED, text: escaped }]);
      }),
    );
  });

  it('have dates of the usual format as they are stored, and others as ISO 8601', () => {
    const usual = 'strict_date_optional_time||epoch_millis';
    const dates: MomentColumn[] = [{ name: 'at', list: true, digits: 3 }];
    const at = (json: string, format: string) => row(`{"at":${json}}`, ['at'], { dates, formats: { at: format } });
    expect(at('"2001-02-11T20:57:00.120Z"', usual)).toEqual([{ kind: TEXT, text: '2001-02-11T20:57:00.120Z' }]);
    expect(at('981925020120', usual)).toEqual([{ kind: PLAIN, text: '981925020120' }]);
    expect(at('"anything"', usual)).toEqual([{ kind: TEXT, text: 'anything' }]);
    expect(at('981925020', 'epoch_second')).toEqual([{ kind: TEXT, text: '2001-02-11T20:57:00+00:00' }]);
    expect(at('"2001-11-02 20:57"', 'yyyy-dd-MM HH:mm')).toEqual([{ kind: TEXT, text: '2001-02-11T20:57:00+00:00' }]);
    expect(at('[981925020,null]', 'epoch_second')).toEqual([
      { kind: JSON_CELL, text: '["2001-02-11T20:57:00+00:00",null]' },
    ]);
    expect(at('"2001-02-11"', 'yyyy-MM-dd HH:mm||yyyy-MM-dd')).toEqual([{ kind: TEXT, text: '2001-02-11' }]);
    expect(at('null', 'epoch_second')).toEqual([{ kind: NULL, text: '' }]);
  });

  it('leave several dates as they are stored where a column takes one', () => {
    const dates: MomentColumn[] = [{ name: 'at', digits: 3 }];
    const cells = row('{"at":[ 981925020 ]}', ['at'], { dates, formats: { at: 'epoch_second' } });
    expect(cells).toEqual([{ kind: UNREAD, text: '[ 981925020 ]' }]);
  });

  it('read a date the same whether it is written with escapes or without', () => {
    const formats = ['epoch_second', 'epoch_millis', 'yyyy/MM/dd HH:mm:ss.SSS', 'yyyy-MM-dd HH:mm||yyyy-MM-dd', 'uuuu'];
    const years = fc.integer({ min: -70_000_000_000_000, max: 300_000_000_000_000 });
    const shapes = [
      (ms: number) => String(ms),
      (ms: number) => String(ms / 1000),
      (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '').replaceAll('-', '/'),
      (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' '),
      (ms: number) => new Date(ms).toISOString().slice(0, 10),
    ];
    const escaped = (text: string) =>
      [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
    const anyText = fc.tuple(years, fc.constantFrom(...shapes)).map(([ms, shape]) => shape(ms));
    fc.assert(
      fc.property(anyText, fc.constantFrom(...formats), fc.constantFrom(3, 9), (text, format, digits) => {
        const options = { dates: [{ name: 'at', digits }], formats: { at: format } };
        const [plain] = row(`{"at":"${text}"}`, ['at'], options);
        const [other] = row(`{"at":"${escaped(text)}"}`, ['at'], options);
        // What is not read stands as it is stored.
        if (plain?.kind === UNREAD) expect([other?.kind, plain.text]).toEqual([UNREAD, `"${text}"`]);
        else expect(other).toEqual(plain);
      }),
    );
  });

  it('mark dates that cannot be read', () => {
    const dates: MomentColumn[] = [{ name: 'at', list: true, digits: 3 }];
    const unread = (json: string, formats: Record<string, string>) => {
      expect(row(`{"at":${json}}`, ['at'], { dates, formats })).toEqual([{ kind: UNREAD, text: json }]);
    };
    // Nobody told how the index reads them.
    unread('"2001-02-11T20:57:00.120Z"', {});
    unread('981925020120', { other: 'epoch_millis' });
    unread('"2001-11-02"', { at: 'yyyy-dd-MM' });
    unread('"2001-11-02"', { at: 'YYYY-MM-dd' });
    unread('"2001-02-11"', { at: 'epoch_second' });
    unread('[981925020,"x"]', { at: 'epoch_second' });
    unread('981925020.1234', { at: 'epoch_second' });
    unread('{}', { at: 'epoch_second' });
    unread('"2001\\u002f02\\u002f11"', { at: 'epoch_millis||yyyy-MM-dd HH:mm' });
  });
}
