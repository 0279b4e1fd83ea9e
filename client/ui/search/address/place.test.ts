import { describe, expect, it } from 'vitest';
import { type Address, EMPTY_ADDRESS, writeAddress } from './address.ts';
import { placeOfSearch, readPlace } from './place.ts';

const listOf = (count: number): Address => ({
  ...EMPTY_ADDRESS,
  index: 'flights',
  filters: [{ field: 'id', op: 'one_of', values: Array.from({ length: count }, (_, i) => `id-${i}`) }],
});
const queryOf = (href: string) => href.slice(href.indexOf('?'));

describe('the place of a search', () => {
  it('is the address, as long as it fits', () => {
    for (const address of [EMPTY_ADDRESS, listOf(1), listOf(200), { ...EMPTY_ADDRESS, q: 'x'.repeat(5000) }]) {
      const { href, state } = placeOfSearch(address);
      expect(href).toBe(writeAddress(address));
      expect(state).toBeUndefined();
    }
  });

  it.each<[string, Address]>([
    ['1,000 values', listOf(1000)],
    ['65,536 values', listOf(65_536)],
    ['a long query', { ...EMPTY_ADDRESS, index: 'a', q: 'x'.repeat(7000) }],
    ['a query of signs that an address writes long', { ...EMPTY_ADDRESS, index: 'a', q: '漢'.repeat(1000) }],
    ['long DSL', { ...EMPTY_ADDRESS, index: 'a', dsl: `{"ids":{"values":["${'x'.repeat(9000)}"]}}` }],
    ['many columns', { ...EMPTY_ADDRESS, index: 'a', columns: 'column,'.repeat(1000) }],
  ])('is the history’s entry for %s, and the address is short', (_, address) => {
    const { href, state } = placeOfSearch(address);
    expect(href.length).toBeLessThan(1500);
    // As the browser keeps it.
    expect(readPlace(queryOf(href), structuredClone({ ...state, _depth: 3 }))).toEqual(address);
  });

  it('is read also where an older page wrote it, which knew less of a search', () => {
    const { href, state } = placeOfSearch(listOf(1000));
    const { dql: _, ...older } = listOf(1000);
    const kept = { search: { sign: state?.search.sign, address: older } };
    expect(readPlace(queryOf(href), kept)).toEqual(listOf(1000));
  });

  it('is lost where the entry is another one, and never something else', () => {
    const { href, state } = placeOfSearch(listOf(1000));
    const other = placeOfSearch(listOf(1001));
    expect(other.href).not.toBe(href);
    for (const foreign of [undefined, null, {}, { search: {} }, { search: { sign: 'x', address: {} } }, other.state]) {
      expect(readPlace(queryOf(href), foreign)).toEqual({ lost: true, index: 'flights' });
    }
    expect(readPlace(queryOf(other.href), state)).toEqual({ lost: true, index: 'flights' });
  });

  it('is the address for an address without a sign, whatever the entry says', () => {
    const { state } = placeOfSearch(listOf(1000));
    expect(readPlace('?index=a&q=b', state)).toEqual({ ...EMPTY_ADDRESS, index: 'a', q: 'b' });
  });
});
