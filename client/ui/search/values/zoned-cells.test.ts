import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DateFormats } from '../../../../shared/dates/date-formats.ts';
import { makeZonedCells } from './zoned-cells.ts';

const of = (field: string, format: string, proved = true) => ({ field, format, nanos: false, proved });
const formats: DateFormats = {
  groups: [
    { indices: ['a', 'b'], fields: [of('at', 'strict_date_optional_time||epoch_millis'), of('odd', 'yyyy', false)] },
    { indices: ['c'], fields: [of('at', 'yyyy/MM/dd HH:mm:ss'), of('day', 'strict_date')] },
  ],
};
const seoul = makeZonedCells(formats, 'Asia/Seoul');
const text = (index: string, field: string, stored: string, raw = false) =>
  seoul.textOf({ index, field }, { text: stored, raw });

describe('dates of cells in a zone', () => {
  it('are read as their own index reads them', () => {
    expect(text('a', 'at', '2001-02-12T05:57:00Z')).toBe('2001-02-12T14:57:00+09:00');
    expect(text('b', 'at', '981957420123', true)).toBe('2001-02-12T14:57:00.123+09:00');
    expect(text('c', 'at', '2001/02/12 05:57:00')).toBe('2001-02-12T14:57:00+09:00');
  });

  it('stay as they are stored where they cannot be read just as OpenSearch does', () => {
    expect(text('c', 'at', '2001-02-12T05:57:00Z')).toBeUndefined();
    expect(text('a', 'odd', '2001')).toBeUndefined();
    expect(text('unknown', 'at', '2001-02-12T05:57:00Z')).toBeUndefined();
    expect(text('c', 'day', '2001-02-12')).toBeUndefined();
    expect(text('a', 'at', '', true)).toBeUndefined();
    expect(seoul.reads('at')).toBe(true);
    expect(seoul.reads('odd')).toBe(false);
  });

  it('are each written in an array, and nothing else of it changes', () => {
    expect(text('a', 'at', '["2001-02-12T05:57:00Z",null,[0],"soon"]', true)).toBe(
      '["2001-02-12T14:57:00+09:00",null,["1970-01-01T09:00:00+09:00"],"soon"]',
    );
  });

  it('are the same moments', () => {
    const moment = fc.date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.constantFrom('Asia/Seoul', 'America/New_York', 'Asia/Kathmandu'), (date, zone) => {
        const written = makeZonedCells(formats, zone).textOf(
          { index: 'a', field: 'at' },
          { text: date.toISOString(), raw: false },
        );
        expect(new Date(written ?? '').getTime()).toBe(date.getTime());
      }),
      { numRuns: 200 },
    );
  });
});
