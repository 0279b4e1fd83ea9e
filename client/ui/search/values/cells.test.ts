import { parse } from 'lossless-json';
import { expect, test } from 'vitest';
import type { Hit } from '../../../../shared/http.ts';
import { cellsOf, viewOf } from './cells.ts';

const hit = (json: string): Hit => ({ _index: 'i', _id: '1', _source: parse(json) });

test('missing, null and empty text look different, and numbers are as stored', () => {
  const cells = cellsOf(
    hit('{"nothing":null,"empty":"","big":9007199254740993,"five":5.0,"list":[1,{"a":null}],"o":{}}'),
  );
  const views = Object.fromEntries(
    ['nothing', 'empty', 'gone', 'big', 'five', 'list', 'o'].map((name) => [name, viewOf(cells.get(name))]),
  );
  expect(views).toEqual({
    nothing: { kind: 'null', text: 'null' },
    empty: { kind: 'empty', text: '""' },
    gone: { kind: 'missing', text: '–' },
    big: { kind: 'text', text: '9007199254740993' },
    five: { kind: 'text', text: '5.0' },
    list: { kind: 'text', text: '[1,{"a":null}]' },
    o: { kind: 'text', text: '{}' },
  });
});

test('long text is cut between signs, and lines become one', () => {
  const { text } = viewOf({ text: `${'a'.repeat(299)}😀b`, raw: false });
  expect(text).toBe(`${'a'.repeat(299)}…`);
  expect(viewOf({ text: 'a\r\nb\nc', raw: false }).text).toBe('a↵b↵c');
});
