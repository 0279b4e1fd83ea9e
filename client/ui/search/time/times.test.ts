import { describe, expect, it } from 'vitest';
import type { Field } from '../../../../shared/http.ts';
import { dateFields, defaultTimeField, fromInputValue, parseTime, toInputValue } from './times.ts';

const field = (name: string, type: string, searchable = true): Field => ({
  name,
  type,
  searchable,
  aggregatable: true,
});

describe('defaultTimeField', () => {
  it('prefers @timestamp, else takes the first date field', () => {
    const fields = [field('a', 'keyword'), field('created', 'date'), field('seen', 'date_nanos')];
    expect(defaultTimeField(fields)).toBe('created');
    expect(defaultTimeField([...fields, field('@timestamp', 'date')])).toBe('@timestamp');
    expect(defaultTimeField([field('a', 'keyword')])).toBeUndefined();
  });

  it('leaves out what is no date everywhere, or cannot be searched', () => {
    const fields = [field('a', 'date, keyword'), field('b', 'date', false), field('c', 'date, date_nanos')];
    expect(dateFields(fields)).toEqual(['c']);
  });
});

describe('parseTime', () => {
  it('reads a time without a zone as UTC, as OpenSearch does', () => {
    expect(parseTime('2001-01-02T03:04:05')).toBe(Date.UTC(2001, 0, 2, 3, 4, 5));
    expect(parseTime('2001-01-02')).toBe(Date.UTC(2001, 0, 2));
    expect(parseTime('2001-01-02T03:04:05+09:00')).toBe(Date.UTC(2001, 0, 1, 18, 4, 5));
    expect(parseTime('978404645000')).toBe(978404645000);
  });

  it('does not guess', () => {
    expect(parseTime('now-1d')).toBeUndefined();
    expect(parseTime('')).toBeUndefined();
  });
});

describe('the time inputs', () => {
  it('speak UTC or the browser’s own zone', () => {
    expect(toInputValue('2001-01-02T03:04:05+09:00', 'utc')).toBe('2001-01-01T18:04:05');
    const own = new Date(2001, 6, 2, 3, 4).toISOString();
    expect(toInputValue(own, 'own')).toBe('2001-07-02T03:04');
    expect(fromInputValue('2001-07-02T03:04', 'utc')).toBe('2001-07-02T03:04:00Z');
  });

  it('give back the time they were given', () => {
    for (const text of ['2001-01-02T03:04:05Z', '2001-01-02T03:04:00Z', '2024-07-01T00:00:00.250Z']) {
      for (const clock of ['utc', 'own'] as const) expect(fromInputValue(toInputValue(text, clock), clock)).toBe(text);
    }
    expect(toInputValue('now-1d', 'utc')).toBe('');
    expect(fromInputValue('', 'own')).toBe('');
  });
});
