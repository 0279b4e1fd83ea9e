import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CsvFormat } from '../../../../shared/request.ts';
import { expectedRow } from './expected-row.ts';
import { anyLengths, anyPage, bytesOf, fileOf, pageOf, scan } from './pages.ts';
import { parseCsv } from './parse-csv.ts';
import type { Make } from './suite.ts';

export const csv = (columns: readonly string[], options: Partial<CsvFormat> = {}): CsvFormat => {
  return {
    kind: 'csv',
    columns: [...columns],
    delimiter: ',',
    header: true,
    bom: false,
    guard: false,
    rest: false,
    ...options,
  };
};

const anyColumns = fc.oneof(
  fc.shuffledSubarray([
    'a',
    'b',
    'c',
    'a.b',
    'b.c',
    'a.b.c',
    'a.a',
    'b.a',
    'c.a',
    'a.c.b',
    '_source',
    'sort',
    'hits',
    '',
    '.',
    'q"k',
    'a\nb',
  ]),
  fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
);

export const encodable = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

export function csvTests(make: Make): void {
  const line = (columns: string[], source: string, options: Partial<CsvFormat> = {}) =>
    scan(make(csv(columns, options)), bytesOf(pageOf([{ source, seqNo: 1 }]))).all;

  it('writes each value of each generated document, on pages cut anywhere', () => {
    const anyOptions = fc.record({ delimiter: fc.constantFrom(',', ';', '\t', '|'), rest: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(anyPage, { minLength: 1, maxLength: 3 }),
        anyColumns,
        anyOptions,
        anyLengths,
        (pages, columns, options, lengths) => {
          // One format sees several pages: it learns from each.
          const format = make(csv(columns, options as Partial<CsvFormat>));
          for (const page of pages) {
            expect(() => JSON.parse(page.json)).not.toThrow();
            const { all, summary, done, tail } = scan(format, bytesOf(page.json), lengths);
            expect(summary).toEqual(page.summary);
            const rows = page.rows.map(({ document }) => expectedRow(document, columns, options.rest));
            const records = parseCsv(all, options.delimiter);
            expect(records.map((record) => record.map((cell) => cell.text))).toEqual(
              rows.map(cellTexts(columns, options.rest)),
            );
            const quotes = (text: string) => /["\r\n]/.test(text) || text.includes(options.delimiter);
            records.forEach((record, i) => {
              rows[i]?.cells.forEach(({ text, isText }, j) => {
                expect(record[j]?.quoted).toBe(quotes(text) || (isText && text === ''));
              });
            });
            const counts: Record<string, number> = {};
            for (const path of rows.flatMap((row) => row.unplaced)) counts[`=${path}`] = (counts[`=${path}`] ?? 0) + 1;
            expect(added(done.unplaced, tail.unplaced)).toEqual(counts);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('writes the header, quoted where it must be, and a byte order mark only when asked', () => {
    expect(fileOf(make(csv(['a', 'b,c', 'q"k', 'é\n', ''])))).toBe('a,"b,c","q""k","é\n",""\r\n');
    expect(fileOf(make(csv(['a'], { bom: true, rest: true, delimiter: ';' })))).toBe('\ufeffa;_rest\r\n');
    expect(fileOf(make(csv(['a'], { header: false })))).toBe('');
  });

  it('tells an empty string from null and from nothing', () => {
    expect(line(['a', 'b', 'c'], '{"a":"","b":null}')).toBe('"",,\r\n');
  });

  it('writes numbers digit for digit', () => {
    const source = '{"a":-0,"b":5.0,"c":1e3,"d":9223372036854775807,"e":3.0000000000000000001}';
    expect(line(['a', 'b', 'c', 'd', 'e'], source)).toBe('-0,5.0,1e3,9223372036854775807,3.0000000000000000001\r\n');
  });

  it('decodes escapes and pairs, and has U+FFFD for half a pair', () => {
    const source = String.raw`{"a":"\ud83d\ude42\ud83d|\ude42","b":"\u00e9\/\t","c":"x\"y\\"}`;
    expect(line(['a', 'b', 'c'], source)).toBe('🙂\ufffd|\ufffd,é/\t,"x""y\\"\r\n');
  });

  it('sees nested and dotted names as one, and keeps both values where both are there', () => {
    expect(line(['a.b'], '{"a":{"b":1}}')).toBe('1\r\n');
    expect(line(['a.b'], '{"a.b":1}')).toBe('1\r\n');
    expect(line(['a.b', 'c'], '{"a":{"b":1},"c":2,"a.b":"x"}')).toBe('"[1,""x""]",2\r\n');
  });

  it('puts arrays and empty objects into the column of their own path, and goes into other objects', () => {
    expect(line(['a', 'a.b'], '{"a":[{"b":1}, 2]}')).toBe('"[{""b"":1}, 2]",[1]\r\n');
    expect(line(['a', 'a.b'], '{"a":{ }}')).toBe('{},\r\n');
    expect(line(['a', 'a.b'], '{"a":{"b":[1]}}')).toBe(',[1]\r\n');
  });

  it('counts a field without a column once a row and names it by its leaf', () => {
    const page = pageOf([
      { source: '{"a":1,"b":{"c":1,"d":{}},"comments":[{"author":"x","text":1},{"text":2}]}', seqNo: 1 },
      { source: '{"b":{"c":null},"b.c":2}', seqNo: 2 },
      { source: '{"a":1,"b":{"c":3}}', seqNo: 3 },
    ]);
    const { done, tail } = scan(make(csv(['a', 'comments.author'])), bytesOf(page));
    expect(Object.fromEntries(done.unplaced)).toEqual({ 'b.c': 2, 'b.d': 1, 'comments.text': 1 });
    expect(Object.fromEntries(tail.unplaced)).toEqual({ 'b.c': 1 });
  });

  it('keeps what has no column in _rest', () => {
    const source = '{"a":1,"b":{"c":"x\\ny","d":{}},"e":[1,\n2],"b.c":-0}';
    expect(line(['a'], source, { rest: true })).toBe('1,"{""b.c"":[""x\\ny"",-0],""b.d"":{},""e"":[1,\n2]}"\r\n');
    expect(line(['a'], '{"a":1}', { rest: true })).toBe('1,\r\n');
    expect(line([], '{"a":1}', { rest: true })).toBe('"{""a"":1}"\r\n');
  });

  it('joins an array’s values as text where that is chosen', () => {
    const joined = (json: string, options: Partial<CsvFormat> = {}) =>
      line(['a'], `{"a":${json}}`, { join: '; ', ...options }).slice(0, -2);
    expect(joined('["x", "y"]')).toBe('x; y');
    expect(joined('[1,5.0,-0,true,null,9223372036854775807]')).toBe('1; 5.0; -0; true; ; 9223372036854775807');
    expect(joined('["x,y","q\\"k","\\u00e9"]')).toBe('"x,y; q""k; é"');
    expect(joined('[ {"b" : 1} , [2, 3],/* c */ "z" ]')).toBe('"{""b"" : 1}; [2, 3]; z"');
    expect(joined('[]')).toBe('""');
    expect(joined('["\\ud83d"]')).toBe('\ufffd');
    expect(joined('"x"')).toBe('x');
    expect(line(['a.b'], '{"a":{"b":1},"a.b":["x","y"]}', { join: '|' })).toBe('"1|[""x"",""y""]"\r\n');
    expect(line([], '{"a":[1, 2]}', { join: '|', rest: true })).toBe('"{""a"":[1, 2]}"\r\n');
  });

  it('joins generated arrays so that splitting gives their values back', () => {
    const anyValue = fc.oneof(
      fc.integer().map(String),
      fc.boolean().map(String),
      fc.string().map((s) => JSON.stringify(s)),
    );
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 5 }), fc.constantFrom(' ', '\n'), (values, space) => {
        const source = `{"a":[${space}${values.join(`${space},${space}`)}${space}]}`;
        const [record] = parseCsv(line(['a'], source, { join: '\u0001' }));
        const texts = values.map((json) => (json.startsWith('"') ? encodable(JSON.parse(json)) : json));
        fc.pre(texts.every((text) => !text.includes('\u0001')));
        expect(record?.[0]?.text.split('\u0001')).toEqual(texts);
      }),
      { numRuns: 200 },
    );
  });

  it('takes comments, which OpenSearch keeps in documents, as white space', () => {
    const source = '{/*"x*/"a":1/* , */,"b"://}\n[1,/*]*/2]// end\n}';
    expect(line(['a', 'b'], source)).toBe('1,"[1, 2]"\r\n');
  });

  it('shows a column as often as it is named', () => {
    expect(line(['a', 'b', 'a'], '{"a":"x"}')).toBe('x,,x\r\n');
  });

  it('remembers only so many names, and still finds each column', () => {
    const sources = Array.from({ length: 300 }, (_, i) => {
      const own = Array.from({ length: 300 }, (_, j) => `"k${i}-${j}":{"x":1}`).join(',');
      return { source: `{${own},"a":${i}}`, seqNo: i };
    });
    const { all, done } = scan(make(csv(['a'])), bytesOf(pageOf(sources)));
    expect(all).toBe(sources.map((_, i) => `${i}\r\n`).join(''));
    expect(done.unplaced.get('k0-0.x')).toBe(1);
    expect(done.unplaced.get('…')).toBeGreaterThan(0);
  });
}

const cellTexts = (columns: readonly string[], rest: boolean) => (row: ReturnType<typeof expectedRow>) => {
  const texts = row.cells.map((cell) => cell.text);
  // A row without columns is an empty line, which reads as one empty cell.
  return columns.length === 0 && !rest ? [''] : texts;
};

export function added(...maps: ReadonlyMap<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const map of maps) for (const [path, rows] of map) sum[`=${path}`] = (sum[`=${path}`] ?? 0) + rows;
  return sum;
}
