import fc from 'fast-check';
import { asPhrase, asWord } from '../../shared/lucene/words.ts';

/**
 * A piece of a query string that Lucene reads as one, whatever stands in it: `text` as it is written, and the ends of the
 * ranges in it, as they are meant.
 */
export type Part = {
  kind: 'word' | 'quoted' | 'escaped' | 'range' | 'compared' | 'regexp' | 'wild';
  text: string;
  ends: string[];
};
/** A part, or a group of them, under a field where one is named. */
export type Clause = { field?: string; part: Part } | { field?: string; group: Clause[] };
/** What a reader has to find: a part, the field that holds for it, and where it stands in the query. */
export type Found = { part: Part; field: string | undefined; from: number; to: number };

/** What would mean something anywhere else. */
const SIGNS = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ':',
  '"',
  '/',
  '\\',
  '*',
  '?',
  '~',
  '^',
  '+',
  '-',
  '!',
  ' ',
  ' TO ',
  ' and ',
  'a:',
  '&&',
];
const texts = (signs: readonly string[]) =>
  fc.array(fc.constantFrom(...signs, 'x', 'y1'), { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
const without = (...left: string[]) => SIGNS.filter((sign) => !left.some((one) => sign.includes(one)));

const anyWord = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/).filter((word) => !/^(?:and|or|not)$/.test(word));
/** A field within a nested object, by its name. */
const anyName = anyWord.map((word) => `n.${word}`);

const end = fc.oneof(
  anyWord.map((text) => ({ text, means: text })),
  // A range's quotes know no escaped backslash: nobody needs one there.
  texts(without('"', '\\')).map((means) => ({ text: `"${means}"`, means })),
);

const parts: Record<Part['kind'], fc.Arbitrary<Part>> = {
  word: anyWord.map((text) => ({ kind: 'word', text, ends: [] })),
  quoted: texts(SIGNS).map((text) => ({ kind: 'quoted', text: asPhrase(text), ends: [] })),
  escaped: texts(SIGNS).map((text) => ({ kind: 'escaped', text: asWord(text), ends: [] })),
  range: fc.tuple(fc.constantFrom('[', '{'), end, end, fc.constantFrom(']', '}')).map(([open, low, high, close]) => ({
    kind: 'range',
    text: `${open}${low.text} TO ${high.text}${close}`,
    ends: [low.means, high.means],
  })),
  compared: fc.tuple(fc.constantFrom('<', '<=', '>', '>='), fc.oneof(anyWord, texts(SIGNS))).map(([sign, means]) => ({
    kind: 'compared',
    text: sign + asWord(means),
    ends: [means],
  })),
  regexp: texts(without('/', '\\')).map((text) => ({ kind: 'regexp', text: `/${text}\\/x/`, ends: [] })),
  wild: anyWord.map((text) => ({ kind: 'wild', text: `*${text}`, ends: [] })),
};

/** Several clauses, joined by operators, with parts of these kinds. */
export function anyClauses(...kinds: Part['kind'][]): fc.Arbitrary<Clause[]> {
  const { clauses } = fc.letrec<{ clauses: Clause[]; clause: Clause }>((tie) => ({
    clauses: fc.array(tie('clause'), { minLength: 1, maxLength: 4 }),
    clause: fc
      .tuple(
        fc.option(anyName, { nil: undefined }),
        fc.oneof(
          { depthSize: 'small', withCrossShrink: true },
          fc.oneof(...kinds.map((kind) => parts[kind])).map((part) => ({ part })),
          tie('clauses').map((group) => ({ group })),
        ),
      )
      .map(([field, body]) => (field === undefined ? body : { field, ...body })),
  }));
  return clauses;
}

/** The clauses as a query string, and what is to be found in it, from left to right. */
export function written(clauses: readonly Clause[]): { query: string; found: Found[]; names: string[] } {
  let query = '';
  const found: Found[] = [];
  const names: string[] = [];
  const write = (all: readonly Clause[], outer: string | undefined) => {
    for (const [i, clause] of all.entries()) {
      if (i > 0) query += i % 2 === 0 ? ' OR ' : ' AND ';
      if (clause.field !== undefined) {
        query += `${clause.field}:`;
        names.push(clause.field);
      }
      const field = clause.field ?? outer;
      if ('group' in clause) {
        query += '(';
        write(clause.group, field);
        query += ')';
      } else {
        const from = query.length;
        query += clause.part.text;
        found.push({ part: clause.part, field, from, to: query.length });
      }
    }
  };
  write(clauses, undefined);
  return { query, found, names };
}
