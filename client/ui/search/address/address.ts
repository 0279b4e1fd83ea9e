import type { Filter } from '../../../../shared/filter.ts';
import { readFilter, sameFilter, writeFilter } from './filter-text.ts';

/** The search as the address holds it. Empty text means: not given. */
export type Address = {
  readonly index: string;
  readonly q: string;
  /** DQL, in place of `q`. */
  readonly dql: string;
  /** Query DSL as JSON text, in place of `q`. */
  readonly dsl: string;
  readonly filters: readonly Filter[];
  readonly from: string;
  readonly to: string;
  /** The date field, where it is not the index's first. */
  readonly time: string;
  /** A column and an order, such as `delay:desc`. */
  readonly sort: string;
  /** The table's columns, with commas between; see columns/layout.ts. */
  readonly columns: string;
};

export const EMPTY_ADDRESS: Address = {
  ...{ index: '', q: '', dql: '', dsl: '', filters: [], from: '', to: '', time: '', sort: '', columns: '' },
};

const KEYS = ['index', 'q', 'dql', 'dsl', 'from', 'to', 'time', 'sort', 'columns'] as const;

/** Reads `?index=flights&q=origin:LAS&filter=delay:between:0,60&from=…&to=…`. What else is there is left alone. */
export function readAddress(query: string): Address {
  const params = new URLSearchParams(query);
  const get = (key: (typeof KEYS)[number]) => params.get(key) ?? '';
  return {
    ...{ index: get('index').trim(), q: get('q'), dql: get('dql'), dsl: get('dsl') },
    ...{ from: get('from'), to: get('to'), time: get('time'), sort: get('sort'), columns: get('columns') },
    filters: params.getAll('filter').map(readFilter),
  };
}

/** The address of a search, with `:` and the like left readable. */
export function writeAddress(address: Address): string {
  const given = KEYS.filter((key) => address[key] !== '').map((key) => [key, address[key]]);
  const filters = address.filters.map((filter) => ['filter', writeFilter(filter)]);
  const pairs = [...given, ...filters].map(([key, text = '']) => `${key}=${encode(text)}`);
  return pairs.length === 0 ? '/' : `/?${pairs.join('&')}`;
}

export function sameAddress(a: Address, b: Address): boolean {
  if (a === b) return true;
  const sameFilters =
    a.filters.length === b.filters.length && a.filters.every((filter, i) => sameFilter(filter, b.filters[i]));
  return sameFilters && KEYS.every((key) => sameText(a[key], b[key]));
}

/** As an address writes it; a long text takes its time to write. */
function sameText(a: string, b: string): boolean {
  return a === b || (a.length === b.length && encode(a) === encode(b));
}

const READABLE: Record<string, string> = { '%3A': ':', '%2C': ',', '%2F': '/', '%40': '@', '%20': '+' };

/** Text as an address has it. A lone surrogate cannot be encoded; it becomes the replacement character. */
export function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /%[0-9A-F]{2}/g,
    (code) => READABLE[code] ?? code,
  );
}
