import { describe, expect, it } from 'vitest';
import { EMPTY_ADDRESS } from './address.ts';
import { placeOf } from './fault-place.ts';

const fault = { code: 'query_invalid', message: '“banana” is not a time.', retryable: false } as const;

describe('placeOf', () => {
  it('finds the part that holds the value told of', () => {
    const filter = { field: 'date', op: 'is', value: 'banana' } as const;
    const other = { field: 'tail', op: 'exists' } as const;
    const address = { ...EMPTY_ADDRESS, filters: [other, filter] };
    expect(placeOf(fault, address)).toEqual({ kind: 'filter', filter });
    expect(placeOf(fault, { ...EMPTY_ADDRESS, to: 'banana' })).toEqual({ kind: 'time' });
    const range = { field: 'delay', op: 'between', from: '1', to: 'banana' } as const;
    expect(placeOf(fault, { ...EMPTY_ADDRESS, filters: [range] })).toEqual({ kind: 'filter', filter: range });
  });

  it('leaves to the query what it holds itself, and what no part holds', () => {
    const filter = { field: 'date', op: 'is', value: 'banana' } as const;
    expect(placeOf(fault, { ...EMPTY_ADDRESS, q: 'date:banana', filters: [filter] })).toEqual({ kind: 'query' });
    expect(placeOf({ ...fault, message: 'It ends too soon.' }, EMPTY_ADDRESS)).toEqual({ kind: 'query' });
    expect(placeOf({ ...fault, position: 3 }, { ...EMPTY_ADDRESS, to: 'banana' })).toEqual({ kind: 'query' });
  });
});
