import { stringify } from 'lossless-json';
import { SluiceError } from '../../shared/errors.ts';
import { objectOf, QueryRefused } from './checks.ts';
import { placeInDql } from './dql.ts';
import { assertClause, assertFilterClause, checkedClause } from './dsl.ts';
import { assertAffordable, assertTogether, type Spent, visitQueries } from './limits.ts';
import { isOfFilter, unwrapped, wrapped } from './wrapper.ts';

type Allowed = { expensive: boolean };

/**
 * A query on its way to OpenSearch, looked at whole: also the DSL that `queryOf` puts into it as it was typed. Where dear
 * queries are not allowed, each query string in it tells Lucene as well that no word may begin with a wildcard. The
 * query is changed in place.
 * @throws query_invalid
 */
export function boundedQuery(query: unknown, allowed: Allowed): unknown {
  let hasDsl = false;
  const opened = withClauses(query, () => {
    hasDsl = true;
    return { match_all: {} };
  });
  const spent = [assertPlaced(opened, allowed)];
  if (!allowed.expensive) tellLucene(opened);
  if (!hasDsl) return query;
  const bounded = withClauses(query, (clause, dsl) => {
    const looked = boundedClause(clause, dsl, allowed);
    spent.push(looked.spent);
    return looked.clause;
  });
  assertTogether(spent);
  return bounded;
}

/** A fault in what was made of DQL is told by its place there. */
function assertPlaced(query: unknown, allowed: Allowed): Spent {
  try {
    return assertAffordable(query, allowed);
  } catch (error) {
    const position = error instanceof QueryRefused ? placeInDql(query, error.path) : undefined;
    throw position === undefined ? error : new SluiceError('query_invalid', (error as Error).message, { position });
  }
}

type Looked = { clause: object; spent: Spent };

/** What became of a clause that was looked at: the pages of an export ask with the same one, and a long one takes its time. */
const looked = { dear: new WeakMap<object, Looked>(), cheap: new WeakMap<object, Looked>() };

function boundedClause(clause: object, dsl: string, allowed: Allowed): Looked {
  const known = looked[allowed.expensive ? 'dear' : 'cheap'];
  const found = known.get(clause);
  if (found) return found;
  const spent = isOfFilter(clause) ? assertFilterClause(dsl, allowed) : assertClause(dsl, allowed);
  const text = allowed.expensive ? dsl : bounded(dsl, allowed);
  const result = { clause: text === dsl ? clause : wrapped(text), spent };
  // Nobody can change it any more.
  if (Object.isFrozen(clause)) known.set(clause, result);
  return result;
}

/** As it was typed where no query string is in it, so that OpenSearch's places of faults are those of this text. */
function bounded(text: string, allowed: Allowed): string {
  // A name in JSON may be written with escapes.
  if (!text.includes('query_string') && !text.includes('\\u')) return text;
  const { clause } = checkedClause(text, allowed);
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

/** DSL stands in the outermost `bool` only, where `queryOf` puts it; a `wrapper` anywhere else is no query that is known. */
function withClauses(query: unknown, replace: (clause: object, dsl: string) => unknown): unknown {
  const { bool } = objectOf(query, []);
  if (typeof bool !== 'object' || bool === null) return query;
  const each = (clause: unknown) => {
    const dsl = unwrapped(clause);
    return dsl === undefined ? clause : replace(clause as object, dsl);
  };
  const lists = Object.entries(bool).map(([name, clauses]) => [
    name,
    Array.isArray(clauses) ? clauses.map(each) : clauses,
  ]);
  return { ...objectOf(query, []), bool: Object.fromEntries(lists) };
}
