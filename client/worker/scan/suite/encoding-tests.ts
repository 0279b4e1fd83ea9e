import fc from 'fast-check';
import { expect, it } from 'vitest';
import { narrowed, skipWide } from '../../../../shared/json/wide.ts';
import type { TextFormat } from '../../../../shared/request.ts';
import { bytesOf, pageOf, scan } from './pages.ts';
import type { Make } from './suite.ts';

const CSV: TextFormat = {
  kind: 'csv',
  columns: ['n', 's'],
  delimiter: ',',
  header: true,
  bom: false,
  guard: false,
  rest: false,
};

/** UTF-16 or UTF-32, little-endian, without a mark: what OpenSearch takes beside UTF-8. */
function wide(text: string, width: 2 | 4): Buffer {
  if (width === 2) return Buffer.from(text, 'utf16le');
  const points = Array.from(text, (sign) => sign.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [i, point] of points.entries()) bytes.writeUInt32LE(point, i * 4);
  return bytes;
}

/** A page of these documents, byte for byte. */
function pageWith(sources: readonly (string | Uint8Array)[]): Uint8Array {
  const page = pageOf(sources.map((_, i) => ({ source: `@${i}@`, seqNo: i }))).split(/@\d+@/);
  return new Uint8Array(Buffer.concat(page.flatMap((text, i) => [bytesOf(text), Buffer.from(sources[i] ?? '')])));
}

const MARK = '\ufeff';
const PLAIN = ['{"n":1,"s":"a"}', '{"n":3,"s":"c"}'] as const;
const LENGTHS = [[0], [1], [7], [64]];

export function encodingTests(make: Make): void {
  it.each([MARK, `${MARK} `, `${MARK}\r\n\t`, ` ${MARK}`, `${MARK}/* c */`])(
    'takes %j before a document for white space',
    (before) => {
      const page = pageWith([PLAIN[0], `${before}{"n":2,"s":"${MARK}b"}`, `${before}{}`, PLAIN[1]]);
      for (const lengths of LENGTHS) {
        const ndjson = [PLAIN[0], `{"n":2,"s":"${MARK}b"}`, '{}', PLAIN[1]];
        expect(scan(make({ kind: 'ndjson' }), page, lengths).all).toBe(ndjson.map((row) => `${row}\n`).join(''));
        expect(scan(make({ kind: 'json' }), page, lengths).all).toBe(ndjson.map((row) => `,\n${row}`).join(''));
        expect(scan(make(CSV), page, lengths).all).toBe(`1,a\r\n2,${MARK}b\r\n,\r\n3,c\r\n`);
      }
      const first = scan(make({ kind: 'ndjson', ids: true }), pageWith([`${before}{"n":2}`])).all;
      expect(first).toBe('{"_index":"i","_id":"x","_source":{"n":2}}\n');
    },
  );

  it.each([
    new Uint8Array([0xef]),
    new Uint8Array([0xef, 0xbb]),
    new Uint8Array([0xef, 0xbb, 0xbe]),
    new Uint8Array([0xff, 0xfe]),
    bytesOf(`${MARK}${MARK}`),
  ])('takes no other bytes for a mark: %o', (before) => {
    const page = pageWith([PLAIN[0], Buffer.concat([before, bytesOf('{"n":2}')])]);
    for (const lengths of LENGTHS)
      for (const format of [CSV, { kind: 'ndjson' } as const])
        expect(() => scan(make(format), page, lengths)).toThrow(expect.objectContaining({ code: 'page_malformed' }));
  });

  it('refuses a mark before what is no object', () => {
    for (const source of [`${MARK}null`, `${MARK}[]`, `${MARK}`, `${MARK}"x"`, `${MARK}1`])
      expect(() => scan(make(CSV), pageWith([source]))).toThrow(expect.objectContaining({ code: 'page_malformed' }));
  });

  it.each([2, 4] as const)('writes documents of %i bytes a sign in UTF-8', (width) => {
    const text = '{"n":2,"s":"x ]}\\"é가😀/*"}';
    const rows = [text, '{}', '{"a":[{"b":"\\\\"}],"n":-1.0}', '{ "n" : 5 }'];
    const sources = [...rows.slice(0, 3).map((row) => wide(row, width)), wide('{/*"}*/"n"//}\n:5 }\n ', width)];
    const page = pageWith([PLAIN[0], ...sources, PLAIN[1]]);
    for (const lengths of LENGTHS) {
      const ndjson = [PLAIN[0], text, rows[1], rows[2], '{ "n" :5 }', PLAIN[1]];
      expect(scan(make({ kind: 'ndjson' }), page, lengths).all).toBe(ndjson.map((row) => `${row}\n`).join(''));
      expect(scan(make(CSV), page, lengths).all).toBe('1,a\r\n2,"x ]}""é가😀/*"\r\n,\r\n-1.0,\r\n5,\r\n3,c\r\n');
      const ids = scan(make({ kind: 'json', ids: true }), page, lengths).all;
      expect(ids.split('\n')[2]).toBe(`{"_index":"i","_id":"x","_source":${text}},`);
    }
  });

  it('writes any text in any of them as JSON in UTF-8', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, fc.constantFrom(1, 2, 4)), { minLength: 1, maxLength: 5 }), (texts) => {
        const rows = texts.map(([s], n) => JSON.stringify({ n, s }));
        const sources = rows.map((row, i) => {
          const width = texts[i]?.[1];
          return width === 2 || width === 4 ? wide(row, width) : `${MARK}${row}`;
        });
        expect(scan(make({ kind: 'ndjson' }), pageWith(sources), [13]).all).toBe(
          rows.map((row) => `${row}\n`).join(''),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('makes U+FFFD of half a surrogate pair and of what is no character', () => {
    const half = Buffer.from([0x7b, 0, 0x00, 0xd8, 0x7d, 0]);
    expect(skipWide(half, 0, 6, 2)).toBe(6);
    expect(Buffer.from(narrowed(half, 0, 6, 2)).toString()).toBe('{\ufffd}');
    const none = Buffer.from([0x7b, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x7d, 0, 0, 0]);
    expect(Buffer.from(narrowed(none, 0, 12, 4)).toString()).toBe('{\ufffd}');
  });

  it.each(['{"n":2}// x', '{"n":2}//', '{"n":2} /* a */ // b', `${MARK}{"n":2}//`, wide('{"n":2}//x', 2)])(
    'names a document that ends in a comment without a line’s end: %s',
    (source) => {
      // A line's end in the next document would bring what stands there into this one.
      const page = pageWith([PLAIN[0], source, '{"n":4\n,"sort":[77]}']);
      for (const lengths of LENGTHS)
        for (const format of [CSV, { kind: 'ndjson' } as const]) {
          const work = () => scan(make(format), page, lengths);
          expect(work).toThrow(expect.objectContaining({ code: 'row_unreadable', retryable: false }));
          expect(work).toThrow(/document "x" of "i"/);
        }
    },
  );

  it('takes comments behind a document that have an end', () => {
    const page = pageWith(['{"n":1}// "sort"\n', '{"n":2}/* // "sort":[1] */', '{"n":3} //\r\n/**/ ']);
    for (const lengths of LENGTHS)
      expect(scan(make({ kind: 'ndjson' }), page, lengths).all).toBe('{"n":1}\n{"n":2}\n{"n":3}\n');
  });
}
