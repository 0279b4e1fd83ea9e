import fc from 'fast-check';

/**
 * Queries of any kind and none, made of every name that OpenSearch's parsers of queries know (3.8, read out of its
 * classes), with what must never pass put anywhere into them.
 */

/** Kinds of query, those that Sluice does not let through among them. */
export const OPENSEARCH_KINDS = [
  ...['bool', 'boosting', 'combined_fields', 'common', 'constant_score', 'dis_max', 'distance_feature', 'exists'],
  ...['field_masking_span', 'function_score', 'fuzzy', 'geo_bounding_box', 'geo_distance', 'geo_polygon', 'geo_shape'],
  ...['has_child', 'has_parent', 'ids', 'intervals', 'match', 'match_all', 'match_bool_prefix', 'match_none'],
  ...['match_phrase', 'match_phrase_prefix', 'more_like_this', 'multi_match', 'nested', 'parent_id', 'percolate'],
  ...['prefix', 'query_string', 'range', 'rank_feature', 'regexp', 'script', 'script_score', 'simple_query_string'],
  ...['span_containing', 'span_first', 'span_gap', 'span_multi', 'span_near', 'span_not', 'span_or', 'span_term'],
  ...['span_within', 'template', 'term', 'terms', 'terms_set', 'wildcard', 'wrapper'],
] as const;

/** What an index may be read by, a query hidden in, or a script run from. */
const KEYS = [
  ...['must', 'must_not', 'mustNot', 'should', 'filter', 'filters', 'query', 'queries', 'positive', 'negative'],
  ...['functions', 'clauses', 'include', 'exclude', 'match', 'big', 'little', 'intervals', 'all_of', 'any_of', 'after'],
  ...['containing', 'value', 'values', 'terms', 'boost', '_name', 'value_type', 'field', 'fields', 'path', 'type'],
  ...['inner_hits', 'innerHits', 'script', 'script_score', 'minimum_should_match_script', 'indexed_shape', 'shape'],
  ...['shapes', 'like', 'unlike', 'doc', 'document', 'documents', 'index', '_index', 'id', '_id', 'routing', 'store'],
  ...['collapse', 'sort', 'highlight', 'rewrite', 'format', 'origin', 'decay', 'gauss', 'weight', 'points', 'wkt'],
  ...['top_left', 'case_insensitive', 'fuzziness', 'max_expansions', 'minimum_should_match', 'gte', 'lt', 'from'],
  ...[
    'end',
    'slop',
    'in_order',
    'ignore_unmapped',
    'score_mode',
    'parent_type',
    'pattern',
    'prefix',
    'term',
    'geometries',
  ],
];

export const SECRET = 'sluice-secret';
export const SCRIPT = 'sluice.script';

/** What must never pass, whole: a lookup in another index, a script, what hides either. */
const POISONS: readonly unknown[] = [
  { index: SECRET, id: '1', path: 'codes' },
  { index: SECRET, path: 'codes', query: { match_all: {} } },
  { index: SECRET, id: '1', path: 'codes', routing: 'a', store: true },
  { terms: { n: { index: SECRET, id: '1', path: 'codes' } } },
  { geo_shape: { g: { indexed_shape: { index: SECRET, id: '1', path: 'g' } } } },
  { more_like_this: { fields: ['t'], like: [{ _index: SECRET, _id: '1' }] } },
  { percolate: { field: 'p', index: SECRET, id: '1' } },
  { wrapper: { query: btoa(`{"terms":{"n":{"index":"${SECRET}","id":"1","path":"codes"}}}`) } },
  { template: { terms: { n: { index: SECRET, id: '1', path: 'codes' } } } },
  { script: { script: { source: SCRIPT } } },
  { script: { source: SCRIPT } },
  { script_fields: { x: { script: SCRIPT } } },
  { script_score: { query: { match_all: {} }, script: { source: SCRIPT } } },
  { function_score: { script_score: { script: SCRIPT } } },
  { terms_set: { k: { terms: ['a'], minimum_should_match_script: { source: SCRIPT } } } },
  { inner_hits: { script_fields: { x: { script: SCRIPT } } } },
  { regexp: { k: `${SCRIPT}.*` } },
  { wildcard: { k: `*${SCRIPT}` } },
  { query_string: { query: `k:/${SCRIPT}.*/` } },
  { query_string: { query: `k:[a" TO b] OR k:*${SCRIPT}` } },
];

const FIELDS = ['n', 'k', 't', 'd', 'g', 'boost', 'index', 'script', 'a.b'];
const word = fc.constantFrom('a', 'b c', '1', '2020-01-01', '*', 'now-1d', '(a OR b)', 'a~', '[1 TO 2]', '');
const leaf = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null));
const key = fc.oneof(fc.constantFrom(...KEYS), fc.constantFrom(...FIELDS), fc.constantFrom(...OPENSEARCH_KINDS));

/** Queries of a good form, to carry the poison to where a walk has to go. */
const good = fc.letrec<{ query: unknown }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      { match_all: {} },
      { term: { k: 'a' } },
      { range: { n: { gte: 1 } } },
      { terms: { n: [1, 2] } },
    ),
    fc
      .tuple(
        fc.constantFrom('must', 'must_not', 'mustNot', 'should', 'filter'),
        fc.oneof(tie('query'), fc.array(tie('query'), { minLength: 1, maxLength: 3 })),
      )
      .map(([name, inner]) => ({ bool: { [name]: inner } })),
    tie('query').map((query) => ({ constant_score: { filter: query } })),
    fc.array(tie('query'), { minLength: 1, maxLength: 2 }).map((queries) => ({ dis_max: { queries } })),
    fc
      .tuple(tie('query'), tie('query'))
      .map(([positive, negative]) => ({ boosting: { positive, negative, negative_boost: 0.5 } })),
    tie('query').map((query) => ({ nested: { path: 'a', query, ignore_unmapped: true } })),
    tie('query').map((query) => ({ function_score: { query, functions: [{ filter: query, weight: 2 }] } })),
    fc.constant({ span_near: { clauses: [{ span_term: { t: 'a' } }, { span_term: { t: 'b' } }], slop: 1 } }),
    fc.constant({
      intervals: { t: { any_of: { intervals: [{ match: { query: 'a' } }, { prefix: { prefix: 'b' } }] } } },
    }),
  ),
})).query;

/** Any JSON made of the parsers' names. */
const wild = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.constantFrom(...POISONS),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const kindOfWild = fc
  .tuple(fc.constantFrom(...OPENSEARCH_KINDS), fc.dictionary(key, wild, { maxKeys: 3, noNullPrototype: true }))
  .map(([kind, body]) => ({ [kind]: body }));

/** Puts something under a random name or in a random list of a tree. */
function implanted(tree: unknown, what: unknown, { at, name }: { at: number; name: string }): unknown {
  const copy = structuredClone(tree);
  const spots: (Record<string, unknown> | unknown[])[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    spots.push(value as Record<string, unknown>);
    Object.values(value).forEach(visit);
  };
  visit(copy);
  const spot = spots[at % spots.length];
  if (Array.isArray(spot)) spot.push(what);
  else if (spot) {
    const names = Object.keys(spot);
    // In place of a value as often as beside one.
    spot[at % 2 === 0 && names.length > 0 ? (names[at % names.length] ?? name) : name] = what;
  }
  return copy;
}

/** Queries that may hold poison, and such of a good form. */
export const anyQuery = fc.oneof(good, kindOfWild, poisoned());

/** Queries of a good form with a poison somewhere in it. */
export function poisoned(): fc.Arbitrary<unknown> {
  return fc
    .tuple(good, fc.constantFrom(...POISONS), fc.nat(1000), key)
    .map(([tree, poison, at, name]) => implanted(tree, poison, { at, name }));
}

/** Whether a lookup or a script stands in a value as an object, not as a mere text of somebody's field. What hides one is for the real cluster to find. */
export function holdsPoison(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const own = Object.entries(value);
  const isLookup = ['index', '_index'].some((name) => own.some(([key, one]) => key === name && one === SECRET));
  const isPoison =
    (isLookup && own.length > 1) || own.some(([, one]) => typeof one === 'string' && one.includes(SCRIPT));
  return isPoison || own.some(([, one]) => holdsPoison(one));
}

/** How deep objects and lists lie in each other. */
export function depthOf(value: unknown): number {
  let level = [value];
  for (let depth = 0; ; depth++) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return depth;
  }
}
