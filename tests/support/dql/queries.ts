import fc from 'fast-check';
import { FIELDS, type FieldKind, NESTED } from './rows.ts';

/** A name or a value as it is meant; several parts have wildcards between them. */
export type Word = { readonly quoted: boolean; readonly parts: readonly string[] };
export type Sign = '>' | '>=' | '<' | '<=';
export type Values =
  | { readonly kind: 'value'; readonly value: Word }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Values[] }
  | { readonly kind: 'not'; readonly of: Values };
/** A query as it is meant. Names within `nested` are without the paths around them. */
export type Query =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query }
  | { readonly kind: 'nested'; readonly path: Word; readonly of: Query }
  | { readonly kind: 'is'; readonly field: Word | undefined; readonly value: Word }
  | { readonly kind: 'list'; readonly field: Word; readonly of: Values }
  | { readonly kind: 'range'; readonly field: Word; readonly sign: Sign; readonly value: Word };

export const word = (...parts: string[]): Word => ({ quoted: false, parts });
const either = (text: string) =>
  fc.boolean().map((quoted): Word => ({ quoted: quoted || text === '' || text.trim() !== text, parts: [text] }));
const signs = fc.constantFrom<Sign>('>', '>=', '<', '<=');

/** Trees of these conditions; `nested` are the objects that may stand at the place. */
function trees(leaf: fc.Arbitrary<Query>, nested: fc.Arbitrary<Query> | undefined, depth: number): fc.Arbitrary<Query> {
  const condition = nested ? fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: nested }) : leaf;
  if (depth === 0) return condition;
  const below = trees(leaf, nested, depth - 1);
  const many = fc.array(below, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: condition },
    { weight: 1, arbitrary: below.map((of): Query => ({ kind: 'not', of })) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom('and' as const, 'or' as const), many).map(([kind, of]) => ({ kind, of })),
    },
  );
}

function lists(value: fc.Arbitrary<Word>): fc.Arbitrary<Values> {
  const one = value.map((own): Values => ({ kind: 'value', value: own }));
  const maybeNot = fc.oneof(
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: one.map((of): Values => ({ kind: 'not', of })) },
  );
  const many = (of: fc.Arbitrary<Values>) =>
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(of, { minLength: 2, maxLength: 3 }))
      .map(([kind, all]): Values => ({ kind, of: all }));
  return fc.oneof(one, maybeNot, many(maybeNot), many(fc.oneof(maybeNot, many(one))));
}

/** Conditions on a field that the rows have, named in full or by a pattern. */
function conditionsOn(name: Word, kind: FieldKind): fc.Arbitrary<Query> {
  const value = fc.constantFrom(...kind.values).chain(either);
  const wild = fc.constantFrom(...(kind.wild ?? [['', '']])).map((parts) => word(...parts));
  const wrong = fc.constantFrom(...(kind.wrong ?? kind.values)).chain(either);
  const any = fc.oneof(
    { weight: 30, arbitrary: value },
    { weight: 8, arbitrary: wild },
    { weight: 1, arbitrary: wrong },
  );
  const is = any.map((own): Query => ({ kind: 'is', field: name, value: own }));
  const list = lists(any).map((of): Query => ({ kind: 'list', field: name, of }));
  const bounds = fc.constantFrom(...(kind.bounds ?? kind.values)).chain(either);
  const range = fc.tuple(signs, bounds).map(([sign, own]): Query => ({ kind: 'range', field: name, sign, value: own }));
  return fc.oneof(
    { weight: 3, arbitrary: is },
    { weight: 1, arbitrary: list },
    ...(kind.noRange ? [] : [{ weight: 2, arbitrary: range }]),
  );
}

function leavesOf(level: string): fc.Arbitrary<Query> {
  const own = Object.entries(FIELDS).filter(([name]) => name.startsWith(level));
  const named = own.map(([name, kind]) => either(name.slice(level.length)).chain((field) => conditionsOn(field, kind)));
  const patterns = (NESTED[level]?.patterns ?? []).map(({ parts, kind }) => conditionsOn(word(...parts), kind));
  const free = fc
    .constantFrom('red', 'a b', '5', '2024-05-01', 'nowhere')
    .chain(either)
    .map((value): Query => ({ kind: 'is', field: undefined, value }));
  return fc.oneof(
    { weight: 8, arbitrary: fc.oneof(...named) },
    { weight: 2, arbitrary: fc.oneof(...patterns) },
    { weight: 1, arbitrary: free },
  );
}

function queriesIn(level: string, depth: number): fc.Arbitrary<Query> {
  const inner = Object.keys(NESTED).filter((one) => one !== level && one.startsWith(level));
  const objects = inner.map((path) =>
    queriesIn(path, 1).map((of): Query => ({ kind: 'nested', path: word(path.slice(level.length, -1)), of })),
  );
  return trees(leavesOf(level), objects.length > 0 ? fc.oneof(...objects) : undefined, depth);
}

/** Queries about the rows. */
export const rowQueries = queriesIn('', 2);

const pieces = fc.oneof(
  fc.constantFrom(...['and', 'OR', 'not', ' ', 'a', 'B', '-5', '1.5', 'now-1d', '서울', '😀', '\ud83d', 'ﬁ', 'null']),
  fc.constantFrom(
    ...['\\', '(', ')', ':', '<', '>', '"', '*', '{', '}', '\t', '\r', '?', '&&', '~2', '/', '\u00a0', '.'],
  ),
);
const texts = fc.array(pieces, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
/** White space at its ends would be lost in a word, and a line break and “ot” are `\not`. */
const bare = texts.filter((text) => text.trim() === text && text !== '');
const anyWord: fc.Arbitrary<Word> = fc.oneof(
  { weight: 2, arbitrary: bare.map((text) => word(text)) },
  { weight: 1, arbitrary: fc.oneof(texts, fc.constant('')).map((text): Word => ({ quoted: true, parts: [text] })) },
  {
    weight: 1,
    arbitrary: fc.array(fc.oneof(bare, fc.constant('')), { minLength: 2, maxLength: 4 }).map((parts) => word(...parts)),
  },
);
const anyLeaf: fc.Arbitrary<Query> = fc.oneof(
  fc
    .tuple(fc.option(anyWord, { nil: undefined }), anyWord)
    .map(([field, value]): Query => ({ kind: 'is', field, value })),
  fc.tuple(anyWord, signs, anyWord).map(([field, sign, value]): Query => ({ kind: 'range', field, sign, value })),
  fc.tuple(anyWord, lists(anyWord)).map(([field, of]): Query => ({ kind: 'list', field, of })),
);
/** Queries of any names and values. */
export const anyQueries = trees(
  anyLeaf,
  fc.tuple(anyWord, trees(anyLeaf, undefined, 1)).map(([path, of]): Query => ({ kind: 'nested', path, of })),
  3,
);
