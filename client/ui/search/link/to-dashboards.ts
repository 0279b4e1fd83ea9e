import { stringify } from 'rison2';
import type { Filter } from '../../../../shared/filter.ts';
import type { Address } from '../address/address.ts';
import { readSort } from '../address/sort.ts';
import { readColumns } from '../columns/layout.ts';
import { idOfPattern } from './known-patterns.ts';
import { readLinkedTime } from './linked-time.ts';

type Dashboards = {
  /** Without a slash at its end. */
  readonly url: string;
  /** Of OpenSearch, which Dashboards' goes with: `3.8.0`, or `Elasticsearch 7.10.2`. */
  readonly version: string;
  /** Minutes that local time is ahead of UTC. */
  readonly offset: number;
};

/** A range of any time, as Discover always has one. */
const ANY = { from: '1970-01-01T00:00:00.000Z', to: 'now+50y' };

/**
 * The same search in Discover, by a link of the shape that its version reads. An index without a known pattern is named itself from 2.17 on;
 * before that Discover takes the pattern that is set there.
 * @param time  the field that the search's range is of
 */
export function toDashboards(address: Address, time: string | undefined, where: Dashboards): string {
  const release = Number(
    /^(\d+)\.(\d+)/
      .exec(where.version)
      ?.slice(1)
      .map((part) => part.padStart(3, '0'))
      .join('') ?? 0,
  );
  const id = idOfPattern(address.index);
  const _g = { filters: [], refreshInterval: { pause: true, value: 0 }, time: rangeOf(address, where) };
  const table = {
    columns: readColumns(address.columns) ?? ['_source'],
    sort: (readSort(address.sort) ?? []).map(({ column, order }) => [column, order]),
  };
  const { query, filters } = queryOf(address);
  if (release < 2_010) {
    const _a = { ...table, filters, ...(id === undefined ? {} : { index: id }), interval: 'auto', query };
    return `${where.url}/app/discover#/?${encode({ _g, _a })}`;
  }
  const metadata = { ...(id === undefined ? {} : { indexPattern: id }), view: 'discover' };
  const _a = { discover: { ...table, isDirty: false }, metadata };
  const dataset = {
    ...(id === undefined ? { id: `::${address.index}`, type: 'INDEXES' } : { id, type: 'INDEX_PATTERN' }),
    ...{ title: address.index, ...(time === undefined ? {} : { timeFieldName: time }) },
  };
  const _q = { filters, query: release < 2_017 ? query : { ...query, dataset } };
  return `${where.url}/app/data-explorer/discover#?${encode({ _a, _g, _q })}`;
}

function encode(states: object): string {
  const signs: Record<string, string> = { '%2C': ',', '%3A': ':', '%40': '@', '%24': '$' };
  return Object.entries(states)
    .map(([name, state]) => {
      const text = encodeURIComponent(stringify(state) ?? '').replace(
        /%(?:2C|3A|40|24)/g,
        (code) => signs[code] ?? code,
      );
      return `${name}=${text}`;
    })
    .join('&');
}

function rangeOf({ from, to }: Address, { offset }: Dashboards): { from: string; to: string } {
  if (from === '' && to === '') return ANY;
  return { from: timeOf(from, 'from', offset) ?? ANY.from, to: timeOf(to, 'to', offset) ?? ANY.to };
}

/** As Dashboards has it: its end is in the range, and rounded times are in its browser's zone. */
function timeOf(text: string, end: 'from' | 'to', offset: number): string | undefined {
  if (text === '') return undefined;
  const [, math = '', unit] = /^now((?:[+-]\d+[smhdwMy])*?)(?:[+-]\d+m)?\/([smhdwMy])/.exec(text) ?? [];
  const rounded = unit === undefined ? text : `now${math}/${unit}`;
  if (rounded !== text && readLinkedTime(rounded, end, { offset }) === text) return rounded;
  if (readLinkedTime(text, end, { offset }) === text && text.startsWith('now')) return text;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  return new Date(end === 'from' ? at : at - 1).toISOString();
}

type Stored = Record<string, unknown>;

function queryOf({ q, dql, dsl, filters }: Address): { query: Stored; filters: Stored[] } {
  const own = filters.map(storedOf);
  if (dsl !== '') {
    const clause = storedOf({ op: 'dsl', dsl });
    return { query: { language: 'kuery', query: '' }, filters: [clause, ...own] };
  }
  return { query: q === '' ? { language: 'kuery', query: dql } : { language: 'lucene', query: q }, filters: own };
}

function storedOf(filter: Filter): Stored {
  const [type, query] = clauseOf(filter);
  const key = 'field' in filter ? filter.field : 'query';
  const alias = filter.op === 'dsl' && filter.name !== undefined ? filter.name : null;
  return {
    $state: { store: 'appState' },
    meta: { alias, disabled: false, key, negate: filter.not === true, type },
    query,
  };
}

function clauseOf(filter: Filter): [string, unknown] {
  switch (filter.op) {
    case 'is':
      return ['phrase', { match_phrase: { [filter.field]: filter.value } }];
    case 'one_of': {
      const should = filter.values.map((value) => ({ match_phrase: { [filter.field]: value } }));
      return ['phrases', { bool: { minimum_should_match: 1, should } }];
    }
    case 'between': {
      const { from: gte, to: lte } = filter;
      return ['range', { range: { [filter.field]: { ...(gte && { gte }), ...(lte && { lte }) } } }];
    }
    case 'exists':
      return ['exists', { exists: { field: filter.field } }];
    case 'dsl':
      return ['custom', parsed(filter.dsl)];
  }
}

function parsed(dsl: string): unknown {
  try {
    return JSON.parse(dsl);
  } catch {
    return {};
  }
}
