import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseDql } from '../../../../shared/dql/parse.ts';
import { pathsOf } from '../fields/known-fields.ts';
import { dqlHelp, nameInDql, valueInDql } from './dql-help.ts';
import { repairOfDql } from './dql-repair.ts';

/** `|` marks the caret. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  return dqlHelp.completionAt(marked.replace('|', ''), caret);
}

describe('completion', () => {
  it.each([
    ['ori|', { kind: 'field', text: 'ori' }],
    ['a: b and de|', { kind: 'field', text: 'de', from: 9 }],
    ['a: b or (de|', { kind: 'field', text: 'de' }],
    ['not de|', { kind: 'field', text: 'de' }],
    ['origin:|', { kind: 'value', field: 'origin', text: '' }],
    ['origin: |', { kind: 'value', field: 'origin', text: '' }],
    ['origin: LA|', { kind: 'value', field: 'origin', text: 'LA' }],
    ['origin: New Yo|', { kind: 'value', field: 'origin', text: 'New Yo' }],
    ['origin: (LAS or A|', { kind: 'value', field: 'origin', text: 'A' }],
    ['origin: (LAS) and de|', { kind: 'field', text: 'de' }],
    ['delay >= 6|', { kind: 'value', field: 'delay', text: '6' }],
    ['"US Gross": "a b|', { kind: 'value', field: 'US Gross', text: 'a b' }],
    ['items: { na|', { kind: 'field', within: 'items.', text: 'na' }],
    ['items: { name: x|', { kind: 'value', field: 'items.name', text: 'x' }],
    ['items: { sub: { x: 1|', { kind: 'value', field: 'items.sub.x', text: '1' }],
    ['items: { name: x } and de|', { kind: 'field', within: '', text: 'de' }],
    ['delay |', { kind: 'operator', name: 'delay', comparisons: [':', '>', '>=', '<', '<='] }],
    ['items: { count |', { kind: 'operator', name: 'items.count' }],
    ['a: b |', { kind: 'operator', words: ['and', 'or'] }],
    ['a: (b or c) |', { kind: 'operator', words: ['and', 'or'] }],
    ['a: b an|', { kind: 'operator', words: ['and'], from: 5 }],
    ['a: "b" |', { kind: 'operator', words: ['and', 'or'] }],
  ])('%s', (marked, expected) => {
    expect(at(marked)).toMatchObject(expected);
  });

  it.each(['|', 'a and |', 'a: b (|'])('none at %s', (marked) => {
    expect(at(marked)).toBeUndefined();
  });

  it('takes a field with its colon, a value as it is written, an operator with a space', () => {
    const take = (query: string, picked: string) => {
      const of = dqlHelp.completionAt(query, query.length);
      return of && dqlHelp.completed(query, of, picked).query;
    };
    expect(take('ori', 'origin')).toBe('origin: ');
    expect(take('us', 'US Gross')).toBe('US Gross: ');
    expect(take('items: { na', 'items.name')).toBe('items: { name: ');
    expect(take('origin:', 'LAS')).toBe('origin: LAS');
    expect(take('origin: L', 'New York')).toBe('origin: "New York"');
    expect(take('a: b an', 'and')).toBe('a: b and ');
    expect(take('delay ', '>=')).toBe('delay >= ');
    expect(['LAS', 'and', 'a:b', '-5', 'x"y', '', 'x*'].map(valueInDql)).toEqual([
      ...['LAS', '"and"', '"a:b"', '-5', '"x\\"y"', '""', '"x*"'],
    ]);
  });

  it('whatever is taken means itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), fc.string({ unit: 'binary' }), (name, value) => {
        const { tree } = parseDql(`${nameInDql(name)}: ${valueInDql(value)}`);
        expect(tree).toMatchObject({ kind: 'is', field: { text: name }, value: { text: value } });
      }),
    );
  });
});

test('colours lose nothing', () => {
  expect(dqlHelp.tokensOf('a: (1 or "x y") and items: { b > 5 }').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    ...['key a', 'operator :', 'text  ', 'operator (', 'number 1', 'text  ', 'operator or', 'text  ', 'string "x y"'],
    ...['operator )', 'text  ', 'operator and', 'text  ', 'key items', 'operator :', 'text  ', 'operator {', 'text  '],
    ...['key b', 'text  ', 'operator >', 'text  ', 'number 5', 'text  ', 'operator }'],
  ]);
});

test.each([
  ['a: (b', 'a: (b)'],
  ['items: { a: 1', 'items: { a: 1 }'],
  ['a: "b', 'a: "b"'],
  ['a: b)', 'a: b'],
  ['a: b and ', 'a: b'],
  ['not ', ''],
  ['a: C\\x', 'a: C\\\\x'],
  ['"a" b', '"a" and b'],
  ['(a) (b)', '(a) and (b)'],
  ['at >= 2026-01-01T10:30 and b: c', 'at >= "2026-01-01T10:30" and b: c'],
  ['at: 10:30:15', 'at: "10:30:15"'],
  ['delay:>60', 'delay >60'],
  ['a:', undefined],
  ['a: ()', undefined],
])('%s is mended to %s', (query, mended) => {
  const { fault } = parseDql(query);
  expect(fault).toBeDefined();
  if (fault) expect(repairOfDql(query, fault)?.query).toBe(mended);
});

test('what is mended can be read', () => {
  const pieces = fc.constantFrom(
    ...['a', ' ', 'and ', ' or ', ':', '(', ')', '{', '}', '"', '\\', '>', '5', '10:30', '*'],
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const query = parts.join('');
      const { fault } = parseDql(query);
      const repair = fault && repairOfDql(query, fault);
      if (repair) expect(parseDql(repair.query).fault).toBeUndefined();
    }),
  );
});

test('a field that is not there, also in nested objects and in a query with a fault', () => {
  const paths = pathsOf(['origin', 'items.name', 'items.count']);
  const mended = (query: string, to: string) => dqlHelp.unknownIn(query, paths)?.renamed(to);
  expect(
    dqlHelp.unknownIn('origin: LAS and items: { name: x and count > 3 } and _id: 5 and or*: 1', paths),
  ).toBeUndefined();
  expect(dqlHelp.unknownIn('origin: 10:30 and origin >= [2001-01-01T10:30', paths)).toBeUndefined();
  expect(mended('orign: (LAS', 'origin')).toBe('origin: (LAS');
  expect(dqlHelp.unknownIn('items: { nam: x }', paths)?.name).toBe('items.nam');
  expect(mended('items: { nam: x }', 'items.name')).toBe('items: { name: x }');
});
