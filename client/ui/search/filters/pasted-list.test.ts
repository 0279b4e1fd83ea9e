import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasLines, readPastedList } from './pasted-list.ts';

const valuesOf = (text: string) => readPastedList(text, []).values;

it.each([
  ['lines', 'a\nb\nc'],
  ['lines of Windows', 'a\r\nb\r\nc\r\n'],
  ['old lines of Macs', 'a\rb\rc'],
  ['commas', 'a,b, c'],
  ['semicolons', 'a; b ;c'],
  ['a row of a spreadsheet', 'a\tb\tc'],
  ['a column of a spreadsheet with blank cells', 'a\n\nb\n\n\nc\n'],
  ['all of them', ' a,b\n;c\t'],
  ['quotes', '"a","b",\'c\''],
  ['quotes and blanks', ' "a" , "b"\n "c" '],
  ['a list of a program', '["a", "b",\n  "c"]'],
  ['a list without quotes', '[a, b, c]'],
  ['a byte order mark and hard blanks', '\ufeffa\n\u00a0b\u00a0\nc'],
])('reads %s', (_, text) => {
  expect(valuesOf(text)).toEqual(['a', 'b', 'c']);
});

it.each([
  ['"a,b"', ['a,b']],
  ['"a;b"\n"c\td"', ['a;b', 'c\td']],
  ['"say ""hi"""', ['say "hi"']],
  ["'it''s'", ["it's"]],
  ['a b c', ['a b c']],
  // A quote within a value is a sign like others.
  ['5" pipe,6" pipe', ['5" pipe', '6" pipe']],
  ["O'Neill\nD'Arcy", ["O'Neill", "D'Arcy"]],
  ['"open', ['"open']],
  ['"a"b,c', ['"a"b', 'c']],
  ['', []],
  [' \n , ; \t ', []],
  ['""', []],
  ['00012', ['00012']],
  ['9007199254740993', ['9007199254740993']],
])('%j holds %j', (text, values) => {
  expect(valuesOf(text)).toEqual(values);
});

it('tells what it left out, and leaves out nothing else', () => {
  const isNumber = (value: string) => !Number.isNaN(Number(value));
  expect(readPastedList('1\n2\n\nx\n2\n7\n x \n"y,z"\n,', ['7'], isNumber)).toEqual({
    values: ['1', '2'],
    repeated: 3,
    blank: 2,
    invalid: ['x', 'y,z'],
  });
});

it('brings back whatever is quoted', () => {
  const value = fc.string({ unit: 'grapheme', minLength: 1 });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.uniqueArray(value, { minLength: 1 }), fc.constantFrom('\n', '\r\n', ',', ';', '\t'), (all, sign) => {
      expect(valuesOf(all.map(quoted).join(sign))).toEqual(all);
    }),
  );
});

it('reads a hundred thousand lines at once', () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `${i}-${'x'.repeat(58)}`);
  expect(valuesOf(lines.join('\r\n'))).toEqual(lines);
});

it('knows lines and cells from one value', () => {
  expect(['a\nb', 'a\tb', 'a\r\nb'].map(hasLines)).toEqual([true, true, true]);
  expect(['a', ' a \n', 'Doe, John', 'a;b', ''].map(hasLines)).toEqual([false, false, false, false, false]);
});
