import { expect, test } from 'vitest';
import { keepPlaces, moveColumn, pinnedFirst, readColumns, writeColumns } from './layout.ts';

test('columns come back from the address as they went in', () => {
  const columns = ['date', 'a,b', '100%', 'a%2Cb', 'origin.code', '한글'];
  expect(readColumns(writeColumns(columns))).toEqual(columns);
  expect(readColumns('')).toBeUndefined();
  expect(readColumns(',a,,a,b,')).toEqual(['a', 'b']);
});

test('more columns than an address has room for are not in it', () => {
  const names = (count: number, name: string) => Array.from({ length: count }, (_, i) => `${name}${i}`);
  expect(readColumns(writeColumns(names(100, 'module.metricset.field_')))).toHaveLength(100);
  for (const many of [
    names(999, 'f'),
    names(120, '한국어필드이름'),
    names(200, '%,%,%,'),
    [`${'x'.repeat(5000)}\ud800`],
  ]) {
    expect(writeColumns(many)).toBe('');
  }
});

test('pinned columns stand first, they and the others as they stood', () => {
  expect(pinnedFirst(['a', 'b', 'c', 'd'], new Set(['d', 'b', 'hidden']))).toEqual(['b', 'd', 'a', 'c']);
  expect(pinnedFirst(['a', 'b'], new Set())).toEqual(['a', 'b']);
});

test('a column moves and no other is lost', () => {
  expect(moveColumn(['a', 'b', 'c'], 'a', 2)).toEqual(['b', 'c', 'a']);
  expect(moveColumn(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b']);
  expect(moveColumn(['a', 'b', 'c'], 'b', 99)).toEqual(['a', 'c', 'b']);
  expect(moveColumn(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
});

test('in the list to choose from a column stays where it stood when it is hidden', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const opened = keepPlaces([], { shown: ['d', 'b', 'a'], names });
  expect(opened).toEqual(['d', 'b', 'a', 'c', 'e']);
  const hidden = keepPlaces(opened, { shown: ['d', 'a'], names });
  expect(hidden).toEqual(opened);
  // Moved past one that is hidden, which stays.
  expect(keepPlaces(hidden, { shown: ['a', 'd'], names })).toEqual(['a', 'b', 'd', 'c', 'e']);
  expect(keepPlaces(hidden, { shown: ['d', 'b', 'a'], names })).toEqual(opened);
  expect(keepPlaces(hidden, { shown: names, names })).toEqual(names);
  expect(keepPlaces(hidden, { shown: ['d', 'f'], names: ['f', 'd', 'c', 'g'] })).toEqual(['d', 'c', 'f', 'g']);
});
