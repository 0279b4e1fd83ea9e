import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faultOf } from './file-name.ts';
import { namesOfValues } from './value-names.ts';

const names = (...values: (string | undefined)[]) => namesOfValues('orders.csv', '.csv', values);

it('a value that can be a name is one, and what cannot be is made safe', () => {
  expect(names('acme', '서울', '🎉', undefined, '')).toEqual([
    ...['orders_acme.csv', 'orders_서울.csv', 'orders_🎉.csv', 'orders_(none).csv', 'orders_(empty).csv'],
  ]);
  expect(names('a/b', '..', 'x*', '"q"', 'CON', ' a  b ', 'tab\there', 'x.')).toEqual([
    ...['orders_a_b.csv', 'orders__.csv', 'orders_x_.csv', 'orders__q_.csv', 'orders_CON.csv', 'orders_a b.csv'],
    ...['orders_tab_here.csv', 'orders_x.csv'],
  ]);
  expect(names('x\u202Egnp', '\uD800', 'a~1', 'n\uFFFE')).toEqual([
    ...['orders_x_gnp.csv', 'orders__.csv', 'orders_a_1.csv', 'orders_n_.csv'],
  ]);
});

it('values that make the same name get a number, also those that only some disks take for the same', () => {
  expect(names('a/b', 'a:b', 'A?B')).toEqual(['orders_a_b.csv', 'orders_a_b (2).csv', 'orders_A_B (3).csv']);
  expect(names('\u00e9', 'e\u0301')).toEqual(['orders_\u00e9.csv', 'orders_\u00e9 (2).csv']);
  expect(names('(none)', undefined, 'x (2)', 'x', 'x')).toEqual([
    ...['orders_(none).csv', 'orders_(none) (2).csv', 'orders_x (2).csv', 'orders_x.csv', 'orders_x (3).csv'],
  ]);
  expect(names('stra\u00dfe', 'STRASSE')).toEqual(['orders_stra\u00dfe.csv', 'orders_STRASSE (2).csv']);
});

it('a long value is cut, between characters', () => {
  const [name = '', other = ''] = names('서'.repeat(300), `${'서'.repeat(300)}!`);
  expect(name).toBe(`orders_${'서'.repeat(26)}.csv`);
  expect(other).toBe(`orders_${'서'.repeat(26)} (2).csv`);
});

const signs = fc.constantFrom(
  ...['a', 'A', '.', ' ', '/', '\\', '\u0000', '\u202e', '~', '1', '서', '🎉', '\ud800', '"', '*'],
);
const value = fc.oneof(
  fc.string({ unit: signs, maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom('con', 'NUL', 'com1.txt', '..', '.', '', '(none)', '(empty)', 'a (2)', 'a'),
  fc.constant(undefined),
);
const ending = fc.constantFrom('.csv', '.csv.gz', '.ndjson.gz', '.parquet', '.zip');

it('names of any values are as many as the values, no two the same, and none is refused by a disk', () => {
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 190 }),
      ending,
      (all, base, end) => {
        const name = base + end;
        fc.pre(faultOf(name) === undefined);
        const made = namesOfValues(name, end, all);
        expect(made).toHaveLength(all.length);
        expect(new Set(made.map((one) => one.normalize('NFC').toLowerCase())).size).toBe(all.length);
        for (const one of made) {
          expect(faultOf(one)).toBeUndefined();
          expect(one.endsWith(end)).toBe(true);
          expect(one).not.toMatch(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}~]|(?![\u200c\u200d])\p{Cf}/u);
        }
      },
    ),
    { numRuns: 200 },
  );
});
