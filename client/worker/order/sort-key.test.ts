import { expect, test } from 'vitest';
import { SORTABLE_TYPES } from '../../../shared/sort.ts';
import { comparedAs, type SortType } from './sort-key.ts';

test.each(SORTABLE_TYPES)('%s alone can be compared', (type) => {
  expect(comparedAs([type, type])).toBeDefined();
});

test.each([
  [['long', 'integer', 'short', 'byte', 'unsigned_long'], 'integer'],
  [['float', 'half_float'], 'float'],
  [['double', 'float'], 'double'],
  [['long', 'double'], 'number'],
  [['half_float', 'byte'], 'number'],
  [['date_nanos', 'date'], 'moment'],
] satisfies [SortType[], string][])('%j are compared as %s', (types, comparison) => {
  expect(comparedAs(types)).toBe(comparison);
});

test.each([
  [['keyword', 'long']],
  [['keyword', 'ip']],
  [['keyword', 'version']],
  [['date', 'long']],
  [['boolean', 'byte']],
  [['date', 'date_nanos', 'keyword']],
] satisfies [SortType[]][])('%j cannot be compared', (types) => {
  expect(comparedAs(types)).toBeUndefined();
});
