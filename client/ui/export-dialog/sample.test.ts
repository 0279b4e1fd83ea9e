import { parse } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import type { TextFormat } from '../../../shared/request.ts';
import { EXCEL_LINES, estimateBytes, isPastExcel, makeSample } from './sample.ts';

const hit = (json: string) => ({ _index: 'a', _id: '1', _source: parse(json) });
const sample = await makeSample([hit('{"a":1,"b":"x"}'), hit('{"a":22,"b":"y,"}')], []);

describe('makeSample', () => {
  it.each([
    '{}',
    '{"a":[],"b":{},"c":null,"d":true}',
    '{"list":[1,"two",{"three":[3.0,-0,1e400]}],"o":{"p":{"q":false}}}',
    '{"ascii":"a\\"b\\n\\u0001","two":"é","three":"한국","four":"🏳️‍🌈"}',
  ])('counts the bytes of %s', async (json) => {
    expect((await makeSample([hit(json)], [])).jsonBytes).toBe(new TextEncoder().encode(json).length);
  });

  it('finds the columns of its rows', () => {
    expect(sample.columns).toEqual(['a', 'b']);
  });

  it('foretells a file of more such rows', async () => {
    // 1,x and 22,"y," with their line ends.
    const csv: TextFormat = {
      kind: 'csv',
      columns: ['a', 'b'],
      delimiter: ',',
      header: true,
      bom: false,
      guard: false,
      rest: false,
    };
    expect(estimateBytes(sample, csv, 2)).toBe('1,x\r\n'.length + '22,"y,"\r\n'.length);
    expect(estimateBytes(sample, csv, 200)).toBe(100 * ('1,x\r\n'.length + '22,"y,"\r\n'.length));
    const guarded = '1,"x"\r\n'.length + '22,"y,"\r\n'.length;
    expect(estimateBytes(sample, { ...csv, guard: true }, 2)).toBe(guarded);
    expect(estimateBytes(sample, { kind: 'ndjson' }, 2)).toBe('{"a":1,"b":"x"}\n{"a":22,"b":"y,"}\n'.length);
    const [first, second] = [
      '{"_index":"a","_id":"1","_source":{"a":1,"b":"x"}}\n',
      '{"_index":"a","_id":"1","_source":{"a":22,"b":"y,"}}\n',
    ];
    expect(estimateBytes(sample, { kind: 'ndjson', ids: true }, 2)).toBe(first.length + second.length);
    const narrowed = estimateBytes(sample, { kind: 'ndjson', columns: ['b'] }, 2);
    expect(narrowed).toBe('{"b":"x"}\n{"b":"y,"}\n'.length);
    const withIds: TextFormat = { ...csv, columns: ['_index', '_id', 'a'], ids: true };
    expect(estimateBytes(sample, withIds, 2)).toBe('a,1,1\r\n'.length + 'a,1,22\r\n'.length);
    expect(estimateBytes(await makeSample([], []), csv, 0)).toBeUndefined();
  });
});

it('tells a CSV that Excel would open the first part of only', () => {
  const csv = {
    kind: 'csv' as const,
    columns: [],
    delimiter: ',' as const,
    header: true,
    bom: false,
    guard: false,
    rest: false,
  };
  expect([EXCEL_LINES - 1, EXCEL_LINES].map((rows) => isPastExcel(csv, rows))).toEqual([false, true]);
  expect(isPastExcel({ ...csv, header: false }, EXCEL_LINES)).toBe(false);
  expect(isPastExcel({ kind: 'ndjson' }, 5e9)).toBe(false);
});
