import fc from 'fast-check';
import { parse } from 'lossless-json';
import { expect, it } from 'vitest';
import { flattenRow } from '../../../shared/flatten.ts';
import { makeFormat } from '../encode/formats.ts';
import { anyDocument, type Document } from './suite/documents.ts';
import { bytesOf, pageOf, scan } from './suite/pages.ts';
import { parseCsv } from './suite/parse-csv.ts';

/** No object has a name twice: OpenSearch refuses that. And none is `__proto__`, which the parser's objects cannot hold. */
function isParsable({ json }: Document): boolean {
  const count = (value: object): number =>
    Object.values(value).reduce(
      (sum: number, inner) => sum + (inner && typeof inner === 'object' ? count(inner) : 0),
      0,
    ) + (Array.isArray(value) ? 0 : Object.keys(value).length);
  return count(JSON.parse(json)) === memberCount(json) && !json.includes('__proto__');
}

/** Colons outside strings: one a member. */
function memberCount(json: string): number {
  return json.replace(/"(\\.|[^"\\])*"/g, '').split(':').length - 1;
}

/** Arrays as the parser would write them. */
const compact = (text: string) => (text.startsWith('[') ? JSON.stringify(JSON.parse(text)) : text);

it('flattenRow gives the cells that the CSV export writes', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anyDocument.filter(isParsable), (document) => {
      const cells = flattenRow(parse(document.json));
      const columns = [...cells.keys()];
      fc.pre(columns.length > 0);
      const format = makeFormat({
        kind: 'csv',
        columns,
        delimiter: ',',
        header: true,
        bom: false,
        guard: false,
        rest: false,
      });
      const { all, tail } = scan(format, bytesOf(pageOf([{ source: document.json, seqNo: 1 }])));
      expect(tail.unplaced.size).toBe(0);
      const [record] = parseCsv(all);
      expect(record?.map((cell) => compact(cell.text))).toEqual([...cells.values()].map((cell) => compact(cell.text)));
      record?.forEach((cell, i) => {
        if (cell.text === '') expect(cell.quoted).toBe(!cells.get(columns[i] ?? '')?.raw);
      });
    }),
    { numRuns: 300 },
  );
});
