import { parse } from 'lossless-json';
import { expect, it } from 'vitest';
import type { DateFormats } from '../../../shared/dates/date-formats.ts';
import { dateNotes } from './date-notes.ts';
import { makeSample } from './sample.ts';

const ISO = 'strict_date_optional_time||epoch_millis';

const sampleOf = (rows: readonly [index: string, json: string][]) =>
  makeSample(
    rows.map(([_index, json], i) => ({ _index, _id: String(i), _source: parse(json) })),
    [],
  );

const group = (indices: string[], fields: Record<string, string>, proved = true): DateFormats['groups'][number] => ({
  indices,
  fields: Object.entries(fields).map(([field, format]) => ({ field, format, nanos: false, proved })),
});

it('says nothing where all dates are read, or are days, or are not there', async () => {
  const sample = await sampleOf([
    ['a', '{"at":"2024-03-05T10:00","day":"2024/03/05"}'],
    ['a', '{"at":1709251200000,"day":["2024/03/05",null]}'],
    ['a', '{"at":null}'],
    ['a', '{"at":["2024-03-05","2024"]}'],
    ['a', '{"at":[]}'],
  ]);
  expect(dateNotes({ groups: [group(['a'], { at: ISO, day: 'yyyy/MM/dd' })] }, ['at', 'day'], sample)).toEqual([]);
});

it('names a format that is not read, each once, and not the values that stay for it', async () => {
  const sample = await sampleOf([['a', '{"at":"soon"}']]);
  const formats = {
    groups: [group(['a'], { at: 'yy HH' }), group(['b'], { at: 'yy HH' }), group(['c'], { at: ISO }, false)],
  };
  expect(dateNotes(formats, ['at'], sample)).toEqual([
    { field: 'at', why: 'format', format: 'yy HH' },
    { field: 'at', why: 'format', format: ISO },
  ]);
});

it('names a column of which nothing was told', async () => {
  expect(dateNotes({ groups: [] }, ['at'], await sampleOf([['a', '{"at":"2024-03-05T10:00"}']]))).toEqual([
    { field: 'at', why: 'untold' },
  ]);
});

it('counts the sample’s rows that hold what is no date there', async () => {
  const sample = await sampleOf([
    ['a', '{"at":"soon"}'],
    ['a', '{"at":true}'],
    ['a', '{"at":["2024-03-05T10:00",{"x":1}]}'],
    ['a', '{"at":"2024-03-05T10:00:60Z"}'],
    ['a', '{"at":"2024-03-05T10:00:00Z"}'],
    // No date in that index.
    ['b', '{"at":"2024-03-05T10:00:00Z"}'],
  ]);
  const formats = { groups: [group(['a'], { at: ISO }), group(['b'], { other: ISO })] };
  expect(dateNotes(formats, ['at', 'other'], sample)).toEqual([{ field: 'at', why: 'value', rows: 5 }]);
});
