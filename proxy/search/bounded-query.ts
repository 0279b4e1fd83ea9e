import { stringify } from 'lossless-json';
import { assertClause, checkedClause } from './dsl.ts';
import { objectOf } from './query-checks.ts';
import { assertAffordable, visitQueries } from './query-limits.ts';
import { unwrapped, wrapped } from './wrapper.ts';

type Allowed = { expensive: boolean };

/**
 * A query on its way to OpenSearch, looked at whole: also the DSL that `queryOf` puts into it as it was typed. Where dear
 * queries are not allowed, each query string in it tells Lucene as well that no word may begin with a wildcard. The
 * query is changed in place.
 * @throws query_invalid
 */
export function boundedQuery(query: unknown, allowed: Allowed): unknown {
  const { opened, dsl } = parted(query);
  assertAffordable(opened, allowed);
  for (const text of dsl) assertClause(text, allowed);
  if (allowed.expensive) return query;
  tellLucene(opened);
  return dsl.length === 0 ? query : withClauses(query, (text) => wrapped(bounded(text, allowed)));
}

/** As it was typed where no query string is in it, so that OpenSearch's places of faults are those of this text. */
function bounded(text: string, allowed: Allowed): string {
  // A name in JSON may be written with escapes.
  if (!text.includes('query_string') && !text.includes('\\u')) return text;
  const clause = checkedClause(text, allowed);
  return tellLucene(clause) ? (stringify(clause) ?? text) : text;
}

function tellLucene(query: unknown): boolean {
  let told = false;
  visitQueries(query, (kind, body) => {
    if (kind !== 'query_string') return;
    body.allow_leading_wildcard = false;
    told = true;
  });
  return told;
}

/** The query with `match_all` where DSL stands, and the DSL. */
function parted(query: unknown): { opened: unknown; dsl: string[] } {
  const dsl: string[] = [];
  const opened = withClauses(query, (text) => {
    dsl.push(text);
    return { match_all: {} };
  });
  return { opened, dsl };
}

/** DSL stands in the outermost `bool` only, where `queryOf` puts it; a `wrapper` anywhere else is no query that is known. */
function withClauses(query: unknown, replace: (dsl: string) => unknown): unknown {
  const { bool } = objectOf(query, []);
  if (typeof bool !== 'object' || bool === null) return query;
  const each = (clause: unknown) => {
    const dsl = unwrapped(clause);
    return dsl === undefined ? clause : replace(dsl);
  };
  const lists = Object.entries(bool).map(([name, clauses]) => [
    name,
    Array.isArray(clauses) ? clauses.map(each) : clauses,
  ]);
  return { ...objectOf(query, []), bool: Object.fromEntries(lists) };
}
