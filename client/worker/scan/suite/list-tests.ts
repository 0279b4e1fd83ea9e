import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dateReader } from '../../../../shared/dates/format.ts';
import type { CsvFormat } from '../../../../shared/request.ts';
import { csv } from './csv-tests.ts';
import { bytesOf, pageOf, scan } from './pages.ts';
import { parseCsv } from './parse-csv.ts';
import type { Make } from './suite.ts';

const ORDERS = [
  '{"order":"o1","items":[{"sku":"a","qty":1},{"sku":"b","qty":2}],"tags":[{"value":"red"}]}',
  '{"order":"o2","items":{"sku":"c","qty":3},"tags":{"value":"blue"}}',
  '{"order":"o3","items":[],"tags":[]}',
];

/** Columns below arrays of objects. */
export function listTests(make: Make): void {
  const read = (columns: string[], sources: readonly string[], options: Partial<CsvFormat> = {}) => {
    const { all, done, tail } = scan(
      make(csv(columns, options)),
      bytesOf(pageOf(sources.map((source, i) => ({ source, seqNo: i })))),
    );
    const unplaced = new Set([...done.unplaced.keys(), ...tail.unplaced.keys()]);
    return { all, unplaced, cells: parseCsv(all, options.delimiter).map((row) => row.map(({ text }) => text)) };
  };
  const cell = (column: string, source: string, options: Partial<CsvFormat> = {}) =>
    read([column], [source], options).cells[0]?.[0];

  it('gives the values of the objects in an array', () => {
    const { all, unplaced } = read(['order', 'items.sku', 'tags.value'], ORDERS);
    expect(all).toBe('o1,"[""a"",""b""]","[""red""]"\r\no2,c,blue\r\no3,,\r\n');
    expect([...unplaced]).toEqual(['items.qty']);
  });

  it('joins them where arrays are joined', () => {
    const columns = ['order', 'items.sku', 'tags.value'];
    expect(read(columns, ORDERS, { join: '; ' }).all).toBe('o1,a; b,red\r\no2,c,blue\r\no3,,\r\n');
    expect(cell('a.b', '{"a":[{"b":["x",["y"]]},{"b":null},{"b":1.0}]}', { join: '|' })).toBe('x|y||1.0');
  });

  it('keeps the array itself in a column of its own', () => {
    const { cells, unplaced } = read(['items', 'items.sku'], ORDERS);
    expect(cells).toEqual([
      ['[{"sku":"a","qty":1},{"sku":"b","qty":2}]', '["a","b"]'],
      ['', 'c'],
      ['[]', ''],
    ]);
    expect([...unplaced].sort()).toEqual(['items.qty', 'order', 'tags', 'tags.value']);
  });

  it.each([
    ['the order of appearance', 'a.b', '{"a":[{"b":2},{"b":1},{"b":2}]}', '[2,1,2]'],
    [
      'digits as they are stored',
      'a.b',
      '{"a":[{"b":5.0},{"b":-0},{"b":9223372036854775807}]}',
      '[5.0,-0,9223372036854775807]',
    ],
    ['nothing for what is missing', 'a.b', '{"a":[{"c":1},{"b":2},{}]}', '[2]'],
    ['null as null', 'a.b', '{"a":[{"b":null},{"b":2}]}', '[null,2]'],
    ['arrays opened', 'a.b', '{"a":[{"b":[1,[2,3]]},{"b":4},{"b":[]}]}', '[1,2,3,4]'],
    ['an empty list of what are empty arrays', 'a.b', '{"a":[{"b":[]},{"b":[[]]}]}', '[]'],
    ['objects in arrays as JSON', 'a.b', '{"a":[{"b":[{"c":1}]},{"b":{}}]}', '[{"c":1},{}]'],
    ['arrays in arrays', 'a.b.c', '{"a":[[{"b":[{"c":1},{"c":2}]}],{"b":{"c":3}}]}', '[1,2,3]'],
    ['an object above the array', 'x.a.b', '{"x":{"a":[{"b":1}]}}', '[1]'],
    ['a name with dots above', 'x.a.b', '{"x.a":[{"b":1},{"b":2}]}', '[1,2]'],
    ['a name with dots inside', 'a.b.c', '{"a":[{"b.c":1},{"b":{"c":2}}]}', '[1,2]'],
    ['what stands beside an array', 'a.b', '{"a":[{"b":1}],"a.b":[2]}', '[1,2]'],
    ['what stands before an array', 'a.b', '{"a.b":[2,[3]],"a":[{"b":1}]}', '[2,3,1]'],
    ['nothing of plain values', 'a.b', '{"a":[1,"x",null,[2]]}', ''],
    ['space and comments left out', 'a.b', '{"a" : [ { "b" : 1 } , /* x */ { "b" : [ 2 , 3 ] } ]}', '[1,2,3]'],
    ['escapes and quotes', 'a.b', '{"a":[{"b":"x\\"y"},{"b":"\\u00e9,"}]}', '["x\\"y","\\u00e9,"]'],
    ['an empty name', 'a.', '{"a":[{"":1}]}', '[1]'],
  ])('has %s', (_, column, source, expected) => {
    expect(cell(column, source)).toBe(expected);
    expect(JSON.parse(expected || '0')).toBeDefined();
  });

  it('counts what has no column by its leaf, and leaves to _rest only what is not shown', () => {
    const source = '{"a":[{"b":1,"c":"x","d":[3,[4]]},7,{"c":null}],"e":[{"f":1}]}';
    expect([...read(['a.b'], [source]).unplaced].sort()).toEqual(['a', 'a.c', 'a.d', 'e']);
    expect(read(['a.b'], [source], { rest: true }).cells[0]).toEqual([
      '[1]',
      '{"a.c":["x",null],"a.d":[3,4],"a":[7],"e":[{"f":1}]}',
    ]);
    expect(read(['a', 'a.b', 'e.f'], [source], { rest: true }).cells[0]?.at(-1)).toBe('');
    expect(read(['e.f'], ['{"e":null}', '{"e":{}}', '{"e":[{}]}'], { rest: true }).cells.flat().join('')).toBe('');
  });

  it('guards them, and writes dates in a zone', () => {
    const guarded = cell('a.b', '{"a":[{"b":"=1"},{"b":"x"}]}', { guard: true });
    expect(guarded).toBe('["\\u003d1","x"]');
    expect(cell('a.b', '{"a":[{"b":"=1"},{"b":"x"}]}', { guard: true, join: '; ' })).toBe("'=1; x");
    const dates = { zone: 'Asia/Seoul', columns: ['a.b'] };
    const reader = dateReader('strict_date_optional_time||epoch_millis');
    const format = make(csv(['a.b'], { dates }));
    const zoned = { ...format, makeScanner: format.scannerWith?.(new Map([['a.b', reader]])) ?? format.makeScanner };
    const page = pageOf([{ source: '{"a":[{"b":"2001-02-03T00:00:00Z"},{"b":[0]}]}', seqNo: 1 }]);
    expect(parseCsv(scan(zoned, bytesOf(page)).all)[0]?.[0]?.text).toMatch(
      /^\["2001-02-03T09:00:00.*\+09:00","1970-01-01T09:00/,
    );
  });

  it('takes tens of thousands of objects in one row, and columns in many arrays of one', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => `{"b":${i}}`);
    expect(JSON.parse(cell('a.b', `{"a":[${many}]}`) ?? '')).toHaveLength(50_000);
    const columns = Array.from({ length: 60 }, (_, i) => ['a', ...Array.from({ length: i }, () => 'a')].join('.'));
    const deep = columns.reduce((json) => `[{"a":${json}}]`, '1');
    const { cells } = read(columns, [deep.slice(1, -1)]);
    expect(cells[0]?.at(-1)).toBe('[1]');
    expect(cells[0]?.[0]).toBe(deep.slice(1, -1).slice('{"a":'.length, -1));
  });

  it('writes as many delimiters and quotes as there are, whatever the delimiter', () => {
    const value = fc.constantFrom('1', '"x"', '"x,y"', '"a;b|c\\td"', '"\\""', 'null', '[1,"z"]', '{"k":1}', '{}');
    const object = fc.array(fc.tuple(fc.constantFrom('b', 'c', 'd'), value), { maxLength: 3 });
    const delimiter = fc.constantFrom(',', ';', '\t', '|') as fc.Arbitrary<CsvFormat['delimiter']>;
    fc.assert(
      fc.property(fc.array(object, { maxLength: 8 }), delimiter, (objects, delimiter) => {
        const members = objects.map((pairs) => new Map<string, string>(pairs));
        const json = members.map((one) => `{${[...one].map(([name, text]) => `"${name}":${text}`)}}`);
        const { cells } = read(['a', 'a.b', 'a.c'], [`{"a":[${json}]}`], { delimiter });
        expect(cells[0]?.[0]).toBe(`[${json}]`);
        for (const [i, name] of ['b', 'c'].entries()) {
          const has = members.filter((one) => one.has(name) && !isObject(one.get(name)));
          const values = has.flatMap((one) => JSON.parse(one.get(name) ?? ''));
          expect(cells[0]?.[i + 1]).toBe(has.length > 0 ? JSON.stringify(values) : '');
        }
      }),
      { numRuns: 300 },
    );
  });
}

/** With members: its values stand in columns of their own. */
function isObject(json: string | undefined): boolean {
  return json === '{"k":1}';
}
