import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { SORTABLE_TYPES, type SortableType } from '../../../shared/order.ts';
import { compareWhole } from './compare-bytes.ts';
import { comparePlain, type PlainValue } from './keys/plain-values.ts';
import { jsonOf, keyBy, valueArb } from './keys/value-arbs.ts';
import { makeKeyEncoder } from './keys.ts';
import { type Parts, startOf } from './parts.ts';
import type { SortKey } from './sort-key.ts';

const utf8 = new TextEncoder();
const ORDERS = ['asc', 'desc'] as const;
const HERE = { index: 0, shard: 0 };

type Row = { keys: SortKey[]; values: PlainValue[]; way: number; seqNo: number; index: number; shard: number };

function keyOfJson(keys: readonly SortKey[], json: string, place: Partial<Row> = {}): Uint8Array {
  const bytes = utf8.encode(json);
  const encode = makeKeyEncoder(keys, { ...HERE, ...place });
  const made = encode({ values: { bytes, ends: Uint32Array.of(bytes.length) }, seqNos: [place.seqNo ?? 0] });
  return pieceOf(made, 0);
}

function keyOf({ keys, values, way, ...place }: Row): Uint8Array {
  return keyOfJson(keys, values.map((value, n) => jsonOf(keys[n] as SortKey, value, way)).join(','), place);
}

function pieceOf(parts: Parts, n: number): Uint8Array {
  return parts.bytes.subarray(startOf(parts, n), parts.ends[n]);
}

function compareRows(a: Row, b: Row): number {
  for (const [n, key] of a.keys.entries()) {
    const difference = comparePlain(key, a.values[n] ?? null, b.values[n] ?? null);
    if (difference !== 0) return difference;
  }
  return Math.sign(a.seqNo - b.seqNo || a.index - b.index || a.shard - b.shard);
}

const placeArb = {
  seqNo: fc.oneof(fc.nat(3), fc.constantFrom(255, 256, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1), fc.maxSafeNat()),
  index: fc.oneof(fc.nat(2), fc.constantFrom(255, 256, 65_536)),
  shard: fc.nat(2),
  way: fc.nat(1),
};

/** Rows with a value for each key. */
function rowArb(columns: readonly { type: SortableType; order: SortKey['order'] }[]): fc.Arbitrary<Row> {
  const keys = columns.map(({ type, order }) => keyBy(type, order));
  const values = fc.tuple(...columns.map(({ type }) => valueArb(type)));
  return fc.record({ ...placeArb, values }).map((row) => ({ ...row, keys }));
}

function holds(rows: fc.Arbitrary<Row>, numRuns: number) {
  fc.assert(
    fc.property(rows, rows, (a, b) => {
      expect(Math.sign(compareWhole(keyOf(a), keyOf(b)))).toBe(compareRows(a, b));
    }),
    { numRuns },
  );
}

describe('keys are in the order of the values', () => {
  const single = SORTABLE_TYPES.flatMap((type) => ORDERS.map((order) => ({ type, order })));
  test.each(single)('$type $order', ({ type, order }) => holds(rowArb([{ type, order }]), 1500));

  const several = fc.array(fc.record({ type: fc.constantFrom(...SORTABLE_TYPES), order: fc.constantFrom(...ORDERS) }), {
    minLength: 2,
    maxLength: 3,
  });
  it('two and three keys of any types, with ties', () => {
    fc.assert(
      fc.property(
        several.chain((columns) => {
          const row = rowArb(columns);
          // The second row has some of the first one's values.
          return fc.tuple(row, row, fc.nat(3)).map(([a, b, same]) => {
            const values = b.values.map((value, n) => (n < same ? (a.values[n] ?? null) : value));
            return [a, { ...b, values }] as const;
          });
        }),
        ([a, b]) => {
          expect(Math.sign(compareWhole(keyOf(a), keyOf(b)))).toBe(compareRows(a, b));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('of a batch are those of its rows one by one', () => {
    const keys = [keyBy('keyword', 'desc')];
    const batch = fc.array(fc.record({ value: valueArb('keyword'), seqNo: fc.nat() }), { maxLength: 40 });
    fc.assert(
      fc.property(batch, (rows) => {
        const texts = rows.map(({ value }, n) => utf8.encode(jsonOf(keys[0] as SortKey, value, n)));
        let end = 0;
        const ends = Uint32Array.from(texts, (text) => (end += text.length));
        const values = { bytes: Uint8Array.from(texts.flatMap((text) => [...text])), ends };
        const made = makeKeyEncoder(keys, HERE)({ values, seqNos: rows.map(({ seqNo }) => seqNo) });
        const one = rows.map(({ value, seqNo }, n) => keyOf({ ...HERE, keys, values: [value], seqNo, way: n }));
        expect(one.map((_, n) => pieceOf(made, n))).toEqual(one);
      }),
    );
  });
});

describe('a row without a value', () => {
  const longs = keyBy('long', 'asc');

  it('of a long is told from one whose value is the least or the greatest', () => {
    const least = keyOfJson([longs], '-9223372036854775808,-9223372036854775808');
    const greatest = keyOfJson([longs], '9223372036854775807,9223372036854775807');
    const lacking = keyOfJson([longs], '-9223372036854775808,9223372036854775807');
    expect([lacking, greatest, least].sort(compareWhole)).toEqual([least, greatest, lacking]);
  });

  it('of a long needs both its values', () => {
    expect(() => keyOfJson([longs], '1')).toThrow(expect.objectContaining({ code: 'page_malformed' }));
  });

  it('is told by that text alone: null is no number', () => {
    expect(() => keyOfJson([keyBy('integer', 'asc')], 'null')).toThrow(
      expect.objectContaining({ code: 'page_malformed' }),
    );
  });
});

describe('a value that is none of its type is no row of the page', () => {
  const wrong: [SortableType, string][] = [
    ['long', '1.0'],
    ['long', '1e3'],
    ['long', '"1"'],
    ['long', '-9223372036854775809'],
    ['long', '-'],
    ['long', '123456789012345678901'],
    ['unsigned_long', '18446744073709551616'],
    ['date', '"2024-01-01"'],
    ['date', 'true'],
    ['boolean', '"true"'],
    ['double', '"1.0"'],
    ['double', '"NaN"'],
    ['double', '"Infinity"'],
    ['double', '1.'],
    ['double', '.5'],
    ['double', '0x10'],
    ['keyword', '1'],
    ['keyword', 'true'],
    ['keyword', '"\\u12"'],
    ['keyword', '"a'],
    ['ip', '"1.2.3"'],
    ['ip', '"1.2.3.4.5"'],
    ['ip', '"1.2.3.256"'],
    ['ip', '"1::2::3"'],
    ['ip', '"1:2:3:4:5:6:7"'],
    ['ip', '"1:2:3:4:5:6:7:8:9"'],
    ['ip', '"1:2:3:4:5:6:7:"'],
    ['ip', '":1"'],
    ['ip', '"12345::"'],
    ['ip', '"fe80::1%eth0"'],
    ['ip', '""'],
    ['long', ''],
    ['long', '1,2'],
    ['keyword', '"a" "b"'],
  ];
  test.each(wrong)('%s: %s', (type, json) => {
    const make = () => keyOfJson([{ type, order: 'asc', missing: 'null' }], json);
    expect(make).toThrow(expect.objectContaining({ code: 'page_malformed' }));
  });

  it('white space around values is none of them', () => {
    const keys = [keyBy('integer', 'asc'), keyBy('keyword', 'asc')];
    expect(keyOfJson(keys, ' 1 , "a" ')).toEqual(keyOfJson(keys, '1,"a"'));
  });
});
