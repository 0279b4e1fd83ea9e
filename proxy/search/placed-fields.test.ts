import { expect, it } from 'vitest';
import { conditionsOf } from '../../shared/dql/tree.ts';
import type { Field } from '../../shared/http.ts';
import { dqlClause, dqlTree } from '../query/dql.ts';
import { placedAmong } from './placed-fields.ts';

/** Nested objects twenty levels deep, five thousand fields in all, as no mapping has them by default. */
const LEVELS = Array.from({ length: 20 }, (_, n) => 'abc.'.repeat(n + 1).slice(0, -1));
const known = new Map<string, Field>(
  [
    ...LEVELS.map((name) => ({ name, type: 'nested' })),
    ...LEVELS.flatMap((level) =>
      Array.from({ length: 250 }, (_, n) => ({ name: `${level}.field${n}`, type: 'keyword' })),
    ),
  ].map((field) => [field.name, { ...field, searchable: true, aggregatable: true }]),
);

const many = (one: (n: number) => string, count: number) =>
  Array.from({ length: count }, (_, n) => one(n)).join(' or ');

it.each([
  ['patterns that mean every field', many((n) => `*a${'*'.repeat(n)}bc*: x`, 64), true],
  ['conditions on a pattern', many(() => '*abc*: x*', 1000), true],
  [
    'conditions within each other',
    `${'abc: { '.repeat(20)}${many((n) => `f*${n % 60}: x`, 900)}${' }'.repeat(20)}`,
    false,
  ],
])('%s take no time worth speaking of', (_, dql, isRefused) => {
  const began = performance.now();
  const { conditions, paths } = conditionsOf(dqlTree(dql));
  const named = [...conditions.map(({ name, node }) => ({ name, at: node.field })), ...paths];
  const placed = placedAmong(named, known);
  const ask = () => dqlClause(dql, { placed });
  if (isRefused) expect(ask).toThrow(expect.objectContaining({ code: 'query_invalid' }));
  else ask();
  // Some 100 ms; many times that on a busy machine, and minutes without a bound.
  expect(performance.now() - began).toBeLessThan(3000);
});

it('so many patterns are not held against any number of fields', () => {
  const named = conditionsOf(dqlTree(many((n) => `a*x${n}: y`, 64))).conditions;
  const among = (fields: ReadonlyMap<string, Field>) =>
    placedAmong(
      named.map(({ name, node }) => ({ name, at: node.field })),
      fields,
    );
  expect(among(known)).toEqual([]);
  const copies = ['', 'x', 'y', 'z'].flatMap((end) => [...known].map(([name, field]) => [name + end, field] as const));
  const more = new Map(copies);
  expect(() => among(more)).toThrow(expect.objectContaining({ code: 'query_invalid', position: 0 }));
});
