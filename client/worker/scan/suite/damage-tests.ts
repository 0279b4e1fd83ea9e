import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SluiceError } from '../../../../shared/errors.ts';
import type { CsvFormat, TextFormat } from '../../../../shared/request.ts';
import { anyLengths, anyPage, bytesOf, pageOf, scan, textOf } from './pages.ts';
import type { Make } from './suite.ts';

const csv = (columns: string[]): CsvFormat => {
  return { kind: 'csv', columns, delimiter: ',', header: true, bom: false, guard: false, rest: false };
};
const anyFormat = fc.constantFrom<TextFormat>(
  csv(['a', 'a.b', 'sort', 'b']),
  csv(['b']),
  { ...csv(['_id', 'a', '_index']), ids: true },
  { kind: 'ndjson' },
  { kind: 'json' },
  { kind: 'ndjson', columns: ['a.b', 'b'] },
);

/** The code of what `work` throws; anything but a SluiceError is thrown on. */
function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof SluiceError) return error.code;
    throw error;
  }
}

export function damageTests(make: Make): void {
  it('refuses a page that is cut short, wherever, and makes no wrong row of it', () => {
    fc.assert(
      fc.property(anyPage, anyFormat, anyLengths, (page, kind, lengths) => {
        const bytes = bytesOf(page.json.trimEnd());
        const format = make(kind);
        const whole = scan(format, bytes).all;
        const stride = Math.max(1, Math.floor(bytes.length / 150));
        // From long to short: what a scanner's memory still holds of a longer page must not be read.
        for (let end = bytes.length - 1; end >= 0; end -= stride) {
          const scanner = format.makeScanner();
          const piece = lengths[0] || end;
          for (let at = 0; at < end; at += piece) scanner.push(bytes.slice(at, Math.min(at + piece, end)));
          expect(codeOf(() => scanner.finish())).toBe('page_malformed');
          const { done, tail } = scanner.take();
          expect(whole.startsWith(textOf(done.bytes) + textOf(tail.bytes))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('throws nothing but its own errors on damaged bytes', () => {
    const anyFlips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyPage, anyFormat, anyFlips, anyLengths, (page, kind, flips, lengths) => {
        const bytes = bytesOf(page.json);
        for (const [at, byte] of flips) bytes[at % bytes.length] = byte;
        const code = codeOf(() => scan(make(kind), bytes, lengths));
        expect([undefined, 'page_malformed', 'source_missing', 'row_unreadable']).toContain(code);
      }),
      { numRuns: 500 },
    );
  });

  it('takes no noise for a page', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), anyFormat, (bytes, kind) => {
        expect(codeOf(() => scan(make(kind), bytes))).toBe('page_malformed');
      }),
    );
  });

  it('refuses what is no search response', () => {
    const hit = '{"_source":{},"sort":[1]}';
    const pages = [
      ...[
        '',
        '{}',
        '[]',
        'null',
        '{"error":{"type":"x"},"status":404}',
        '{"hits":{}}',
        '{"hits":[]}',
        '{"hits":{"hits":{}}}',
      ],
      ...[
        '{"hits":{"hits":[]}}x',
        '{"hits":{"hits":[]}',
        '{"hits":{"hits":[]},"hits":{"hits":[]}}',
        '{"hits":{"hits":[1]}}',
      ],
      ...[`{"hits":{"hits":[${hit},]}}`, `{"hits":{"hits":[${hit} ${hit}]}}`, `{"hits":{"hits":[,${hit}]}}`],
      ...['{"hits":{"hits":[{"_source":[],"sort":[1]}]}}', '{"hits":{"hits":[{"_source":null,"sort":[1]}]}}'],
      ...['[]', '["1"]', '1', '[null]', '[-1]', '[1.5]', '[1e3]', '[9007199254740993]', '{"a":1}'].map(
        (sort) => `{"hits":{"hits":[{"_source":{},"sort":${sort}}]}}`,
      ),
      '{"hits":{"hits":[{"_source":{}}]}}',
    ];
    for (const page of pages) {
      for (const kind of [csv(['a']), { kind: 'ndjson' } as const]) {
        expect([page, codeOf(() => scan(make(kind), bytesOf(page)))]).toEqual([page, 'page_malformed']);
      }
    }
  });

  it('refuses documents whose structure is broken', () => {
    const sources = [
      '{"a"}',
      '{"a":}',
      '{"a":1,}',
      '{"a":1 "b":2}',
      '{a:1}',
      '{"a":tru}',
      '{"a":1]',
      '{"a":[1}',
      '{"a":-}',
      '{"a":"\\x"}',
    ];
    for (const source of [...sources, '{"a":"\\u12"}', '{"a":"\n"}', '{"a":/1}', '{"a":1.}']) {
      const page = bytesOf(pageOf([{ source, seqNo: 1 }]));
      expect([source, codeOf(() => scan(make(csv(['a'])), page))]).toEqual([source, 'page_malformed']);
    }
  });

  it('says what to do where documents are not stored', () => {
    const page = bytesOf('{"hits":{"hits":[{"_id":"1","sort":[1]}]}}');
    const work = () => scan(make({ kind: 'ndjson' }), page);
    expect(work).toThrow(expect.objectContaining({ code: 'source_missing' }));
    expect(work).toThrow(/Leave that index out/);
  });

  it('refuses a row beyond the limit, however it comes', () => {
    const page = bytesOf(pageOf([{ source: `{"a":"${'x'.repeat(5000)}"}`, seqNo: 1 }]));
    for (const lengths of [[0], [1], [700], [5100, 1]]) {
      const work = (maxRowBytes: number) => () => scan(make(csv(['a']), { maxRowBytes }), page, lengths);
      expect(codeOf(work(4900))).toBe('row_too_large');
      expect(codeOf(work(5200))).toBeUndefined();
    }
  });

  it('takes a row of 20 MB among small ones, in the time of its bytes', () => {
    const large = 'é,"\\n'.replace('"', '\\"').repeat(3_000_000);
    const page = bytesOf(pageOf(['x', large, 'y'].map((text, i) => ({ source: `{"a":"${text}","b":[1]}`, seqNo: i }))));
    expect(page.length).toBeGreaterThan(20_000_000);
    const cell = `"${'é,""\n'.repeat(3_000_000)}"`;
    const { all } = scan(make(csv(['a', 'b'])), page, [64 * 1024]);
    expect(all === `x,[1]\r\n${cell},[1]\r\ny,[1]\r\n`).toBe(true);
    const ndjson = scan(make({ kind: 'ndjson' }), page, [64 * 1024]);
    expect(ndjson.all === `{"a":"x","b":[1]}\n{"a":"${large}","b":[1]}\n{"a":"y","b":[1]}\n`).toBe(true);
  });

  it('counts the bytes it holds', () => {
    const page = pageOf([1, 2].map((seqNo) => ({ seqNo, source: '{"a":"xy"}' })));
    const scanner = make({ kind: 'ndjson' }).makeScanner();
    expect(scanner.heldBytes).toBe(0);
    scanner.push(bytesOf(page.slice(0, page.lastIndexOf('"_source"'))));
    const row = '{"a":"xy"}\n';
    const partial = ',{"_index":"i","_id":"x","_score":null,';
    expect(scanner.heldBytes).toBe(row.length + partial.length);
  });

  it('is not misled by depth', () => {
    const nested = (depth: number) =>
      bytesOf(pageOf([{ seqNo: 1, source: `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}` }]));
    const path = Array.from({ length: 900 }, () => 'a').join('.');
    expect(scan(make(csv([path])), nested(900)).all).toBe('1\r\n');
    expect(codeOf(() => scan(make(csv(['a'])), nested(100_000)))).toBe('page_malformed');
    expect(scan(make({ kind: 'ndjson' }), nested(100_000)).tail.count).toBe(1);
  });
}
