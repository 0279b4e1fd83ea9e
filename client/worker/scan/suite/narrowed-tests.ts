import fc from 'fast-check';
import { expect, it } from 'vitest';
import { added } from './csv-tests.ts';
import { expectedDocument } from './expected-document.ts';
import { anyLengths, anyPage, bytesOf, pageOf, scan } from './pages.ts';
import type { Make } from './suite.ts';

const anyColumns = fc.oneof(
  fc.subarray(['a', 'b', 'c', 'a.b', 'b.c', 'a.b.c', 'a.a', 'b.a', 'a.c.b', '_id', 'sort', '', '.', 'q"k', 'a\nb']),
  fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
);

export function narrowedTests(make: Make): void {
  const read = (columns: readonly string[], source: string) =>
    scan(make({ kind: 'ndjson', columns: [...columns] }), bytesOf(pageOf([{ source, seqNo: 1 }])));
  const line = (columns: readonly string[], source: string) => read(columns, source).all.slice(0, -1);

  it('has the chosen fields of each generated document byte for byte, on pages cut anywhere', () => {
    const pages = fc.array(anyPage, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(pages, anyColumns, anyLengths, fc.constantFrom('ndjson', 'json'), (pages, columns, lengths, kind) => {
        // One format sees several pages: it learns from each.
        const format = make({ kind, columns });
        for (const page of pages) {
          const { all, summary, done, tail } = scan(format, bytesOf(page.json), lengths);
          expect(summary).toEqual(page.summary);
          const rows = page.rows.map(({ document }) => expectedDocument(document, columns));
          expect(all).toBe(rows.map(({ json }) => (kind === 'json' ? `,\n${json}` : `${json}\n`)).join(''));
          const counts: Record<string, number> = {};
          for (const path of rows.flatMap(({ unplacedIds }) => [...new Set(unplacedIds)]))
            counts[`=${path}`] = (counts[`=${path}`] ?? 0) + 1;
          expect(added(done.unplaced, tail.unplaced)).toEqual(counts);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [
      'nesting and order of the document',
      ['a.b', 'c'],
      '{"x":1,"c":[1, 2],"a":{"z":0,"b":5.0}}',
      '{"c":[1, 2],"a":{"b":5.0}}',
    ],
    ['all below a field', ['a'], '{"a":{"b":[1, {"c":null}],"d":{ }},"ab":1}', '{"a":{"b":[1, {"c":null}],"d":{ }}}'],
    ['a field once that is named twice over', ['a', 'a.b', 'a'], '{"a":{"b":1,"q":2}}', '{"a":{"b":1,"q":2}}'],
    ['each object of an array', ['a.b'], '{"a":[{"b":1,"q":2},{"q":0,"b":[ ]}]}', '{"a":[{"b":1},{"b":[ ]}]}'],
    [
      'no object without any of it',
      ['a.b'],
      '{"a":[{"q":3},{"b":null},{},5,null,[{"b":7},{"q":1}],[]]}',
      '{"a":[{"b":null},[{"b":7}]]}',
    ],
    ['no array of which nothing is left', ['a.b', 'c'], '{"a":[{"q":3},{}],"c":1}', '{"c":1}'],
    ['no object of which nothing is left', ['a.b.c'], '{"a":{"b":{"d":1}},"x":2}', '{}'],
    [
      'empty values that are chosen',
      ['a', 'b', 'c.d'],
      '{"a":[],"b":{},"c":{"d":{}},"e":[]}',
      '{"a":[],"b":{},"c":{"d":{}}}',
    ],
    ['nothing in the place of an object', ['a.b'], '{"a":5,"c":1}', '{}'],
    ['names with dots', ['a.b'], '{"a.b":1,"a":{"b":2,"c":3},"a.c":4}', '{"a.b":1,"a":{"b":2}}'],
    ['names with dots below a field', ['a'], '{"a.b":1,"a":{"b":2},"ab":4}', '{"a.b":1,"a":{"b":2}}'],
    [
      'names with dots inside',
      ['a.b.c'],
      '{"a.b":{"c":1,"d":2},"a":{"b.c":3,"b.d":4}}',
      '{"a.b":{"c":1},"a":{"b.c":3}}',
    ],
    ['names in another spelling', ['é.b'], '{"\\u00e9":{"\\u0062":1,"c":2}}', '{"\\u00e9":{"\\u0062":1}}'],
    ['each of a name that stands twice', ['a.b'], '{"a":{"b":1,"b":2},"a":{"b":3}}', '{"a":{"b":1,"b":2},"a":{"b":3}}'],
    [
      'numbers and escapes as they are',
      ['a', 'b'],
      '{"a":-0,"c":1,"b":["\\/\\ud800",1E+3]}',
      '{"a":-0,"b":["\\/\\ud800",1E+3]}',
    ],
    ['no space around names', ['a.b'], '{ "a" : { "b" : [ 1 , 2 ] , "c":1 } }', '{"a":{"b":[ 1 , 2 ]}}'],
    [
      'line breaks and comments as one space each',
      ['a', 'b.c'],
      '{/*"*/"a"://}\n[1,\n/*]*/2],"b":{\n"c":"/*x*/"}}',
      '{"a":[1,  2],"b":{"c":"/*x*/"}}',
    ],
    ['nothing of what is not there', ['z', 'a.z'], '{"a":{"b":1}}', '{}'],
    ['empty names', ['.b', ''], '{"":{"b":1},"x":2}', '{"":{"b":1}}'],
    ['nothing where nothing is chosen', [], '{"a":1}', '{}'],
  ])('has %s', (_, columns, source, expected) => {
    expect(line(columns, source)).toBe(expected);
  });

  it('counts what is left out, once a row and by its uppermost name', () => {
    const unplaced = (columns: string[], source: string) => [...read(columns, source).tail.unplaced.keys()].sort();
    expect(unplaced(['a.b'], '{"a":{"b":1,"q":{"r":1}},"c":{"d":1},"e":null}')).toEqual(['a.q', 'c', 'e']);
    expect(unplaced(['a.b'], '{"a":[{"b":1,"q":2},{"q":2},7]}')).toEqual(['a', 'a.q']);
    expect(unplaced(['a.b'], '{"a":[{},null,[]]}')).toEqual([]);
    expect(unplaced(['a'], '{"a":{"b":1,"c":2}}')).toEqual([]);
  });

  it('stands beside what identifies the document', () => {
    const source = '{"_id":"own","a":{"b":1,"c":2}}';
    const format = make({ kind: 'json', ids: true, columns: ['a.b'] });
    const { all } = scan(format, bytesOf(pageOf([{ source, seqNo: 1 }])), [5]);
    expect(all).toBe(',\n{"_index":"i","_id":"x","_source":{"a":{"b":1}}}');
  });

  it('takes marks and documents in UTF-16 as they are taken whole', () => {
    expect(line(['n'], '\ufeff {"n":1,"m":2}')).toBe('{"n":1}');
    const [before = '', after = ''] = pageOf([{ source: '@', seqNo: 1 }]).split('@');
    const wide = Buffer.concat([
      Buffer.from(before),
      Buffer.from('{"n":"é가😀","m":2}', 'utf16le'),
      Buffer.from(after),
    ]);
    expect(scan(make({ kind: 'ndjson', columns: ['n'] }), new Uint8Array(wide), [3]).all).toBe('{"n":"é가😀"}\n');
  });

  it('refuses documents whose structure is broken', () => {
    for (const source of [
      '{"a"}',
      '{"a":}',
      '{"a":1,}',
      '{"a":{"b":1 "c":2}}',
      '{a:1}',
      '{"a":[1 2]}',
      '{"a":[,]}',
      '{"x":tru}',
    ]) {
      const work = () => read(['a.b'], source);
      expect(work, source).toThrow(expect.objectContaining({ code: 'page_malformed' }));
    }
  });

  it('takes names beyond those it remembers, and values of many megabytes', () => {
    const many = Array.from({ length: 70_000 }, (_, i) => `"k${i}":{"x":1}`).join(',');
    expect(line(['a', 'k69999.x'], `{${many},"a":1}`)).toBe('{"k69999":{"x":1},"a":1}');
    const large = `"${'é"\\n'.replace('"', '\\"').repeat(2_000_000)}"`;
    expect(line(['b'], `{"a":${large},"b":${large}}`) === `{"b":${large}}`).toBe(true);
  });
}
