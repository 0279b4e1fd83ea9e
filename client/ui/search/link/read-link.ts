import * as v from 'valibot';
import { type Filter, filterSchema } from '../../../../shared/filter.ts';
import { MAX_DSL_CHARS, MAX_FIELD_CHARS, MAX_QUERY_CHARS } from '../../../../shared/limits.ts';
import { MAX_ORDER_FIELDS } from '../../../../shared/order.ts';
import { sameFilter } from '../address/filter-text.ts';
import { MAX_LINK_CHARS } from '../address/link-in.ts';
import { decodeState } from './decode-state.ts';
import { isObject, readLinkedFilter } from './linked-filter.ts';
import type { Left, LinkedPattern, LinkedQuery, LinkedSearch, StatePart } from './linked-search.ts';
import { readLinkedTime } from './linked-time.ts';
import { type LinkParts, partsOf } from './url-parts.ts';

/** Filters of one part of a link. A search takes fewer, and tells so. */
const MAX_FILTERS = 200;
const MAX_COLUMNS = 1000;

const name = v.pipe(v.string(), v.maxLength(MAX_FIELD_CHARS));
/** What is of another kind than it should be counts as not there; the rest is taken. */
const lax = <T extends v.GenericSchema>(schema: T) => v.fallback(v.optional(schema), undefined);

const datasetSchema = v.object({
  ...{ id: lax(name), title: lax(name), type: lax(name), timeFieldName: lax(name) },
  dataSource: lax(v.object({ id: lax(name), title: lax(name) })),
});
const querySchema = v.object({ language: lax(name), query: v.optional(v.unknown()), dataset: lax(datasetSchema) });
const tableSchema = v.object({
  columns: lax(v.pipe(v.array(name), v.maxLength(MAX_COLUMNS))),
  sort: lax(v.pipe(v.array(v.unknown()), v.maxLength(MAX_COLUMNS))),
  savedSearch: lax(name),
});
const stateSchemas = {
  _g: v.object({
    filters: v.optional(v.unknown()),
    time: lax(v.object({ from: v.optional(v.unknown()), to: v.optional(v.unknown()) })),
  }),
  _a: v.object({
    ...{
      ...tableSchema.entries,
      index: lax(name),
      query: v.optional(v.unknown()),
      filters: v.optional(v.unknown()),
      dataset: lax(datasetSchema),
    },
    ...{ discover: lax(tableSchema), legacy: lax(tableSchema), metadata: lax(v.object({ indexPattern: lax(name) })) },
  }),
  _q: v.object({
    filters: v.optional(v.unknown()),
    query: v.optional(v.unknown()),
    language: lax(name),
    dataset: lax(datasetSchema),
  }),
};
type States = { [Part in StatePart]: v.InferOutput<(typeof stateSchemas)[Part]> };

/**
 * The search that a link of Discover stands for, in each of its shapes: up to 2.9 and Kibana 7 (`_g`, `_a`), from 2.10 (`_q` as well), with a dataset
 * from 2.17. Without a search, what stands against it.
 * @param zone.offset  minutes that local time is ahead of UTC: Dashboards rounds in the browser's zone
 */
export function readLink(link: string, zone: { offset: number }): LinkedSearch | Left {
  if (link.length > MAX_LINK_CHARS) return { why: 'too_long' };
  const parts = partsOf(link);
  if ('why' in parts) return parts;
  const left: Left[] = [];
  const states: States = {
    _g: stateOf('_g', parts, left),
    _a: stateOf('_a', parts, left),
    _q: stateOf('_q', parts, left),
  };
  const { _a, _g, _q } = states;
  if (parts.savedSearch !== undefined) left.push({ why: 'saved_search', name: parts.savedSearch });
  const asked = queryIn(states);
  const table = _a.discover ?? _a.legacy ?? _a;
  const search = {
    pattern: patternIn(states, asked.dataset, left),
    query: readQuery(asked, left),
    filters: readFilters(
      [_g, _a, _q].flatMap((state) => listOfFilters(state.filters, left)),
      left,
    ),
    ...readRange(_g.time, { zone, left }),
    columns: (table.columns ?? []).filter((column) => column !== '_source' && column !== ''),
    order: readOrder(table.sort, left),
  };
  return { ...search, left };
}

function stateOf<P extends StatePart>(part: P, { states }: LinkParts, left: Left[]): States[P] {
  const empty = v.parse(stateSchemas[part], {}) as States[P];
  const text = states[part];
  if (text === undefined || text === '') return empty;
  if (/^h(?:@|%(?:25)?40)/i.test(text)) {
    left.push({ why: 'session_state', name: part });
    return empty;
  }
  const state = v.safeParse(stateSchemas[part], decodeState(text));
  if (state.success) return state.output as States[P];
  left.push({ why: 'unreadable', name: part });
  return empty;
}

type Asked = v.InferOutput<typeof querySchema>;

/** In the pages of 3.3 the state is the query itself. */
function queryIn({ _a, _q }: States): Asked {
  if (_q.dataset || _q.language !== undefined) return { language: _q.language, query: _q.query, dataset: _q.dataset };
  const query = _q.query ?? _a.query;
  const parsed = v.safeParse(querySchema, query);
  // What has no language is the query itself: a text, or a clause.
  if (parsed.success && (parsed.output.language !== undefined || parsed.output.dataset)) return parsed.output;
  return { language: undefined, query, dataset: undefined };
}

function readQuery({ language, query }: Asked, left: Left[]): LinkedQuery {
  const none = { language: 'kuery', text: '' } as const;
  if (query === undefined || query === null || query === '') return none;
  if (language === undefined) return readBareQuery(query, left);
  const known = (['kuery', 'lucene'] as const).find((one) => one === language.toLowerCase());
  if (known && typeof query === 'string' && query.length <= MAX_QUERY_CHARS) return { language: known, text: query };
  if (known && isObject(query)) return readBareQuery(query, left);
  left.push(known ? { why: 'query' } : { why: 'language', name: language });
  return none;
}

/** Links of old have query string syntax without a word of it, or DSL. */
function readBareQuery(query: unknown, left: Left[]): LinkedQuery {
  if (typeof query === 'string' && query.length <= MAX_QUERY_CHARS) return { language: 'lucene', text: query };
  const inner = isObject(query) && isObject(query.query_string) ? query.query_string : undefined;
  const isOfAll = inner?.default_field === undefined || inner.default_field === '*';
  if (isOfAll && typeof inner?.query === 'string' && Object.keys(inner).every((key) => STRING_OPTIONS.has(key))) {
    return { language: 'lucene', text: inner.query };
  }
  const text = isObject(query) ? JSON.stringify(query) : '';
  if (text !== '' && text.length <= MAX_DSL_CHARS) return { language: 'dsl', text };
  left.push({ why: 'query' });
  return { language: 'kuery', text: '' };
}

/** What Dashboards itself puts beside the text. */
const STRING_OPTIONS = new Set(['query', 'analyze_wildcard', 'default_field']);

function patternIn({ _a, _q }: States, asked: Asked['dataset'], left: Left[]): LinkedPattern {
  const dataset = asked ?? _q.dataset ?? _a.dataset;
  const id = _a.index ?? _a.metadata?.indexPattern ?? dataset?.id;
  if (!dataset) return id ? { id } : {};
  const { type, dataSource } = dataset;
  if (type !== undefined && !SEARCHED.has(type)) {
    left.push({ why: 'dataset', name: type });
    return {};
  }
  // Of another cluster than that of Dashboards itself.
  if (dataSource?.id) left.push({ why: 'data_source', name: dataSource.title || dataSource.id });
  const title = dataset.title || undefined;
  if (title === undefined) return id ? { id } : {};
  return { title, ...(id ? { id } : {}), time: dataset.timeFieldName || null };
}

const SEARCHED = new Set(['INDEX_PATTERN', 'INDEXES', 'INDEX']);

/** A search without them would find more rows: that is told. */
function listOfFilters(stored: unknown, left: Left[]): readonly unknown[] {
  if (stored === undefined || stored === null) return [];
  if (Array.isArray(stored) && stored.length <= MAX_FILTERS) return stored;
  left.push({ why: 'filters' });
  return [];
}

function readFilters(stored: readonly unknown[], left: Left[]): Filter[] {
  const filters: Filter[] = [];
  for (const one of stored) {
    const read = readLinkedFilter(one);
    const filter = 'why' in read ? read : v.safeParse(filterSchema, read);
    if ('why' in filter) left.push(filter);
    else if (!filter.success) left.push({ why: 'filter_unknown', name: 'field' in read ? read.field : '?' });
    // What is pinned may stand among a page's own as well.
    else if (!filters.some((other) => sameFilter(other, filter.output))) filters.push(filter.output);
  }
  return filters;
}

type Range = Pick<LinkedSearch, 'from' | 'to'>;

function readRange(time: States['_g']['time'], { zone, left }: { zone: { offset: number }; left: Left[] }): Range {
  if (!time) {
    left.push({ why: 'no_time' });
    return { from: '', to: '' };
  }
  const read = (end: 'from' | 'to') => {
    const text = time[end];
    if (text === undefined || text === null || text === '') return '';
    const at =
      typeof text === 'string' || typeof text === 'number' ? readLinkedTime(String(text), end, zone) : undefined;
    if (at === undefined) left.push({ why: 'time', name: JSON.stringify(text).slice(0, 100) });
    return at ?? '';
  };
  return { from: read('from'), to: read('to') };
}

/** `[['at','desc']]`, or `['at','desc']` alone as it was once. */
function readOrder(sort: readonly unknown[] | undefined, left: Left[]): LinkedSearch['order'] {
  if (!sort || sort.length === 0) return undefined;
  const pairs = typeof sort[0] === 'string' ? [sort] : sort;
  const order = pairs.flatMap((pair) => {
    const parsed = v.safeParse(v.tuple([v.pipe(name, v.nonEmpty()), v.picklist(['asc', 'desc'])]), pair);
    return parsed.success ? [{ column: parsed.output[0], order: parsed.output[1] }] : [];
  });
  const fields = order.filter(({ column }) => column !== '_score');
  for (const { column } of fields.slice(MAX_ORDER_FIELDS)) left.push({ why: 'sort', name: column });
  if (order.length === 0) return undefined;
  return fields.slice(0, MAX_ORDER_FIELDS);
}
