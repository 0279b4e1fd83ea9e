import {
  all,
  anything,
  atMost,
  type Check,
  dear,
  isScalar,
  later,
  list,
  MAX_LIST,
  nameOf,
  object,
  objectOf,
  oneOrMany,
  option,
  QueryRefused,
  type Spot,
  scalar,
  textUpTo,
} from './checks.ts';
import { queryString, simpleQueryString } from './query-string.ts';
import { geoRules, point } from './rules-geo.ts';
import { fuzzy, fuzzyMatch, pattern } from './text.ts';

/**
 * Every kind of query that may be asked, with every key that it may have: those that OpenSearch's own parsers take (3.8,
 * older names among them), without what reads other indices on the way (lookups, `indexed_shape`, `percolate`,
 * `more_like_this`), what hides a query (`wrapper`, `template`), and what brings queries, sorts and scripts of its own
 * (`inner_hits`).
 */

/** Words that OpenSearch may put for one; its own limit is 50 by default, and none above. */
const EXPANSIONS = 1000;
/** Its own default. More would let one pattern take seconds. */
const STATES = 10_000;

const shared = { boost: option, _name: option };
const keyed = (keys: Readonly<Record<string, Check>>, others?: Check) => object({ ...shared, ...keys }, others);
const options = (...names: string[]) => Object.fromEntries(names.map((name) => [name, option]));
/** `{ field: value }` or `{ field: { …keys } }`, of one field; beside it `boost` and `_name`, which may be a field's name as well. */
const ofField =
  (keys: Readonly<Record<string, Check>>, value: Check = scalar): Check =>
  (body, spot) => {
    object({}, (one, at) => (isScalar(one) ? value : keyed(keys))(one, at))(body, spot);
    const fields = Object.keys(objectOf(body, spot.path)).filter((name) => !Object.hasOwn(shared, name));
    if (fields.length > 1)
      throw new QueryRefused(`“${nameOf(spot.path)}” takes one field.`, [...spot.path, fields[1] ?? '']);
  };

const fields = oneOrMany(option, MAX_LIST.fields);
/** Of a prefix, or a regular expression: longer ones take time, and find nothing. */
const start = textUpTo(1000);
/** Under a list these names are fields. An object would be a lookup: values out of a document of any index. */
const optionOrValues: Check = (value, spot) => (Array.isArray(value) ? list(scalar) : option)(value, spot);
const scriptParts = object({
  ...options('source', 'inline', 'id', 'stored', 'lang'),
  params: anything(18),
  options: anything(2),
});
const script = dear((value, spot) => (isScalar(value) ? scalar : scriptParts)(value, spot));
const analysis = options(
  ...['analyzer', 'operator', 'minimum_should_match', 'lenient', 'zero_terms_query', 'cutoff_frequency'],
  ...['auto_generate_synonyms_phrase_query', 'fuzziness', 'prefix_length', 'fuzzy_rewrite', 'fuzzy_transpositions'],
);
const words = { ...analysis, query: scalar, max_expansions: atMost(EXPANSIONS) };

/** A query is checked with the level below its own, by the rule of its kind. */
export const query: Check = later((value, spot) => oneQuery(value, spot));
const clauses: Check = (value, spot) => {
  if (value !== null) oneOrMany(query, MAX_LIST.clauses)(value, spot);
};

const leaves: Readonly<Record<string, Check>> = {
  match_all: keyed({}),
  match_none: keyed({}),
  match: all(ofField(words), fuzzyMatch),
  match_phrase: ofField({ query: scalar, ...options('analyzer', 'slop', 'zero_terms_query') }),
  match_phrase_prefix: ofField({
    ...{ query: scalar, max_expansions: atMost(EXPANSIONS) },
    ...options('analyzer', 'slop', 'zero_terms_query'),
  }),
  match_bool_prefix: all(ofField(words), fuzzyMatch),
  multi_match: all(keyed({ ...words, fields, ...options('type', 'slop', 'tie_breaker') }), fuzzyMatch),
  combined_fields: keyed({ query: scalar, fields, ...options('operator', 'minimum_should_match') }),
  term: ofField({ value: scalar, term: scalar, case_insensitive: option }),
  terms: object({ boost: optionOrValues, _name: optionOrValues, value_type: optionOrValues }, list(scalar)),
  terms_set: ofField({ terms: list(scalar), minimum_should_match_field: option, minimum_should_match_script: script }),
  range: ofField({
    ...{ gt: scalar, gte: scalar, lt: scalar, lte: scalar, from: scalar, to: scalar, format },
    ...options('include_lower', 'include_upper', 'time_zone', 'relation'),
  }),
  exists: keyed({ field: option }),
  prefix: ofField({ value: start, ...options('rewrite', 'case_insensitive') }, start),
  wildcard: ofField({ value: pattern, wildcard: pattern, ...options('rewrite', 'case_insensitive') }, pattern),
  fuzzy: all(
    ofField({
      ...{ value: scalar, term: scalar, max_expansions: atMost(EXPANSIONS) },
      ...options('fuzziness', 'prefix_length', 'transpositions', 'rewrite'),
    }),
    fuzzy,
  ),
  regexp: dear(
    ofField(
      {
        ...{ value: start, max_determinized_states: atMost(STATES) },
        ...options('flags', 'flags_value', 'rewrite', 'case_insensitive'),
      },
      start,
    ),
  ),
  ids: keyed({ values: oneOrMany(scalar) }),
  query_string: all(
    keyed({
      ...{ query: scalar, fields, default_field: option, analyzer: option, quote_analyzer: option },
      ...{ fuzzy_max_expansions: atMost(EXPANSIONS), max_determinized_states: atMost(STATES) },
      ...options('allow_leading_wildcard', 'analyze_wildcard', 'auto_generate_synonyms_phrase_query'),
      ...options('default_operator', 'enable_position_increments', 'escape', 'fuzziness', 'fuzzy_prefix_length'),
      ...options('fuzzy_rewrite', 'fuzzy_transpositions', 'lenient', 'minimum_should_match', 'phrase_slop'),
      ...options('quote_field_suffix', 'rewrite', 'tie_breaker', 'time_zone', 'type'),
    }),
    queryString,
  ),
  simple_query_string: all(
    keyed({
      ...{ query: scalar, fields, fuzzy_max_expansions: atMost(EXPANSIONS) },
      ...options('analyze_wildcard', 'analyzer', 'auto_generate_synonyms_phrase_query', 'default_operator', 'flags'),
      ...options('fuzzy_prefix_length', 'fuzzy_transpositions', 'lenient', 'minimum_should_match'),
      ...options('quote_field_suffix', 'locale', 'lowercase_expanded_terms', 'all_fields'),
    }),
    simpleQueryString,
  ),
  parent_id: keyed(options('type', 'id', 'ignore_unmapped')),
  distance_feature: keyed({ field: option, pivot: option, origin: point }),
  rank_feature: keyed({
    field: option,
    saturation: object(options('pivot')),
    log: object(options('scaling_factor')),
    sigmoid: object(options('pivot', 'exponent')),
    linear: object({}),
  }),
  script: keyed({ script }),
};

const compounds: Readonly<Record<string, Check>> = {
  bool: keyed({
    ...{ must: clauses, filter: clauses, should: clauses, must_not: clauses, mustNot: clauses },
    ...options('minimum_should_match', 'adjust_pure_negative'),
  }),
  constant_score: keyed({ filter: query }),
  dis_max: keyed({ queries: clauses, tie_breaker: option }),
  boosting: keyed({ positive: query, negative: query, negative_boost: option }),
  nested: keyed({ query, ...options('path', 'score_mode', 'ignore_unmapped') }),
  has_child: keyed({ query, ...options('type', 'score_mode', 'min_children', 'max_children', 'ignore_unmapped') }),
  has_parent: keyed({ query, ...options('parent_type', 'score', 'ignore_unmapped') }),
  script_score: keyed({ query, script, min_score: option }),
};

const decay = object({ multi_value_mode: option }, object({ origin: point, ...options('scale', 'offset', 'decay') }));
const scoring = {
  ...{ weight: option, gauss: decay, linear: decay, exp: decay, script_score: object({ script }) },
  random_score: object(options('seed', 'field')),
  field_value_factor: object(options('field', 'factor', 'modifier', 'missing')),
};
const functionScore = keyed({
  ...{ ...scoring, query, functions: list(object({ ...scoring, filter: query, _name: option }), MAX_LIST.clauses) },
  ...options('boost_mode', 'score_mode', 'max_boost', 'min_score'),
});

const spans: Readonly<Record<string, Check>> = {
  span_term: ofField({ value: scalar, term: scalar }),
  span_multi: keyed({ match: query }),
  span_first: keyed({ match: query, end: option }),
  span_near: keyed({ clauses, ...options('slop', 'in_order') }),
  span_gap: object({}, option),
  span_or: keyed({ clauses }),
  span_not: keyed({ include: query, exclude: query, ...options('dist', 'pre', 'post') }),
  span_containing: keyed({ big: query, little: query }),
  span_within: keyed({ big: query, little: query }),
  field_masking_span: keyed({ query, field: option }),
  span_field_masking: keyed({ query, field: option }),
};

/** What stands in `intervals` nests as queries do. */
const interval: Check = later((value, spot) => object(intervals)(value, spot));
const within = later((value, spot) => intervalFilter(value, spot));
const source = options('analyzer', 'use_field');
const intervals: Readonly<Record<string, Check>> = {
  match: object({ query: scalar, filter: within, ...source, ...options('max_gaps', 'mode', 'ordered') }),
  prefix: object({ prefix: start, ...source }),
  wildcard: object({ pattern, max_expansions: atMost(EXPANSIONS), ...source }),
  regexp: dear(
    object({
      ...{ pattern: start, max_expansions: atMost(EXPANSIONS), ...source },
      ...options('flags', 'flags_value', 'case_insensitive'),
    }),
  ),
  fuzzy: all(object({ term: scalar, ...source, ...options('prefix_length', 'transpositions', 'fuzziness') }), fuzzy),
  all_of: object({
    intervals: list(interval, MAX_LIST.clauses),
    filter: within,
    ...options('max_gaps', 'mode', 'ordered'),
  }),
  any_of: object({ intervals: list(interval, MAX_LIST.clauses), filter: within }),
};
const RELATIONS = [
  ...['after', 'before', 'contained_by', 'containing', 'overlapping'],
  ...['not_contained_by', 'not_containing', 'not_overlapping'],
];
const intervalFilter = object({ ...Object.fromEntries(RELATIONS.map((name) => [name, interval])), script });

const RULES: Readonly<Record<string, Check>> = {
  ...{ ...leaves, ...compounds, ...spans, ...geoRules, function_score: functionScore },
  intervals: keyed({}, object({ ...intervals, ...shared })),
};

/** The kinds of query that may be asked. */
export const KINDS: readonly string[] = Object.keys(RULES);

/** One query, by its kind. */
function oneQuery(value: unknown, { walk, path }: Spot): void {
  const entries = Object.entries(objectOf(value, path));
  const [kind, body] = entries[0] ?? [];
  if (kind === undefined || entries.length > 1) {
    throw new QueryRefused('A query has one name, such as “term” or “bool”.', path);
  }
  const rule = Object.hasOwn(RULES, kind) ? RULES[kind] : undefined;
  const at = [...path, kind];
  if (!rule) throw new QueryRefused(`Queries of the kind “${kind.slice(0, 40)}” are not allowed here.`, at);
  walk.visit?.(kind, objectOf(body, at));
  rule(body, { walk, path: at });
}

/** Each opened bracket of a date format is a recursion of its reader, and thousands of them end OpenSearch's process. */
function format(value: unknown, spot: Spot): void {
  option(value, spot);
  if ((String(value).match(/\[/g) ?? []).length <= 10) return;
  throw new QueryRefused('The date format has too many optional parts: 10 are allowed.', spot.path);
}
