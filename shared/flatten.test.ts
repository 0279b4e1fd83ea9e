import { parse } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { flattenRow } from './flatten.ts';

const cellsOf = (json: string) => Object.fromEntries(flattenRow(parse(json)));

describe('flattenRow', () => {
  it('names nested values by dotted paths, in the order of the document', () => {
    const cells = flattenRow(parse('{"z":"x","a":{"c":1,"b":{"d":true}}}'));
    expect([...cells]).toEqual([
      ['z', { text: 'x', raw: false }],
      ['a.c', { text: '1', raw: true }],
      ['a.b.d', { text: 'true', raw: true }],
    ]);
  });

  it('keeps numbers digit for digit', () => {
    expect(cellsOf('{"a":9007199254740993,"b":5.0,"c":-0}')).toEqual({
      a: { text: '9007199254740993', raw: true },
      b: { text: '5.0', raw: true },
      c: { text: '-0', raw: true },
    });
  });

  it('tells null from an empty string', () => {
    expect(cellsOf('{"a":null,"b":""}')).toEqual({ a: { text: '', raw: true }, b: { text: '', raw: false } });
  });

  it('takes arrays and empty objects as leaves', () => {
    expect(cellsOf('{"a":[1.0,{"b":"x"}],"c":{}}')).toEqual({
      a: { text: '[1.0,{"b":"x"}]', raw: true },
      'a.b': { text: '["x"]', raw: true, listed: true },
      c: { text: '{}', raw: true },
    });
  });

  it('keeps both values of one path', () => {
    expect(cellsOf('{"a":{"b":1},"a.b":"x"}')).toEqual({ 'a.b': { text: '[1,"x"]', raw: true } });
  });

  it.each([
    ['{"a":[{"b":2},{"c":0},{"b":1.0}]}', '[2,1.0]'],
    ['{"a":[[{"b":[1,[2]]}],{"b":null},{"b":[]}]}', '[1,2,null]'],
    ['{"a":[{"b":[]}]}', '[]'],
    ['{"a":[{"b":{}},{"b":[{"c":1}]}]}', '[{},{"c":1}]'],
  ])('has of %s the values below the array', (json, text) => {
    expect(cellsOf(json)['a.b']).toEqual({ text, raw: true, listed: true });
  });

  it('has values below an array and beside it in one cell', () => {
    expect(cellsOf('{"a":[{"b":1}],"a.b":[2]}')['a.b']).toEqual({ text: '[1,2]', raw: true });
    expect(cellsOf('{"a":[1,{}]}')).toEqual({ a: { text: '[1,{}]', raw: true } });
  });

  it('has no cells for what is no object', () => {
    for (const source of [null, undefined, 'x', [1]]) expect(flattenRow(source).size).toBe(0);
  });
});
