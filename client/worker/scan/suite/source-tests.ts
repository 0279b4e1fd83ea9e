import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyLengths, anyPage, bytesOf, fileOf, pageOf, scan } from './pages.ts';
import type { Make } from './suite.ts';

export const onOneLine = (json: string) => json.replace(/[\r\n]/g, ' ');

export function sourceTests(make: Make): void {
  it('writes each document byte for byte, one a line, on pages cut anywhere', () => {
    fc.assert(
      fc.property(anyPage, anyLengths, (page, lengths) => {
        const sources = page.rows.map(({ document }) => onOneLine(document.json));
        const ndjson = scan(make({ kind: 'ndjson' }), bytesOf(page.json), lengths);
        expect(ndjson.all).toBe(sources.map((source) => `${source}\n`).join(''));
        expect(ndjson.summary).toEqual(page.summary);
        const json = scan(make({ kind: 'json' }), bytesOf(page.json), lengths);
        expect(json.all).toBe(sources.map((source) => `,\n${source}`).join(''));
        expect([...json.done.unplaced, ...json.tail.unplaced]).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('makes a JSON array of several pages, and of none', () => {
    const format = make({ kind: 'json' });
    const rows = [1, 2, 3].map((n) => scan(format, bytesOf(pageOf([{ source: `{"n":${n}}`, seqNo: n }]))).all).join('');
    expect(JSON.parse(fileOf(format, rows))).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(JSON.parse(fileOf(format))).toEqual([]);
  });

  it.each([1, 7, 100, 1000])(
    'puts what identifies a document beside it, wherever its hit has it, in pieces of %i',
    (length) => {
      const first = '{"_index":"a","_id":"x\\"1","_score":null,"_source":{"n":1.0},"sort":[1]}';
      const second =
        '{"_source" : {"b":[\n]},"_routing":"r","sort":[2],\n"_id"\n:"2","_index":"a","fields":{"_id":[3]}}';
      const page = `{"took":1,"timed_out":false,"_shards":{"failed":0},"hits":{"hits":[${first},${second}]}}`;
      const rows = [
        '{"_index":"a","_id":"x\\"1","_source":{"n":1.0}}',
        '{"_routing":"r","_id" :"2","_index":"a","_source":{"b":[ ]}}',
      ];
      const ndjson = scan(make({ kind: 'ndjson', ids: true }), bytesOf(page), [length]);
      expect(ndjson.all).toBe(rows.map((row) => `${row}\n`).join(''));
      const json = scan(make({ kind: 'json', ids: true }), bytesOf(page), [length]);
      expect(json.all).toBe(rows.map((row) => `,\n${row}`).join(''));
    },
  );

  it('makes one space of a comment or a line break between tokens, and leaves strings alone', () => {
    const source = '  {"a":1/*"*/,\r\n"b":"/*x*/"// }\n}  ';
    const { all } = scan(make({ kind: 'ndjson' }), bytesOf(pageOf([{ source, seqNo: 1 }])));
    expect(all).toBe('{"a":1 ,  "b":"/*x*/" }\n');
  });
}
