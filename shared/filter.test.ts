import * as v from 'valibot';
import { expect, it } from 'vitest';
import { filtersSchema } from './filter.ts';
import { MAX_LIST_VALUES } from './limits.ts';

const listOf = (count: number, value = 'x') => ({ field: 'id', op: 'one_of', values: new Array(count).fill(value) });
const messageOf = (filters: unknown) => v.safeParse(filtersSchema, filters).issues?.[0].message;

it.each<[string, unknown[], string | undefined]>([
  ['the longest list', [listOf(MAX_LIST_VALUES)], undefined],
  ['two of them', [listOf(MAX_LIST_VALUES), listOf(MAX_LIST_VALUES)], undefined],
  ['one value more', [listOf(MAX_LIST_VALUES + 1)], 'A list holds 65536 values at most'],
  ['a list a hundred times as long', [listOf(100 * MAX_LIST_VALUES)], 'A list holds 65536 values at most'],
  ['a third list', [listOf(MAX_LIST_VALUES), listOf(MAX_LIST_VALUES), listOf(1)], 'more than 131072 values in all'],
  ['an empty list', [listOf(0)], 'Expected'],
  ['values of megabytes', [listOf(2000, 'x'.repeat(4096))], 'too long'],
  ['one value that is too long', [listOf(1, 'x'.repeat(4097))], 'Expected'],
  ['many filters', new Array(51).fill(listOf(1)), 'At most 50 filters.'],
  ['no filter', [{ values: 'x' }, null, 5], 'Expected'],
])('%s', (_, filters, message) => {
  if (message === undefined) expect(messageOf(filters)).toBeUndefined();
  else expect(messageOf(filters)).toContain(message);
});
