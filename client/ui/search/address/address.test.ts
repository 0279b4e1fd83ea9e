import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ADDRESS, readAddress, sameAddress, writeAddress } from './address.ts';

describe('address', () => {
  it('reads the search that an address holds', () => {
    expect(readAddress('?index=flights&q=origin:LAS&from=2001-01-01&to=2001-02-01')).toEqual({
      ...EMPTY_ADDRESS,
      ...{ index: 'flights', q: 'origin:LAS', from: '2001-01-01', to: '2001-02-01' },
    });
    expect(readAddress('')).toEqual(EMPTY_ADDRESS);
    expect(readAddress('?other=1&q=a+b%20c')).toEqual({ ...EMPTY_ADDRESS, q: 'a b c' });
  });

  it('keeps the signs of a query readable', () => {
    const address = { ...EMPTY_ADDRESS, index: 'logs-*,-old', q: 'origin:(LAS OR ATL) AND url:/a/' };
    expect(writeAddress(address)).toBe('/?index=logs-*,-old&q=origin:(LAS+OR+ATL)+AND+url:/a/');
    expect(writeAddress(EMPTY_ADDRESS)).toBe('/');
  });

  it('brings back whatever was written', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, text, text, (index, q, dql, from) => {
        const address = { ...EMPTY_ADDRESS, index: index.trim(), q, dql, from };
        const { search } = new URL(writeAddress(address), 'http://localhost');
        expect(sameAddress(readAddress(search), address)).toBe(true);
      }),
    );
  });

  it('holds filters of query DSL', () => {
    const dsl = '{"range":{"a:b":{"gte":"1,2\\\\","lt":-3}}}';
    for (const filter of [{ op: 'dsl', dsl } as const, { op: 'dsl', dsl, name: '-no: it, \\', not: true } as const]) {
      const { search } = new URL(writeAddress({ ...EMPTY_ADDRESS, filters: [filter] }), 'http://localhost');
      expect(readAddress(search).filters).toEqual([filter]);
    }
  });

  it('writes half a surrogate pair as the sign for what cannot be read', () => {
    expect(writeAddress({ ...EMPTY_ADDRESS, q: 'a\ud800' })).toBe('/?q=a%EF%BF%BD');
  });
});
