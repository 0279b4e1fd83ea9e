import fc from 'fast-check';

/** Documents as JSON text, so that each digit is as it was written, and what DQL may be asked about them. */

export type Type = 'keyword' | 'text' | 'long' | 'unsigned_long' | 'double' | 'boolean' | 'ip' | 'date' | 'ms' | 'own';
export type FieldKind = {
  readonly type: Type;
  /** As texts that a query may hold. */
  readonly values: readonly string[];
  /** Ends of ranges, where they are others. */
  readonly bounds?: readonly string[];
  readonly noRange?: boolean;
  /** What the field cannot hold. */
  readonly wrong?: readonly string[];
  /** What stands between wildcards. */
  readonly wild?: readonly (readonly string[])[];
};

const ANY = ['', ''];
const WORDS = ['red', 'Red', 'a b', 'a:b', 'and', 'x*y', '서울', '😀 é', 'C:\\t', '"q"', '', '5', 'a/b'];
const WILD = [ANY, ['re', ''], ['a', 'b'], ['x*', ''], ['서', ''], ['C:\\', ''], ['r', 'd', ''], ['a', '', '']];
const keyword: FieldKind = { type: 'keyword', values: WORDS, wild: WILD };
const long: FieldKind = {
  type: 'long',
  values: ['5', '-5', '0', '9007199254740993', '9007199254740992', '5.0', '5.5', '-9223372036854775808'],
  bounds: ['5', '-5', '5.5', '-5.5', '9007199254740993', '0'],
  wrong: ['five', '5 6', '', '0x5'],
};
const DAYS = [
  '2024-05-01',
  '2024-05-01T10:30:00.000Z',
  '2024-05-01T10:30',
  '2024-05-01T10',
  '1969-12-31',
  '+12024-01-01',
];
const MATH = ['2024-05-01||/d', '2024-05-01T10:30:00Z||+1d', '2024-05-02||-1d/d', '2024-05-17||/M', 'now-1d/d', 'now'];

export const FIELDS: Readonly<Record<string, FieldKind>> = {
  kw: keyword,
  'a key': keyword,
  tx: {
    type: 'text',
    values: ['red', 'red fox', 'fox red', 'a:b', '서울 사무실', 'nothing here', '', 'Red'],
    bounds: ['red', 'fox', 'z'],
    wild: [ANY, ['re', ''], ['서', ''], ['f', 'x']],
  },
  lo: long,
  ul: {
    type: 'unsigned_long',
    values: ['18446744073709551615', '18446744073709551614', '5', '0'],
    bounds: ['18446744073709551614', '9223372036854775808', '5', '0'],
  },
  db: { type: 'double', values: ['0.1', '-1.5', '1e3', '1000', '5', '0.10', '-0'] },
  bo: { type: 'boolean', values: ['true', 'false'], wrong: ['yes', '5', ''], noRange: true },
  ip: {
    type: 'ip',
    values: ['10.0.0.5', '10.0.0.0/24', '::1', '2001:db8::5', '2001:db8::/32'],
    bounds: ['10.0.0.5', '10.0.1.0', '::1', '2001:db8::5'],
    wrong: ['host', '10.0.0', '10.0.0.256'],
  },
  at: {
    type: 'date',
    values: [...DAYS, '2024', '2024-05', '-1500', '1714559400000', ...MATH],
    wrong: ['2024-13-01', '01/02/2024', '2024-05-01 10:00', '12024-01-01', ''],
  },
  ms: {
    type: 'ms',
    values: ['-1001', '-1000', '-1', '0', '1000', '1714559400000', '253402300800000'],
    bounds: ['-1001', '-1000', '-86400000', '-1', '0', '1000', ...DAYS, ...MATH],
  },
  own: {
    type: 'own',
    values: ['2024-05-01 10:30:00', '2024-05-01 10:30:01'],
    bounds: ['2024-05-01 10:30:00', '2024-05-01T10:30:00', '2024-05-01', 'now'],
  },
  'ob.kw': keyword,
  'ob.no': keyword,
  'ne.kw': keyword,
  'ne.lo': long,
  'ne.in.kw': keyword,
  'ne.in.lo': long,
};

type Pattern = { readonly parts: readonly string[]; readonly kind: FieldKind };
const PATTERN: FieldKind = {
  ...keyword,
  values: [...WORDS, '10.0.0.5', '2024-05-01', 'true'],
  bounds: ['red', 'a', '5', '서'],
};
/** Nested objects by their paths with a dot behind; '' is the row. */
export const NESTED: Readonly<Record<string, { readonly patterns: readonly Pattern[] }>> = {
  '': {
    patterns: [
      { parts: ['k', ''], kind: PATTERN },
      { parts: ['ob.', ''], kind: PATTERN },
      { parts: ['', '.kw'], kind: PATTERN },
      { parts: ['n', '.k', ''], kind: PATTERN },
      { parts: ['l', ''], kind: long },
      { parts: ['', ''], kind: { ...PATTERN, noRange: true } },
    ],
  },
  'ne.': {
    patterns: [
      { parts: ['k', ''], kind: PATTERN },
      { parts: ['', 'w'], kind: PATTERN },
    ],
  },
  'ne.in.': { patterns: [{ parts: ['', 'w'], kind: PATTERN }] },
};

const date = (format?: string) => ({ type: 'date', ...(format ? { format } : {}) });
const KEYWORD = { type: 'keyword' };
const TYPES = { kw: KEYWORD, lo: { type: 'long' } };
export const MAPPING = {
  dynamic: 'strict',
  properties: {
    ...{ kw: KEYWORD, 'a key': KEYWORD, tx: { type: 'text', analyzer: 'whitespace' }, lo: { type: 'long' } },
    ...{ ul: { type: 'unsigned_long' }, db: { type: 'double' }, bo: { type: 'boolean' }, ip: { type: 'ip' } },
    ...{ at: date(), ms: date('epoch_millis'), own: date('yyyy-MM-dd HH:mm:ss') },
    ob: { properties: { kw: KEYWORD, no: KEYWORD } },
    ne: { type: 'nested', properties: { ...TYPES, in: { type: 'nested', properties: TYPES } } },
  },
};

const STORED: Readonly<Record<Type, readonly string[]>> = {
  keyword: WORDS.map((one) => JSON.stringify(one)),
  text: ['red fox', 'fox red', 'red  a:b', '서울 사무실', '', 'Red', 'the red fox'].map((one) => JSON.stringify(one)),
  long: ['5', '-5', '0', '6', '-6', '9007199254740993', '9007199254740992', '-9223372036854775808'],
  unsigned_long: ['18446744073709551615', '18446744073709551614', '5', '0'],
  double: ['0.1', '-1.5', '1000', '5.0', '0.10000000000000002', '-0.0', '0'],
  boolean: ['true', 'false'],
  ip: ['"10.0.0.5"', '"10.0.0.6"', '"10.0.1.0"', '"::1"', '"2001:db8::5"', '"2001:db9::1"'],
  date: [
    '2024-05-01T10:30:00.000Z',
    '2024-05-01T10:30:59.999Z',
    '2024-05-01T10:31:00Z',
    '2024-05-01',
    '2024-05-02',
    '2024-01-01T12:00:00Z',
    '2024-01-02',
    '1969-12-31T23:59:59.999Z',
    '-1500-06-01',
    '+12024-01-01',
    '2024-04-30T23:59:59.999Z',
  ].map((one) => JSON.stringify(one)),
  ms: ['-1001', '-1000', '-999', '-1002', '-1', '0', '1', '1000', '-86400000', '1714559400000', '253402300800000'],
  own: [
    '"2024-05-01 10:30:00"',
    '"2024-05-01 10:30:01"',
    '"2024-05-01 00:00:00"',
    '"2024-05-02 00:00:00"',
    '"2024-04-30 23:59:59"',
  ],
};

/** What a field holds: each value as JSON, and the text of all, with nulls and lists in lists. */
type Held = { readonly values: readonly string[]; readonly json: string | undefined };
export type Level = {
  readonly held: Readonly<Record<string, Held>>;
  readonly objects: Readonly<Record<string, readonly Level[]>>;
};

function heldOf(type: Type): fc.Arbitrary<Held> {
  const own = fc.constantFrom(...STORED[type]);
  return fc.oneof(
    {
      weight: 2,
      arbitrary: fc.constantFrom<Held>(
        { values: [], json: undefined },
        { values: [], json: 'null' },
        { values: [], json: '[]' },
      ),
    },
    { weight: 4, arbitrary: own.map((one) => ({ values: [one], json: one })) },
    // Of several unsigned longs OpenSearch 3.8 compares one only with a range, as they are sorted with a sign.
    {
      weight: type === 'unsigned_long' ? 0 : 2,
      arbitrary: fc.tuple(own, own).map(([a, b]) => ({ values: [a, b], json: `[${a},null,[${b}]]` })),
    },
  );
}

/** @param level  '', or a path with its dot; fields of the level are by their whole names */
function levelOf(level: string): fc.Arbitrary<Level> {
  const inner = Object.keys(NESTED).filter(
    (path) => path !== level && path.startsWith(level) && !path.slice(level.length, -1).includes('.'),
  );
  const own = Object.entries(FIELDS).filter(
    ([name]) => name.startsWith(level) && !inner.some((path) => name.startsWith(path)),
  );
  const held = fc.record(Object.fromEntries(own.map(([name, { type }]) => [name, heldOf(type)])));
  const objects = fc.record(Object.fromEntries(inner.map((path) => [path, fc.array(levelOf(path), { maxLength: 3 })])));
  return fc.record({ held, objects });
}

export const rows = levelOf('');

export function sourceOf({ held, objects }: Level, level = ''): string {
  const members = Object.entries(held).flatMap(([name, { json }]) =>
    json === undefined ? [] : [`${JSON.stringify(name.slice(level.length))}:${json}`],
  );
  const lists = Object.entries(objects).map(([path, all]) => {
    const texts = all.map((one) => sourceOf(one, path));
    const name = JSON.stringify(path.slice(level.length, -1));
    return `${name}:${texts.length === 1 ? texts[0] : `[${texts.join(',')}]`}`;
  });
  return `{${[...members, ...lists].join(',')}}`;
}
