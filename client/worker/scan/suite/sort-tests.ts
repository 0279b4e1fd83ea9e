import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CsvFormat, TextFormat } from '../../../../shared/request.ts';
import type { Rows } from '../scanner.ts';
import { anyDocument } from './documents.ts';
import { anyLengths, bytesOf, pageOf, scan, textOf } from './pages.ts';
import type { Make } from './suite.ts';

const csv: CsvFormat = {
  ...{ kind: 'csv', columns: ['a', 'b', 'sort'], delimiter: ',', header: true, bom: false, guard: false, rest: false },
};
const anyFormat = fc.constantFrom<TextFormat>(
  csv,
  { ...csv, rest: true },
  { ...csv, guard: true },
  { ...csv, columns: ['_id', 'a'], ids: true },
  { kind: 'ndjson' },
  { kind: 'ndjson', ids: true },
  { kind: 'json' },
  { kind: 'json', columns: ['a', 'b.c'] },
);

const anyValue = fc.oneof(
  fc.constantFrom('null', '0', '-0.0', '1.5E-7', '-9223372036854775808', '18446744073709551615', 'true', '"-Infinity"'),
  fc.constantFrom(
    '""',
    '"]"',
    '"[,"',
    '"\\""',
    '"\\\\"',
    '"\\\\\\""',
    '"}],\\"sort\\":[1"',
    '"/*"',
    '"한국 🙂"',
    '"\\u005d\\ud83d"',
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => JSON.stringify(text)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map(String),
);
/** OpenSearch writes none; a comment is what nobody expects there. */
const anySpace = fc.constantFrom('', '', '', '', ' ', '\n', '/*],[*/');

type Row = { seqNo: number; values: readonly string[]; hit: string };

const anyRow = (sortValues: number) =>
  fc
    .record({
      step: fc.constantFrom(0, 0, 1, 1, 7),
      document: anyDocument,
      values: fc.array(anyValue, { minLength: sortValues, maxLength: sortValues }),
      s: anySpace,
      isSortFirst: fc.boolean(),
      around: fc.constantFrom('', '"fields":{"sort":[1,"]"]},', '"_routing":"sort",', '"matched_queries":["[",","],'),
      comment: fc.constantFrom('', '', '', '/* "sort":[9,"x"] */'),
      /** As Elasticsearch adds it. */
      place: fc.constantFrom([], [], ['0'], ['4294967296']),
    })
    .map(({ step, document, values, s, isSortFirst, around, comment, place }) => ({
      step,
      values,
      hitOf(seqNo: number) {
        const sort = `"sort":[${s}${[seqNo, ...values, ...place].join(`${s},${s}`)}${s}]`;
        const source = `"_source":${document.json}${comment}`;
        return `{"_id":"${seqNo}",${around}${isSortFirst ? `${sort},${source}` : `${source},${sort}`}}`;
      },
    }));

/** Pages in the order of their sequence numbers, groups of equal ones among them, cut anywhere. */
const anyPages = fc.integer({ min: 1, max: 5 }).chain((sortValues) =>
  fc.array(fc.array(anyRow(sortValues), { maxLength: 5 }), { minLength: 1, maxLength: 4 }).map((pages) => {
    let seqNo = 2 ** 33;
    const numbered = pages.map((page) =>
      page.map(({ step, values, hitOf }): Row => {
        seqNo += step;
        return { seqNo, values, hit: hitOf(seqNo) };
      }),
    );
    return { sortValues, pages: numbered };
  }),
);

const jsonOf = (hits: readonly string[]) =>
  bytesOf(`{"took":1,"timed_out":false,"_shards":{"failed":0},"hits":{"hits":[${hits.join(',')}]}}`);

/** Row by row: its bytes, what it is sorted by, its number. */
function rowsOf({ bytes, count, sorts }: Rows): [string, string, number][] {
  if (!sorts) throw new Error('These rows have nothing to sort by.');
  const { rowEnds, sortBytes, sortEnds, seqNos } = sorts;
  expect([rowEnds.length, sortEnds.length, seqNos.length]).toEqual([count, count, count]);
  expect([rowEnds.at(-1) ?? 0, sortEnds.at(-1) ?? 0]).toEqual([bytes.length, sortBytes.length]);
  return Array.from(rowEnds, (end, row) => [
    textOf(bytes.subarray(rowEnds[row - 1] ?? 0, end)),
    textOf(sortBytes.subarray(sortEnds[row - 1] ?? 0, sortEnds[row])),
    seqNos[row] ?? -1,
  ]);
}

export function sortTests(make: Make): void {
  it('give each row’s bytes, values and number, over groups that go on from page to page', () => {
    fc.assert(
      fc.property(anyPages, anyLengths, anyFormat, ({ sortValues, pages }, lengths, kind) => {
        const format = make(kind, { sortValues });
        const plain = make(kind);
        const found: [string, string, number][] = [];
        let carry: Rows | undefined;
        for (const page of pages) {
          const { done, tail } = scan(format, jsonOf(page.map(({ hit }) => hit)), lengths, carry);
          found.push(...rowsOf(done));
          rowsOf(tail);
          // The next page must not need the memory of this one.
          carry = structuredClone(tail, { transfer: [tail.bytes.buffer] });
        }
        if (carry) found.push(...rowsOf(carry));
        const wanted = pages
          .flat()
          .map(({ hit, values, seqNo }) => [scan(plain, jsonOf([hit])).all, values.join(), seqNo]);
        expect(found).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it('come in thousands on a page, some with long values', () => {
    const values = (i: number) => `"${'x'.repeat(i % 97 === 0 ? 30_000 : i % 13)}",${i}`;
    const hits = Array.from({ length: 10_000 }, (_, i) => `{"_source":{"a":${i}},"sort":[${i},${values(i)}]}`);
    for (const kind of [csv, { kind: 'ndjson' } as const]) {
      const { done, tail } = scan(make(kind, { sortValues: 2 }), jsonOf(hits), [70_000]);
      const rows = [...rowsOf(done), ...rowsOf(tail)];
      expect(rows.map(([, sort, seqNo]) => [sort, seqNo])).toEqual(hits.map((_, i) => [values(i), i]));
      expect(new Set(rows.map(([row]) => row)).size).toBe(hits.length);
    }
  });

  it.each([
    ['[1]', 1],
    ['[1]', 3],
    ['[1,2]', 2],
    ['[1,2,3,4]', 1],
    ['[1,2,"3"]', 1],
    ['[1,2,-3]', 1],
    ['[1,2,3.5]', 1],
    ['[1,2,]', 1],
    ['[1,2,null]', 1],
    ['[1,"a,b"]', 2],
    ['[1,[2]]', 1],
    ['[1,{"a":2}]', 1],
    ['[1,]', 1],
    ['[1 2]', 1],
    ['[1,x]', 1],
    ['[1,"\\"]', 1],
    ['[null,1]', 1],
  ])('refuses %s where %d values are waited for', (sort, sortValues) => {
    for (const kind of [csv, { kind: 'ndjson' } as const]) {
      const page = jsonOf([`{"_source":{"a":1},"sort":${sort}}`]);
      expect(() => scan(make(kind, { sortValues }), page)).toThrow(expect.objectContaining({ code: 'page_malformed' }));
    }
  });

  it('are counted among the bytes that are held, and are none without an order', () => {
    const page = pageOf([{ source: '{}', seqNo: 1 }]).replace('[1]', '[1,"xyz"]');
    const plain = make({ kind: 'ndjson' }).makeScanner();
    const sorted = make({ kind: 'ndjson' }, { sortValues: 1 }).makeScanner();
    for (const scanner of [plain, sorted]) {
      scanner.push(bytesOf(page));
      scanner.finish();
    }
    expect(sorted.heldBytes).toBe(plain.heldBytes + '"xyz"'.length + 16);
    expect(plain.take().tail).not.toHaveProperty('sorts');
  });
}
