import { parse } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { flattenRow } from '../../../../shared/flatten.ts';
import { innerValues } from './inner-values.ts';

const inside = (json: string) => innerValues('items', flattenRow(parse(`{"items":${json}}`)).get('items'));

describe('the values in an array can be asked for one by one', () => {
  it.each<[string, string[]]>([
    ['["a","b","a"]', ['items a', 'items b']],
    [
      '[{"sku":"A","n":9007199254740993},{"sku":"B"},{"sku":"A"}]',
      ['items.sku A', 'items.sku B', 'items.n 9007199254740993'],
    ],
    [
      '[{"box":{"size":1.0}},{"parts":[{"n":1},{"n":2}]}]',
      ['items.box.size 1.0', 'items.parts.n 1', 'items.parts.n 2'],
    ],
    ['[[["deep"]],null,{},"",true]', ['items deep', 'items ', 'items true']],
    ['[1,2,3,4,5,6,7,8,9,10]', ['1', '2', '3', '4', '5', '6', '7', '8'].map((n) => `items ${n}`)],
    ['[]', []],
    ['"[1]"', []],
    ['5', []],
  ])('%s', (json, expected) => {
    expect(inside(json).map(({ field, value }) => `${field} ${value}`)).toEqual(expected);
  });

  it('a huge one is left alone', () => {
    expect(inside(JSON.stringify(Array.from({ length: 60_000 }, (_, n) => n)))).toEqual([]);
  });
});
