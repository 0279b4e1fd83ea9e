import { expect, it } from 'vitest';
import { dateReader } from '../../../../shared/dates/format.ts';
import type { CsvFormat } from '../../../../shared/request.ts';
import type { DateReaders } from '../scanners.ts';
import { csv } from './csv-tests.ts';
import { bytesOf, pageOf, scan } from './pages.ts';
import type { Make } from './suite.ts';

const AT = '"2001-02-11T20:57:00.120Z"';
const THERE = '2001-02-12T05:57:00.120+09:00';
const DEFAULT = 'strict_date_optional_time||epoch_millis';

export function dateTests(make: Make): void {
  /** A row in Seoul, each column read by a format, and what stayed as stored. */
  function seoul(formats: Record<string, string>, source: string, options: Partial<CsvFormat> = {}) {
    const columns = options.columns ?? Object.keys(formats);
    const dates = { zone: 'Asia/Seoul', columns: Object.keys(formats) };
    const readers: DateReaders = new Map(Object.entries(formats).map(([path, format]) => [path, dateReader(format)]));
    const format = make(csv(columns, { dates, ...options }));
    const makeScanner = format.scannerWith?.(readers) ?? format.makeScanner;
    const { all, tail } = scan({ ...format, makeScanner }, bytesOf(pageOf([{ source, seqNo: 1 }])));
    return { line: all.slice(0, -2), left: Object.fromEntries(tail.undated) };
  }
  const at = (format: string, json: string, options: Partial<CsvFormat> = {}) =>
    seoul({ at: format }, `{"at":${json}}`, options);

  it('writes them in their columns only, however they are nested', () => {
    expect(seoul({ at: DEFAULT }, `{"at":${AT},"x":${AT}}`, { columns: ['at', 'x'] })).toEqual({
      line: `${THERE},2001-02-11T20:57:00.120Z`,
      left: {},
    });
    expect(seoul({ 'a.at': DEFAULT }, `{"a":{"at":${AT}}}`).line).toBe(THERE);
    expect(at(DEFAULT, AT, { columns: ['at', 'at'] }).line).toBe(`${THERE},${THERE}`);
    expect(at(DEFAULT, '"2001-02-11T20\\u003a57"').line).toBe('2001-02-12T05:57:00+09:00');
    expect(at('yyyy년 MM월 dd일 HH:mm', '"2001년 02월 11일 20:57"').line).toBe('2001-02-12T05:57:00+09:00');
    expect(at('yyyy년 MM월 dd일 HH:mm', '"2001\\ub144 02월 11일 20:57"').line).toBe('2001-02-12T05:57:00+09:00');
  });

  it('takes numbers, and text that holds one, as the format does', () => {
    for (const [format, json, there] of [
      [DEFAULT, '981925020000', '2001-02-12T05:57:00+09:00'],
      [DEFAULT, '"981925020120"', THERE],
      ['epoch_millis', '981925020120.5', '2001-02-12T05:57:00.1205+09:00'],
      ['epoch_second', '981925020', '2001-02-12T05:57:00+09:00'],
      ['epoch_second', '"981925020.120"', THERE],
      ['yyyy-dd-MM HH:mm||epoch_second', '"2001-11-02 20:57"', '2001-02-12T05:57:00+09:00'],
    ]) {
      expect(at(format as string, json as string), json).toEqual({ line: there, left: {} });
    }
  });

  it('leaves a date without a time of day, null, and what is not there, and says nothing of it', () => {
    for (const [json, cell] of [
      ['"2001-02-11"', '2001-02-11'],
      ['"2001-02"', '2001-02'],
      ['2001', '2001'],
      ['null', ''],
      ['["2001-02-11",null]', '"[""2001-02-11"",null]"'],
      ['[]', '[]'],
    ]) {
      expect(at(DEFAULT, json as string), json).toEqual({ line: cell, left: {} });
    }
    expect(seoul({ at: DEFAULT }, '{}')).toEqual({ line: '', left: {} });
    expect(at('yyyy-dd-MM', '"2001-11-02"')).toEqual({ line: '2001-11-02', left: {} });
  });

  it('leaves what is no date of the format, and counts the row', () => {
    for (const [json, cell] of [
      ['"soon, =1"', '"soon, =1"'],
      ['""', '""'],
      ['"2001-02-30T00:00:00Z"', '2001-02-30T00:00:00Z'],
      ['"2001-02-11T20:57:60Z"', '2001-02-11T20:57:60Z'],
      ['"9999-12-31T23:00:00Z"', '9999-12-31T23:00:00Z'],
      ['"+12001-02-11T00:00:00Z"', '+12001-02-11T00:00:00Z'],
      ['true', 'true'],
      ['1e12', '1e12'],
      ['{}', '{}'],
      ['["soon", 1e3, "later"]', '"[""soon"", 1e3, ""later""]"'],
    ]) {
      expect(at(DEFAULT, json as string), json).toEqual({ line: cell, left: { 'value:at': 1 } });
    }
    expect(at(DEFAULT, '"soon"', { columns: ['at', 'at'] }).left).toEqual({ 'value:at': 1 });
  });

  it('leaves dates whose format is not known, and those of which nothing is', () => {
    expect(at('yy/MM/dd HH:mm', '"01/02/11 20:57"')).toEqual({ line: '01/02/11 20:57', left: { 'format:at': 1 } });
    const format = make(csv(['at', 'n'], { dates: { zone: 'Asia/Seoul', columns: ['at', 'gone'] } }));
    const rows = [AT, 'null', '981925020000'].map((json, seqNo) => ({ source: `{"at":${json},"n":1}`, seqNo }));
    const { all, done, tail } = scan(format, bytesOf(pageOf(rows)));
    expect(all).toBe('2001-02-11T20:57:00.120Z,1\r\n,1\r\n981925020000,1\r\n');
    expect([Object.fromEntries(done.undated), Object.fromEntries(tail.undated)]).toEqual([
      { 'untold:at': 1 },
      { 'untold:at': 1 },
    ]);
  });

  it('writes each of an array’s dates, and of several values for one column', () => {
    expect(at(DEFAULT, `[${AT}, "soon",981925020120]`)).toEqual({
      line: `"[""${THERE}"",""soon"",""${THERE}""]"`,
      left: { 'value:at': 1 },
    });
    expect(at(DEFAULT, `[${AT},null]`, { join: ' ' })).toEqual({ line: `${THERE} `, left: {} });
    expect(at(DEFAULT, `[${AT}, /* "x" */ 981925020120]`).line).toBe(`"[""${THERE}"",""${THERE}""]"`);
    expect(seoul({ 'a.b': DEFAULT }, `{"a":{"b":${AT}},"a.b":[${AT}]}`).line).toBe(
      `"[""${THERE}"",[""2001-02-11T20:57:00.120Z""]]"`,
    );
  });

  it('keeps to the other options', () => {
    expect(at('epoch_millis', '981925020120', { guard: true }).line).toBe(`"${THERE}"`);
    expect(at(DEFAULT, '"=1"', { guard: true }).line).toBe(`"'=1"`);
    expect(seoul({ at: DEFAULT }, `{"b":${AT}}`, { rest: true }).line).toBe(',"{""b"":""2001-02-11T20:57:00.120Z""}"');
  });
}
