import { parse, stringify } from 'lossless-json';
import type { Filter } from '../../shared/filter.ts';
import type { Search } from '../../shared/search.ts';
import { fixDql } from './dql-now.ts';
import { anchored, areIsoTimes, NOW, TIME_FORMAT } from './iso-times.ts';
import { visitQueries } from './limits.ts';
import { replaceBounds } from './query-string-bounds.ts';

/** What is known of a field: a date that reads ISO times, a date with a format of its own, or no date (undefined). */
export type DateKind = 'iso' | 'own_format';
export type KindOf = (field: string) => DateKind | undefined;

/**
 * The search with `now` in its times put as the time it is: an export asks for hours, and must mean the same rows
 * at its end as at its beginning. OpenSearch's date math goes on from any time before `||`.
 *
 * Bounds of ranges only, in the query string, DQL, the query DSL and the filters; and only those of dates: “now” is a word
 * too. Where a field's own format reads no ISO time and no other format can be given (in a query string, which finds
 * nothing then and says nothing), `now` stays as it is.
 */
export function atTime(search: Search, now: Date, kindOf: KindOf): Search {
  const { q, dql, dsl, filters, time } = search;
  const anchor = `${now.toISOString()}||`;
  return {
    ...search,
    q: fixText(q, { anchor, kindOf }),
    ...(dql === undefined ? {} : { dql: fixDql(dql, { anchor, kindOf }) }),
    ...(dsl === undefined ? {} : { dsl: fixClause(dsl, { anchor, kindOf }) }),
    ...(time ? { time: fixFromTo(time, anchor) } : {}),
    ...(filters ? { filters: filters.map((filter) => fixFilter(filter, { anchor, kindOf })) } : {}),
  };
}

/** The fields that the search compares with `now`, as far as `atTime` needs to know what they are. */
export function fieldsBesideNow(search: Search): string[] {
  const fields = new Set<string>();
  atTime(search, new Date(0), (field) => void fields.add(field));
  return [...fields];
}

export type Fix = { anchor: string; kindOf: KindOf };

function fixText(q: string, { anchor, kindOf }: Fix, otherwise?: string): string {
  return replaceBounds(q, (bound, field = otherwise) => {
    if (!NOW.test(bound) || field === undefined || kindOf(field) !== 'iso') return undefined;
    return anchored(bound, anchor);
  });
}

function fixFromTo<T extends { from?: string | undefined; to?: string | undefined }>(range: T, anchor: string): T {
  return {
    ...range,
    ...(range.from === undefined ? {} : { from: anchored(range.from, anchor) }),
    ...(range.to === undefined ? {} : { to: anchored(range.to, anchor) }),
  };
}

function fixFilter(filter: Filter, fix: Fix): Filter {
  const { anchor, kindOf } = fix;
  if (filter.op === 'dsl') return { ...filter, dsl: fixClause(filter.dsl, fix) };
  if (filter.op !== 'between') return filter;
  const bounds = [filter.from, filter.to].filter((bound) => bound !== undefined);
  if (!bounds.some((bound) => NOW.test(bound))) return filter;
  const kind = kindOf(filter.field);
  return kind === 'iso' || (kind && areIsoTimes(bounds)) ? fixFromTo(filter, anchor) : filter;
}

/** As it was typed where there is nothing to fix; numbers keep their digits where there is. */
function fixClause(dsl: string, fix: Fix): string {
  // In JSON any sign may be written as \u….
  if (!dsl.includes('now') && !dsl.includes('\\u')) return dsl;
  const clause = parse(dsl);
  let changed = false;
  visitQueries(clause, (kind, body) => {
    if (kind === 'range') changed = fixRange(body, fix) || changed;
    if (kind === 'query_string') changed = fixQueryString(body, fix) || changed;
  });
  return changed ? (stringify(clause) ?? dsl) : dsl;
}

function fixQueryString(body: Record<string, unknown>, fix: Fix): boolean {
  const { query, default_field: field } = body;
  if (typeof query !== 'string') return false;
  const fixed = fixText(query, fix, typeof field === 'string' ? field : undefined);
  body.query = fixed;
  return fixed !== query;
}

const BOUNDS = ['gt', 'gte', 'lt', 'lte', 'from', 'to'];

function fixRange(body: Record<string, unknown>, { anchor, kindOf }: Fix): boolean {
  let changed = false;
  for (const [field, range] of Object.entries(body)) {
    if (!isObject(range)) continue;
    const bounds = BOUNDS.flatMap((name) => (range[name] === undefined || range[name] === null ? [] : [name]));
    const texts = bounds.map((name) => String(range[name]));
    if (!texts.some((text) => NOW.test(text))) continue;
    const format = formatFor(range, texts, kindOf(field));
    if (format === undefined) continue;
    for (const name of bounds) if (typeof range[name] === 'string') range[name] = anchored(range[name], anchor);
    if (format !== '') range.format = format;
    changed = true;
  }
  return changed;
}

/** The format under which a range's bounds are read as before, and ISO times too: '' the field's own, undefined none. */
function formatFor(
  { format }: Record<string, unknown>,
  bounds: readonly string[],
  kind: DateKind | undefined,
): string | undefined {
  if (kind === undefined) return undefined;
  // Formats are tried in turn, and only a whole match counts (seen in OpenSearch 3.8).
  if (typeof format === 'string') return `${format}||strict_date_optional_time`;
  if (kind === 'iso') return '';
  return areIsoTimes(bounds) ? TIME_FORMAT : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
