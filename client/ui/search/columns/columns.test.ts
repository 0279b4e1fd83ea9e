import { parse } from 'lossless-json';
import { expect, test } from 'vitest';
import { makeColumns, unknownColumns } from './columns.ts';

const hit = (json: string) => ({ _index: 'i', _id: '1', _source: parse(json) });
const field = (name: string, type: string) => ({ name, type, searchable: true, aggregatable: true });

test('a column is as wide as its name and first values, and numbers stand at the right where there is nothing else', () => {
  const hits = [
    hit('{"n":-5.0,"mixed":1,"list":[1],"nothing":null,"word":"x","long":"a value of twenty-six signs"}'),
    hit('{"n":null,"mixed":"1","word":"한국어","long":""}'),
  ];
  const columns = makeColumns({ hits, fields: [field('n', 'double'), field('unseen', 'keyword')] });
  const of = (name: string) => columns.find((column) => column.name === name);
  expect(columns.map(({ name }) => name)).toEqual(['n', 'mixed', 'list', 'nothing', 'word', 'long', 'unseen']);
  expect(columns.filter(({ isNumber }) => isNumber).map(({ name }) => name)).toEqual(['n']);
  expect(of('n')?.sort).toEqual({ field: 'n', type: 'double' });
  expect(of('unseen')?.width).toBe(Math.round(9 * 7.3 + 42));
  expect(of('long')?.width).toBe(Math.round(27 * 7.3 + 42));
  // Each of its signs takes the room of two; so many do not pass the name with what stands beside it.
  expect(of('word')?.width).toBe(Math.round(7 * 7.3 + 42));
  const wide = makeColumns({ hits: [hit(`{"a":"${'한'.repeat(10)}","b":"${'x'.repeat(1000)}"}`)], fields: [] });
  expect(wide.map(({ width }) => width)).toEqual([Math.round(20 * 7.3 + 42), 340]);
});

test('of rows of thousands of values only the first are measured, and all are looked at for their kind', () => {
  const rows = Array.from({ length: 30 }, (_, i) => {
    const value = i < 10 ? '1' : i < 29 ? '"a longer value than those"' : '2';
    return hit(`{${Array.from({ length: 3000 }, (_, n) => `"f${n}":${value}`)}}`);
  });
  const columns = makeColumns({ hits: rows, fields: [] });
  expect(columns).toHaveLength(3000);
  expect(columns[0]).toMatchObject({ isNumber: false, width: 79 });
  expect(makeColumns({ hits: rows.slice(0, 10), fields: [] })[2999]).toMatchObject({ isNumber: true });
});

test('what the address alone names is a column, and is told to be unknown', () => {
  const known = new Map(makeColumns({ hits: [hit('{"a":1}')], fields: [] }).map((column) => [column.name, column]));
  expect(unknownColumns(['a', 'nosuch', 'constructor'], known)).toEqual([
    { name: 'nosuch', isNumber: false, width: Math.round(9 * 7.3 + 42), sort: undefined, unknown: true },
    { name: 'constructor', isNumber: false, width: Math.round(14 * 7.3 + 42), sort: undefined, unknown: true },
  ]);
});
