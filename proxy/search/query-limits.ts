import { SluiceError } from '../../shared/errors.ts';
import { wildQueryString } from './query-string.ts';

/**
 * What a query may cost, and what it may reach. Only kinds of query that are known here go to OpenSearch: those not named
 * can hide a query (`wrapper`, `template`), read documents of another index on the way (`percolate`, `more_like_this`,
 * lookups), or are of no use in a search. A lookup would pass by a local user's index patterns.
 */

const MAX_DEPTH = 20;
const MAX_CLAUSES = 1024;
/** Values of one `terms`, and documents of one `ids`: OpenSearch's own `index.max_terms_count`. */
const MAX_TERMS = 65_536;

type Json = Record<string, unknown>;
type Visit = (kind: string, body: Json) => void;
type Walk = { clauses: number; expensive: boolean; visit?: Visit };
/** Checks a query's body. @returns the queries inside it */
type Rule = (body: unknown, walk: Walk) => unknown[];

const leaf: Rule = () => [];
const expensive =
  (rule: Rule): Rule =>
  (body, walk) => {
    if (!walk.expensive) throw expensiveQuery();
    return rule(body, walk);
  };
/** The queries under these names, one or a list each. */
const inside =
  (...names: string[]): Rule =>
  (body) =>
    names.flatMap((name) => listOf(objectOf(body)[name]));

const RULES: Readonly<Record<string, Rule>> = {
  bool: inside('must', 'filter', 'should', 'must_not'),
  constant_score: inside('filter'),
  dis_max: inside('queries'),
  boosting: inside('positive', 'negative'),
  nested: inside('query'),
  has_child: inside('query'),
  has_parent: inside('query'),
  match_all: leaf,
  match_none: leaf,
  match: leaf,
  match_phrase: leaf,
  match_phrase_prefix: leaf,
  match_bool_prefix: leaf,
  multi_match: leaf,
  term: leaf,
  terms,
  range: leaf,
  exists: leaf,
  prefix: leaf,
  fuzzy: leaf,
  ids: (body) => limited(objectOf(body).values),
  wildcard: (body, walk) => patterns(body, walk, ['value', 'wildcard']),
  query_string: queryString,
  simple_query_string: leaf,
  geo_distance: leaf,
  geo_bounding_box: leaf,
  geo_polygon: leaf,
  regexp: expensive(leaf),
  script: expensive(leaf),
  script_score: expensive(inside('query')),
  function_score: expensive((body) => [
    ...inside('query')(body, { clauses: 0, expensive: true }),
    ...listOf(objectOf(body).functions).flatMap((one) => listOf(objectOf(one).filter)),
  ]),
};

/**
 * @param allowed.expensive  regular expressions, scripts, and patterns that begin with a wildcard
 * @throws query_invalid
 */
export function assertAffordable(query: unknown, allowed: { expensive: boolean }): void {
  walkThrough(query, { clauses: 0, expensive: allowed.expensive });
}

/** Shows a query and each query inside it, to be looked at or changed. @throws query_invalid */
export function visitQueries(query: unknown, visit: Visit): void {
  walkThrough(query, { clauses: 0, expensive: true, visit });
}

function walkThrough(query: unknown, walk: Walk): void {
  let level = [query];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw invalid(`The query is nested too deeply: ${MAX_DEPTH} levels are allowed.`);
    level = level.flatMap((one) => step(one, walk));
  }
}

function step(query: unknown, walk: Walk): unknown[] {
  walk.clauses += 1;
  if (walk.clauses > MAX_CLAUSES) throw invalid(`The query has too many clauses: ${MAX_CLAUSES} are allowed.`);
  const entries = Object.entries(objectOf(query));
  const [kind, body] = entries[0] ?? [];
  if (kind === undefined || entries.length > 1) throw invalid('A query has one name, such as “term” or “bool”.');
  const rule = Object.hasOwn(RULES, kind) ? RULES[kind] : undefined;
  if (!rule) throw invalid(`Queries of the kind “${kind.slice(0, 40)}” are not allowed here.`);
  walk.visit?.(kind, objectOf(body));
  return rule(body, walk);
}

/** Values only: with `{ index, id, path }` OpenSearch would take them from a document of any index. */
function terms(body: unknown): unknown[] {
  for (const [name, values] of Object.entries(objectOf(body))) {
    if (name === 'boost' || name === '_name' || name === 'value_type') continue;
    if (!Array.isArray(values)) throw invalid('The values of “terms” are a list.');
    limited(values);
  }
  return [];
}

function limited(values: unknown): unknown[] {
  if (Array.isArray(values) && values.length > MAX_TERMS) throw invalid(`A list holds ${MAX_TERMS} values at most.`);
  return [];
}

function patterns(body: unknown, walk: Walk, names: string[]): unknown[] {
  if (walk.expensive) return [];
  for (const field of Object.values(objectOf(body))) {
    const texts = typeof field === 'string' ? [field] : names.map((name) => objectOf(field)[name]);
    if (texts.some((text) => typeof text === 'string' && /^[*?]./.test(text))) throw expensiveQuery();
  }
  return [];
}

function queryString(body: unknown, walk: Walk): unknown[] {
  const { query } = objectOf(body);
  if (walk.expensive || typeof query !== 'string') return [];
  const position = wildQueryString(query);
  if (position !== undefined) throw expensiveQuery(position);
  return [];
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function objectOf(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw invalid('The query is not one: a JSON object was expected.');
}

function invalid(message: string): SluiceError {
  return new SluiceError('query_invalid', message);
}

function expensiveQuery(position?: number): SluiceError {
  const message =
    position === undefined
      ? 'Regular expressions, scripts, and patterns that begin with a wildcard are switched off here.'
      : 'Words that begin with a wildcard, and regular expressions between slashes, are switched off here. Put “\\” before the sign, or quotes around the word.';
  return new SluiceError('query_invalid', message, { position });
}
