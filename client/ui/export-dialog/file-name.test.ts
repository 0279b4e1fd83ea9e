import { describe, expect, it } from 'vitest';
import { defaultTemplate, faultOf, fileNameOf } from './file-name.ts';

const slots = { index: 'flights', query: '', from: undefined, to: undefined, now: Date.UTC(2024, 4, 6, 7, 8, 9) };
const ranged = { ...slots, from: Date.UTC(2001, 1, 12), to: Date.UTC(2001, 3, 9) };

describe('fileNameOf', () => {
  it('fills the slots and adds the ending once', () => {
    expect(fileNameOf('{index}', slots, { kind: 'csv' })).toBe('flights.csv');
    expect(fileNameOf('{index}_{from}-{to}', ranged, { kind: 'ndjson' })).toBe('flights_20010212-20010409.ndjson');
    expect(fileNameOf('{date} {index}.csv', slots, { kind: 'csv' })).toBe('20240506 flights.csv');
    expect(fileNameOf('a.CSV', slots, { kind: 'csv' })).toBe('a.CSV');
    expect(fileNameOf('a.csv', slots, { kind: 'json' })).toBe('a.csv.json');
  });

  it('ends a packed file in .gz, once', () => {
    const packed = { kind: 'csv', gzip: true } as const;
    expect(fileNameOf('{index}', slots, packed)).toBe('flights.csv.gz');
    expect(fileNameOf('a.csv', slots, packed)).toBe('a.csv.gz');
    expect(fileNameOf('a.CSV.GZ', slots, packed)).toBe('a.CSV.GZ');
    expect(fileNameOf('a.gz', slots, packed)).toBe('a.gz.csv.gz');
    expect(fileNameOf('', slots, packed)).toBe('');
  });

  it('ends a file in parts in .zip, once', () => {
    const parts = { kind: 'csv', parts: { rows: 5 } } as const;
    expect(fileNameOf('{index}', slots, parts)).toBe('flights.zip');
    expect(fileNameOf('a.ZIP', slots, parts)).toBe('a.ZIP');
    expect(fileNameOf('a.csv', slots, { ...parts, gzip: true })).toBe('a.csv.zip');
    expect(faultOf('.csv.zip')).toEqual({ kind: 'empty' });
    expect(faultOf('a .zip')).toEqual({ kind: 'edges' });
  });

  it('makes a part of a name of any query', () => {
    const named = (query: string) => fileNameOf('{index}_{query}', { ...slots, query }, { kind: 'csv' });
    expect(named('origin:LAS AND delay:[60 TO *]')).toBe('flights_origin_LAS_AND_delay_[60_TO_].csv');
    expect(named('')).toBe('flights.csv');
    for (const query of ['a/b\\c', '"x y"', '...', '한국어 검색', '\u0007', 'x'.repeat(500), '💧'.repeat(100)]) {
      expect(faultOf(fileNameOf('x{query}', { ...slots, query }, { kind: 'csv' })), query).toBeUndefined();
    }
    expect(fileNameOf('{date}-{time}', slots, { kind: 'json' })).toBe('20240506-070809.json');
  });

  it('leaves no loose ends where there is no range', () => {
    expect(fileNameOf('{index}_{from}-{to}', slots, { kind: 'csv' })).toBe('flights.csv');
    expect(fileNameOf('  ', slots, { kind: 'csv' })).toBe('');
  });

  it('makes a name of any index expression', () => {
    for (const index of ['logs-*,-logs-old', '.hidden', '<logs-{now/d}>', 'a'.repeat(500), '한국어'.repeat(99)]) {
      expect(faultOf(fileNameOf('{index}', { ...slots, index }, { kind: 'csv' }))).toBeUndefined();
    }
    expect(fileNameOf('{index}', { ...slots, index: 'logs-*,x' }, { kind: 'csv' })).toBe('logs-all+x.csv');
  });
});

describe('faultOf', () => {
  it('names what a disk would not take', () => {
    expect(faultOf('')).toEqual({ kind: 'empty' });
    expect(faultOf('.csv')).toEqual({ kind: 'empty' });
    expect(faultOf('.json.gz')).toEqual({ kind: 'empty' });
    expect(faultOf('a .csv.gz')).toEqual({ kind: 'edges' });
    expect(faultOf('a/b.csv')).toEqual({ kind: 'forbidden', character: '/' });
    expect(faultOf('a\\b.csv')).toEqual({ kind: 'forbidden', character: '\\' });
    expect(faultOf('a\u0007.csv')).toEqual({ kind: 'forbidden', character: 'U+0007' });
    expect(faultOf('..csv')).toEqual({ kind: 'edges' });
    expect(faultOf('a .csv')).toEqual({ kind: 'edges' });
    expect(faultOf('con.csv')).toEqual({ kind: 'reserved', name: 'con' });
    expect(faultOf(`${'한'.repeat(70)}.csv`)).toEqual({ kind: 'tooLong' });
  });

  it('takes good names, in any script', () => {
    for (const name of ['flights.csv', '항공편 2001.csv', 'a.b-c_d (1).json', 'console.csv']) {
      expect(faultOf(name)).toBeUndefined();
    }
  });
});

describe('defaultTemplate', () => {
  it('speaks of what range there is', () => {
    expect(defaultTemplate(slots)).toBe('{index}');
    expect(defaultTemplate(ranged)).toBe('{index}_{from}-{to}');
    expect(defaultTemplate({ from: 0, to: undefined })).toBe('{index}_from-{from}');
    expect(defaultTemplate({ from: undefined, to: 0 })).toBe('{index}_to-{to}');
  });
});
