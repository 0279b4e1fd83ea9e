import { expect, test } from 'vitest';
import { moveColumn, readColumns, writeColumns } from './layout.ts';

test('columns come back from the address as they went in', () => {
  const columns = ['date', 'a,b', '100%', 'a%2Cb', 'origin.code', '한글'];
  expect(readColumns(writeColumns(columns))).toEqual(columns);
  expect(readColumns('')).toBeUndefined();
  expect(readColumns(',a,,a,b,')).toEqual(['a', 'b']);
});

test('a column moves and no other is lost', () => {
  expect(moveColumn(['a', 'b', 'c'], 'a', 2)).toEqual(['b', 'c', 'a']);
  expect(moveColumn(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b']);
  expect(moveColumn(['a', 'b', 'c'], 'b', 99)).toEqual(['a', 'c', 'b']);
  expect(moveColumn(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
});
