import fc from 'fast-check';

/** A JSON value as it may be stored, with what a CSV cell shall make of it. */
export type Stored =
  | { kind: 'leaf'; json: string; cell: string; isText: boolean; elements?: readonly Stored[] }
  | { kind: 'object'; json: string; members: readonly Member[] };
/** `key`: the name as JSON. */
export type Member = { name: string; key: string; value: Stored };
export type Document = Extract<Stored, { kind: 'object' }>;

/** What UTF-8 can hold of a string: half a surrogate pair becomes U+FFFD. */
const encodable = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

const space = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(' ', '\n', '\r\n', '\t', ' \n  ') },
);

const plainPiece = fc.oneof(
  fc.constantFrom(
    'a',
    'x,y',
    ';',
    '|',
    "'",
    '=',
    '-5',
    '+',
    '@',
    'é',
    '한국',
    '🙂',
    '}{][:',
    '/',
    '\u007f',
    '\ufeff',
    '\u2028',
  ),
  fc.string({ unit: 'grapheme', maxLength: 24 }).map((text) => JSON.stringify(text).slice(1, -1)),
);
const hex = fc.integer({ min: 0, max: 0xffff }).map((unit) => unit.toString(16).padStart(4, '0'));
const escapePiece = fc.oneof(
  fc.constantFrom(
    '\\"',
    '\\\\',
    '\\/',
    '\\b',
    '\\f',
    '\\n',
    '\\r',
    '\\t',
    '\\u0022',
    '\\u002C',
    '\\u000d',
    '\\u0000',
    '\\u005c',
  ),
  hex.map((digits) => `\\u${digits}`),
  hex.map((digits) => `\\u${digits.toUpperCase()}`),
  fc.constantFrom('\\ud800', '\\udc00', '\\ud83d\\ude42', '\\uD83D\\uDE42', '\\ud83d\\ud83d\\ude42', '\\ud83dx'),
);
const stringJson = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(plainPiece, { maxLength: 4 }) },
    { weight: 2, arbitrary: fc.array(fc.oneof(plainPiece, escapePiece), { maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(plainPiece, { minLength: 8, maxLength: 40 }) },
  )
  .map((pieces) => `"${pieces.join('')}"`);

const numberJson = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '5.0',
    '1e3',
    '1E+3',
    '2e-7',
    '3.0000000000000000001',
    '9223372036854775807',
    '9007199254740993',
  ),
  fc.constantFrom('-9223372036854775808', '18446744073709551616', '1'.repeat(40), '0.1', '-1.5e-10'),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => String(value)),
);

export const anyText = stringJson.map(
  (json): Stored => ({ kind: 'leaf', json, cell: encodable(JSON.parse(json)), isText: true }),
);
const number = numberJson.map((json): Stored => ({ kind: 'leaf', json, cell: json, isText: false }));
const literal = fc.constantFrom('true', 'false', 'null').map((json): Stored => {
  return { kind: 'leaf', json, cell: json === 'null' ? '' : json, isText: false };
});
const emptyObject = space.map((inside): Stored => ({ kind: 'leaf', json: `{${inside}}`, cell: '{}', isText: false }));

/** Few names, so that paths meet; some mean the envelope's words, some the same path in another spelling. */
const nameJson = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('"a"', '"b"', '"c"', '"a.b"', '"b.c"', '"\\u0061"', '"a.b.c"') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"_source"',
      '"sort"',
      '"hits"',
      '"_id"',
      '"_index"',
      '""',
      '"."',
      '"q\\"k"',
      '"k\\\\"',
      '"한"',
      '"a\\nb"',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '"\\ud800"',
      '"__proto__"',
      '"constructor"',
      '"a name that is rather long, longer than a word"',
    ),
  },
  { weight: 1, arbitrary: stringJson },
);

const { value, object } = fc.letrec<{ value: Stored; array: Stored; object: Document }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    anyText,
    number,
    literal,
    emptyObject,
    tie('array'),
    tie('object'),
  ),
  array: fc
    .tuple(fc.array(fc.tuple(space, tie('value'), space), { maxLength: 4 }), space)
    .map(([items, inside]): Stored => {
      const json = `[${items.map(([before, item, after]) => before + item.json + after).join(',')}${inside}]`;
      const elements = items.map(([, element]) => element);
      return { kind: 'leaf', json, cell: json, isText: false, elements };
    }),
  object: fc
    .array(fc.tuple(space, nameJson, space, space, tie('value'), space), { minLength: 1, maxLength: 6 })
    .map((members): Document => {
      const json = members.map(([s1, name, s2, s3, { json }, s4]) => `${s1}${name}${s2}:${s3}${json}${s4}`).join(',');
      const named = members.map(([, name, , , value]) => ({ name: JSON.parse(name) as string, key: name, value }));
      return { kind: 'object', json: `{${json}}`, members: named };
    }),
}));

export const anyValue = value;

/** Documents of one shape follow each other in the wild, so some repeat the one before. */
export const anyDocument: fc.Arbitrary<Document> = fc.oneof(
  { weight: 8, arbitrary: object },
  { weight: 1, arbitrary: space.map((inside): Document => ({ kind: 'object', json: `{${inside}}`, members: [] })) },
);
