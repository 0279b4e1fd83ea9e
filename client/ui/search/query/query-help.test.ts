import { describe, expect, it } from 'vitest';
import { pathsOf } from '../fields/known-fields.ts';
import { nearestName } from './nearest-name.ts';
import { completed, completionAt, quoteValue, unknownFields } from './query-completion.ts';
import { inCapitals, repairOf } from './query-repair.ts';

/** `|` marks the caret. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  return completionAt(marked.replace('|', ''), caret);
}

describe('completion', () => {
  it.each([
    ['ori|', { kind: 'field', text: 'ori' }],
    ['a:b AND de|', { kind: 'field', text: 'de' }],
    ['(de|', { kind: 'field', text: 'de' }],
    ['origin:|', { kind: 'value', field: 'origin', text: '' }],
    ['origin:LA|', { kind: 'value', field: 'origin', text: 'LA' }],
    ['origin:(LAS OR A|', { kind: 'value', field: 'origin', text: 'A' }],
    ['US\\ Gross:"a b|', { kind: 'value', field: 'US Gross', text: 'a b' }],
    ['origin:(LAS) AND de|', { kind: 'field', text: 'de' }],
  ])('%s', (marked, expected) => {
    expect(at(marked)).toMatchObject(expected);
  });

  it.each(['|', 'a |', 'delay:[1|', 'a AND|', 'a:/b|'])('none at %s', (marked) => {
    expect(at(marked)).toBeUndefined();
  });

  it('takes a field with its colon, and a value in quotes where it needs them', () => {
    const take = (query: string, picked: string) => {
      const of = completionAt(query, query.length);
      return of && completed(query, of, picked);
    };
    expect(take('ori', 'origin')).toEqual({ query: 'origin:', caret: 7 });
    expect(take('us', 'US Gross')).toEqual({ query: 'US\\ Gross:', caret: 10 });
    expect(take('origin:', 'New York')).toEqual({ query: 'origin:"New York"', caret: 17 });
    expect(['LAS', 'AND', 'a:b', '-5', 'x"y', ''].map(quoteValue)).toEqual([
      ...['LAS', '"AND"', '"a:b"', '"-5"', '"x\\"y"', '""'],
    ]);
  });

  it('knows which fields are not there, and what was meant', () => {
    const known = ['origin', 'delay', 'properties.mag'];
    expect(unknownFields('orign:LAS AND delay:1 AND properties:x AND _exists_:y AND prop*:1', pathsOf(known))).toEqual([
      'orign',
    ]);
    expect(nearestName('orign', known)).toBe('origin');
    expect(nearestName('zzz', known)).toBeUndefined();
  });
});

describe('repair', () => {
  it.each([
    ['origin:(ORD OR ATL OR DFW AND distance:[200 TO 2500]', 'origin:(ORD OR ATL OR DFW) AND distance:[200 TO 2500]'],
    ['origin:(LAS', 'origin:(LAS)'],
    ['(a OR b AND c:d', '(a OR b AND c:d)'],
    ['delay:[1 TO 5', 'delay:[1 TO 5]'],
    ['a)', 'a'],
    ['name:"New York', 'name:"New York"'],
    ['a AND', 'a'],
    ['OR b', 'b'],
  ])('%s', (query, meant) => {
    expect(repairOf(query)?.query).toBe(meant);
  });

  it('says where, and leaves a sound query alone', () => {
    expect(repairOf('origin:(ORD OR DFW AND a:b')).toMatchObject({ kind: 'never_closed', at: 7, after: 'DFW' });
    expect(repairOf('origin:(LAS OR ATL) AND delay:[60 TO *]')).toBeUndefined();
    expect(repairOf('NOT a')).toBeUndefined();
  });
});

describe('operators in small letters', () => {
  it.each([
    ['origin:LAS and delay:5', 'origin:LAS AND delay:5'],
    ['a or b and not c', 'a OR b AND NOT c'],
    ['not a', 'NOT a'],
    ['(a or b) and "c and d"', '(a OR b) AND "c and d"'],
    ['a And b', 'a AND b'],
    ['f:(a or b)', 'f:(a OR b)'],
    ['a and -b', 'a AND -b'],
  ])('%s is probably %s', (query, meant) => {
    expect(inCapitals(query)?.query).toBe(meant);
  });

  it.each([
    ...['and', 'or', 'a AND b', '"a and b"', 'word:and', 'and:b', 'n:[and TO or]', 'sand or', 'and b', '(or b)'],
    ...['a\\ and', 'a and~', 'a and^2 b', 'android', 'a AND not'],
  ])('%s stays', (query) => {
    expect(inCapitals(query)).toBeUndefined();
  });
});
