import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CsvFormat, HIT_IDS } from '../../../../shared/request.ts';
import { added, csv, encodable } from './csv-tests.ts';
import { expectedRow } from './expected-row.ts';
import { anyLengths, anyPage, bytesOf, fileOf, type PageRow, scan } from './pages.ts';
import { parseCsv } from './parse-csv.ts';
import type { Make } from './suite.ts';

const isId = (column: string) => HIT_IDS.some((name) => name === column);

const anyColumns = fc.shuffledSubarray([...HIT_IDS, 'a', 'b', 'a.b', 'b.c', '_id.a', '_source', 'sort'], {
  minLength: 1,
});

/** The document's cells, and those of its hit where they are chosen. */
function expectedOf({ document, ids }: PageRow, columns: readonly string[], rest: boolean) {
  const fields = columns.filter((name) => !isId(name));
  const { cells, unplaced } = expectedRow(document, fields, rest);
  const left = [...cells];
  const texts = columns.map((name) => (isId(name) ? encodable(ids.get(name) ?? '') : left.shift()?.text));
  return { texts: [...texts, ...left.map((cell) => cell.text)], unplaced };
}

/** One hit, of these members beside its document. */
const pageWith = (members: string, source: string) =>
  `{"took":1,"timed_out":false,"_shards":{"failed":0},"hits":{"hits":[{${members}"_source":${source},"sort":[1]}]}}`;

const CASE = '"_index":"i","_id":"x","_routing":"r",';

export function idTests(make: Make): void {
  const read = (columns: string[], members: string, source: string, options: Partial<CsvFormat> = {}) =>
    scan(make(csv(columns, { ids: true, ...options })), bytesOf(pageWith(members, source)));

  it('writes them with each value of each generated document, on pages cut anywhere', () => {
    const anyOptions = fc.record({ delimiter: fc.constantFrom(',', ';', '\t', '|'), rest: fc.boolean() });
    const pages = fc.array(anyPage, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(pages, anyColumns, anyOptions, anyLengths, (pages, columns, options, lengths) => {
        const format = make(csv(columns, { ...(options as Partial<CsvFormat>), ids: true }));
        for (const page of pages) {
          const { all, summary, done, tail } = scan(format, bytesOf(page.json), lengths);
          expect(summary).toEqual(page.summary);
          const rows = page.rows.map((row) => expectedOf(row, columns, options.rest));
          const texts = parseCsv(all, options.delimiter).map((record) => record.map((cell) => cell.text));
          expect(texts).toEqual(rows.map((row) => row.texts));
          const counts: Record<string, number> = {};
          for (const path of rows.flatMap((row) => row.unplaced)) counts[`=${path}`] = (counts[`=${path}`] ?? 0) + 1;
          expect(added(done.unplaced, tail.unplaced)).toEqual(counts);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has them in any place and order, and under their names', () => {
    expect(read(['_index', '_id', 'n'], CASE, '{"n":1}').all).toBe('i,x,1\r\n');
    expect(read(['n', '_routing', 'm', '_id'], CASE, '{"m":2,"n":1}').all).toBe('1,r,2,x\r\n');
    expect(read(['_id'], CASE, '{"n":1}').all).toBe('x\r\n');
    expect(fileOf(make(csv(['n', '_id', '_index'], { ids: true })))).toBe('n,_id,_index\r\n');
  });

  it('writes them as text like any other', () => {
    const id = (json: string, options: Partial<CsvFormat> = {}) =>
      read(['_id', 'n'], `"_id":${json},`, '{"n":1}', options).all;
    expect(id('"a,b"')).toBe('"a,b",1\r\n');
    expect(id('"a,b"', { delimiter: ';' })).toBe('a,b;1\r\n');
    expect(id('"\\u00fc/1 \\"q\\""')).toBe('"ü/1 ""q""",1\r\n');
    expect(id('"한국🙂\\n"')).toBe('"한국🙂\n",1\r\n');
    expect(id('""')).toBe('"",1\r\n');
    expect(id('"=1+1"')).toBe('=1+1,1\r\n');
    expect(id('"=1+1"', { guard: true })).toBe('"\'=1+1",1\r\n');
    expect(id('"-5"', { guard: true })).toBe('"-5",1\r\n');
    expect(id(`"${'long,'.repeat(2000)}"`)).toBe(`"${'long,'.repeat(2000)}",1\r\n`);
  });

  it('leaves the cell empty where a hit has none, whatever the one before had', () => {
    const hits = [CASE, '"_index":"i","_id":"y",', '"_id":"z",'].map(
      (members, i) => `{${members}"_source":{"n":${i}},"sort":[${i}]}`,
    );
    const page = `{"took":1,"timed_out":false,"_shards":{"failed":0},"hits":{"hits":[${hits}]}}`;
    for (const lengths of [[0], [1], [13]]) {
      const { all } = scan(make(csv([...HIT_IDS, 'n'], { ids: true })), bytesOf(page), lengths);
      expect(all).toBe('i,x,r,0\r\ni,y,,1\r\n,z,,2\r\n');
    }
  });

  it('finds them wherever the hit has them, and not in its other members', () => {
    const hit =
      '{"fields":{"_id":["f"]},"_source" : {"n":1} ,"sort":[1], "_routing" : "r","inner":{"_index":"no"},"_id":"x"}';
    const page = `{"took":1,"timed_out":false,"_shards":{"failed":0},"hits":{"hits":[${hit}]}}`;
    for (const lengths of [[0], [1], [7]]) {
      expect(scan(make(csv([...HIT_IDS], { ids: true })), bytesOf(page), lengths).all).toBe(',x,r\r\n');
    }
  });

  it('takes no field of the document for them, and treats such a field as any other without a column', () => {
    const source = '{"_id":"own","_index":{"a":1},"n":{"_id":"deep"},"_routing":[2]}';
    const { all, tail } = read(['_id', '_index', '_routing', 'n._id', '_index.a'], CASE, source);
    expect(all).toBe('x,i,r,deep,1\r\n');
    expect([...tail.unplaced.keys()].sort()).toEqual(['_id', '_routing']);
    const rest = read(['_id', 'n._id'], '"_id":"x",', source, { rest: true });
    expect(rest.all).toBe('x,deep,"{""_id"":""own"",""_index.a"":1,""_routing"":[2]}"\r\n');
  });

  it('does not count them, nor put them into _rest', () => {
    for (const columns of [['n'], ['n', '_id'], ['n', ...HIT_IDS]]) {
      const { all, tail } = read(columns, CASE, '{"n":1}', { rest: true });
      expect(tail.unplaced.size).toBe(0);
      expect(all).toMatch(/,\r\n$/);
    }
  });

  it('takes the names for fields of the document where they were not asked for', () => {
    const page = bytesOf(pageWith(CASE, '{"_id":"own","n":1}'));
    expect(scan(make(csv(['_id', '_index', '_routing', 'n'])), page).all).toBe('own,,,1\r\n');
  });

  it('has them beside what only the plain scanner knows', () => {
    const all = (source: string, options: Partial<CsvFormat> = {}) =>
      read(['_id', 'a.b', '_index'], CASE, source, options).all;
    expect(all('{/* c */"a":{"b":1}}')).toBe('x,1,i\r\n');
    expect(all('{"a":{"b":1},"a.b":2}')).toBe('x,"[1,2]",i\r\n');
    expect(all('{"a":[{"b":1},{"b":2}]}', { join: '; ' })).toBe('x,1; 2,i\r\n');
    expect(all('{"a":{"b":1},"c":2}', { rest: true })).toBe('x,1,i,"{""c"":2}"\r\n');
    expect(read(['_id', 'n', '_id'], CASE, '{"n":1}').all).toBe('x,1,x\r\n');
    const [before = '', after = ''] = pageWith(CASE, '@').split('@');
    const wide = Buffer.concat([Buffer.from(before), Buffer.from('{"n":1}', 'utf16le'), Buffer.from(after)]);
    expect(scan(make(csv(['_id', 'n', '_index'], { ids: true })), new Uint8Array(wide)).all).toBe('x,1,i\r\n');
  });

  it('refuses what is no text there', () => {
    for (const value of ['"\\x"', '"a', 'tru']) {
      const work = () => read(['_id'], `"_id":${value},`, '{"n":1}');
      expect(work).toThrow(expect.objectContaining({ code: 'page_malformed' }));
    }
  });
}
