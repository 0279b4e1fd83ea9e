import fc from 'fast-check';
import type { SortableType } from '../../../../shared/order.ts';
import { SORT_VALUES } from '../../../../shared/order.ts';
import type { SortKey } from '../sort-key.ts';
import type { PlainValue } from './plain-values.ts';

/*
 * For tests: values of each type, many of them near where an encoding could go wrong, and the JSON that OpenSearch gives
 * for them in a hit's `sort`.
 */

const EDGES = [
  0n,
  1n,
  2n,
  127n,
  255n,
  256n,
  65_535n,
  65_536n,
  2n ** 31n,
  2n ** 32n,
  2n ** 48n,
  2n ** 53n,
  2n ** 56n,
  2n ** 63n,
  2n ** 64n,
];
const near = EDGES.flatMap((edge) => [edge - 1n, edge, edge + 1n]);

/** Whole numbers from one to the other. */
function wholeArb(min: bigint, max: bigint) {
  const edges = [...near, ...near.map((n) => -n)].filter((n) => n >= min && n <= max);
  return fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min, max }), fc.bigInt({ min: 0n, max: 9n }));
}

const LONG = wholeArb(-(2n ** 63n), 2n ** 63n - 1n);
const INT = wholeArb(-(2n ** 31n), 2n ** 31n - 1n);

const doubles = [
  0, -0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308, 0.1, 0.3,
];
const DOUBLE = fc.oneof(
  fc.constantFrom(...doubles, 2 ** 53, 2 ** 53 + 2, 2 ** 63, 2 ** 64, 2 ** 63 - 1024),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -300, max: 300 }).map((n) => n / 10),
);
const FLOAT = fc.oneof(
  fc.constantFrom(0, -0, Math.fround(0.1), 2 ** 24, 2 ** -149),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
);

const units = fc.oneof(
  fc.constantFrom(
    '\u0000',
    '\u0001',
    '\u0002',
    '\u001f',
    ' ',
    '"',
    '\\',
    '/',
    'a',
    'b',
    '\u007f',
    '\u0080',
    'é',
    '\u07ff',
    '\u0800',
  ),
  fc.constantFrom(
    '가',
    '힣',
    '한',
    '\ud7ff',
    '\ue000',
    '\ufffd',
    '\uffff',
    '😀',
    '\u{10000}',
    '\u{10ffff}',
    '\ud800',
    '\udc00',
    '\udfff',
  ),
);
const TEXT = fc.oneof(
  fc.array(units, { maxLength: 6 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 5 }),
);

const group = fc.oneof(
  fc.constantFrom('0', '1', 'ffff'),
  fc.nat(0xffff).map((n) => n.toString(16)),
);
const quad = fc
  .array(fc.oneof(fc.constantFrom(0, 1, 9, 10, 100, 255), fc.nat(255)), { minLength: 4, maxLength: 4 })
  .map((all) => all.join('.'));
const split = fc.tuple(fc.array(group, { maxLength: 3 }), fc.array(group, { maxLength: 3 }));
const IP = fc.oneof(
  quad,
  fc.array(group, { minLength: 8, maxLength: 8 }).map((all) => all.join(':')),
  split.map(([head, tail]) => `${head.join(':')}::${tail.join(':')}`),
  quad.map((four) => `::ffff:${four}`),
  fc.tuple(fc.array(group, { minLength: 6, maxLength: 6 }), quad).map(([six, four]) => `${six.join(':')}:${four}`),
);

const padded = fc.nat(30).map((n) => String(n).padStart(20, '0'));
const VERSION = fc
  .tuple(padded, padded, padded, fc.constantFrom('~', '-alpha', '-alpha.1', '-beta', '-rc.11', '-rc.2'))
  .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest}`);

const ARBS: Record<SortableType, fc.Arbitrary<PlainValue>> = {
  byte: wholeArb(-128n, 127n),
  short: wholeArb(-(2n ** 15n), 2n ** 15n - 1n),
  integer: INT,
  long: LONG,
  unsigned_long: wholeArb(0n, 2n ** 64n - 1n),
  date: fc.oneof(LONG, fc.constantFrom(253_402_300_800_000n, -62_135_596_800_000n, 1_700_000_000_000n)),
  date_nanos: LONG,
  boolean: fc.constantFrom(0n, 1n),
  double: DOUBLE,
  float: FLOAT,
  half_float: fc.constantFrom(0, -0, 0.5, 1, 65504, 2 ** -24, Math.fround(0.0999755859375)),
  keyword: TEXT,
  version: VERSION,
  ip: IP,
};

/** Values of a type, and now and then a missing one. */
export function valueArb(type: SortableType): fc.Arbitrary<PlainValue> {
  return fc.option(ARBS[type], { nil: null, freq: 6 });
}

/** A key by a type, with what is missing as the proxy asks for it. */
export function keyBy(type: SortableType, order: SortKey['order']): SortKey {
  return { type, order, missing: SORT_VALUES[type].missing };
}

/** What OpenSearch puts in the place of a missing value that is to stand before all others, and after them. */
const RANGES: Partial<Record<SortableType, readonly [bigint, bigint]>> = {
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  unsigned_long: [0n, 2n ** 64n - 1n],
};

/** As OpenSearch writes it; of what can be written in several ways `way` chooses one. */
export function jsonOf({ type, missing }: SortKey, value: PlainValue, way: number): string {
  if (value !== null)
    return missing === undefined ? `${textOf(type, value, way)},${textOf(type, value, way)}` : textOf(type, value, way);
  if (missing !== undefined) return missing;
  const [below, above] = SORT_VALUES[type].marks ?? RANGES[type] ?? [];
  return `${below},${above}`;
}

function textOf(type: SortableType, value: bigint | number | string, way: number): string {
  if (typeof value === 'bigint') return type === 'boolean' && way % 2 === 1 ? String(value === 1n) : String(value);
  if (typeof value === 'number') return doubleJson(value, way);
  // Addresses hold nothing that is ever escaped.
  if (way % 2 === 0 || type === 'ip') return JSON.stringify(value);
  const escaped = Array.from({ length: value.length }, (_, i) => value.charCodeAt(i).toString(16).padStart(4, '0'));
  return `"${escaped.map((hex) => `\\u${hex}`).join('')}"`;
}

function doubleJson(value: number, way: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  const javaLike = text.replace('e+', 'E').replace('e', 'E');
  if (/[.E]/.test(javaLike)) return javaLike;
  return way % 2 === 0 ? `${javaLike}.0` : javaLike;
}
