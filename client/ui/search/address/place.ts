import * as v from 'valibot';
import { type Address, EMPTY_ADDRESS, readAddress, writeAddress } from './address.ts';

/**
 * Where a search is kept: in the address, as long as servers take one of that length; a longer one in the state of the
 * tab's history entry, and the address holds a sign of it only.
 */
export type Place = { readonly href: string; readonly state: { readonly search: KeptSearch } | undefined };

type KeptSearch = { readonly sign: string; readonly address: Address };

/** What an address with a sign leads to where the search is not: another tab, or a bookmark. */
export type Lost = { readonly lost: true; readonly index: string };

/** Characters: servers and balancers take 8 KiB with all else that a request's head holds. */
const MAX_CHARS = 6000;
const SIGN = 'kept';

const places = new WeakMap<Address, Place>();

export function placeOfSearch(address: Address): Place {
  const known = places.get(address);
  if (known) return known;
  const place = isLong(address) ? keptPlace(address) : { href: writeAddress(address), state: undefined };
  places.set(address, place);
  return place;
}

/** @param state  of the history entry */
export function readPlace(query: string, state: unknown): Address | Lost {
  const sign = new URLSearchParams(query).get(SIGN);
  if (sign === null) return readAddress(query);
  const kept = v.safeParse(stateSchema, state);
  if (kept.success && kept.output.search.sign === sign) {
    // An older page may have written it, without what has come since.
    return { ...EMPTY_ADDRESS, ...kept.output.search.address };
  }
  return { lost: true, index: readAddress(query).index };
}

/** The page itself wrote it. */
const stateSchema = v.object({
  search: v.object({
    sign: v.string(),
    address: v.custom<Address>((value) => typeof value === 'object' && value !== null && 'filters' in value),
  }),
});

function keptPlace(address: Address): Place {
  const sign = signOf(JSON.stringify(address));
  const { index, sort } = address;
  const shown = [
    ['index', index.slice(0, 500)],
    ['sort', sort.slice(0, 500)],
    [SIGN, sign],
  ];
  const query = new URLSearchParams(shown.filter(([, text]) => text !== ''));
  return { href: `/?${query}`, state: { search: { sign, address } } };
}

function isLong(address: Address): boolean {
  const { filters, ...texts } = address;
  const chars = Object.values(texts).reduce((sum, text) => sum + text.length, 0);
  const values = filters.reduce((sum, filter) => sum + (filter.op === 'one_of' ? filter.values.length : 1), 0);
  // What is far too long need not be written to know it.
  return chars + values > MAX_CHARS || writeAddress(address).length > MAX_CHARS;
}

/** A number that another search hardly has (FNV-1a, two of them side by side). */
function signOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
