import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { parse } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import type { Hit } from '../../../../shared/http.ts';
import { jsonOf, tsvOf } from './copied-rows.ts';

const hit = (json: string): Hit => ({ _index: 'i', _id: '1', _source: parse(json) }) as Hit;
const plain = () => undefined;

describe('copied rows', () => {
  it('are parted by tabs, in the order of the columns, and each value is as it is stored', () => {
    const hits = [hit('{"a":12345678901234567890,"b":"x","c":{"d":5.0}}'), hit('{"b":null}')];
    expect(tsvOf(['c.d', 'a', 'b'], hits, plain)).toBe('c.d\ta\tb\n5.0\t12345678901234567890\tx\n\t\t');
    expect(tsvOf(['b'], [hit('{"b":"stored"}')], () => 'shown')).toBe('b\nshown');
  });

  it('stay one cell each with tabs, lines and quotes in them, and run as no formula', () => {
    const cell = (value: unknown) => tsvOf(['v'], [hit(JSON.stringify({ v: value }))], plain).slice(2);
    expect(cell('a\tb')).toBe('"a\tb"');
    expect(cell('say "hi"\nnow')).toBe('"say ""hi""\nnow"');
    expect(cell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
    expect(cell('+1 555')).toBe("'+1 555");
    expect(cell(-5)).toBe('-5');
    expect(cell(['=1'])).toBe('"[""\\u003d1""]"');
  });

  it('come back from any text as they were, but for the guard', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (texts) => {
        const hits = texts.map((text) => hit(JSON.stringify({ v: `x${text}`, w: 1 })));
        const read = parseCsv(tsvOf(['v', 'w'], hits, plain), {
          delimiter: '\t',
          record_delimiter: '\n',
        }) as string[][];
        expect(read).toHaveLength(texts.length + 1);
        for (const row of read.slice(1)) expect(row[1]).toBe('1');
      }),
    );
  });

  it('are whole documents as JSON, with each number as it is written', () => {
    expect(jsonOf([hit('{"a":5.0,"b":[12345678901234567890]}')])).toContain('"a": 5.0');
    expect(parse(jsonOf([hit('{"a":1}'), hit('{"a":2}')]))).toHaveLength(2);
  });
});
