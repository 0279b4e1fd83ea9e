import { SluiceError } from '../../shared/errors.ts';
import { MAX_LIST, QueryRefused, type Walk } from './checks.ts';
import { query } from './rules.ts';
import { MAX_FUZZY } from './text.ts';

/** What a query may hold is in `rules.ts`; how much of it, here. */

const MAX_DEPTH = 20;

/** What a query takes of what all of a search may hold together. */
export type Spent = { clauses: number; fuzzyChars: number };

/**
 * @param allowed.expensive  regular expressions, scripts, and patterns that begin with a wildcard
 * @throws QueryRefused
 */
export function assertAffordable(value: unknown, allowed: { expensive: boolean }): Spent {
  return walkThrough(value, { dear: allowed.expensive });
}

/** A search's query and its filters are one query to OpenSearch. @throws query_invalid */
export function assertTogether(parts: readonly Spent[]): void {
  const sum = (of: keyof Spent) => parts.reduce((all, part) => all + part[of], 0);
  if (sum('clauses') > MAX_LIST.clauses) {
    const reason = `The query and its filters have too many clauses: ${MAX_LIST.clauses} are allowed together.`;
    throw new SluiceError('query_invalid', reason);
  }
  if (sum('fuzzyChars') <= MAX_FUZZY) return;
  const reason = `The query and its filters have too much text that may be misspelt: ${MAX_FUZZY} characters are allowed together.`;
  throw new SluiceError('query_invalid', reason);
}

/** Shows a query and each query inside it, to be looked at or changed. @throws QueryRefused */
export function visitQueries(value: unknown, visit: NonNullable<Walk['visit']>): void {
  walkThrough(value, { dear: true, visit });
}

function walkThrough(value: unknown, how: Pick<Walk, 'dear' | 'visit'>): Spent {
  const walk: Walk = { ...how, next: [], fuzzyChars: 0 };
  let clauses = 0;
  query(value, { walk, path: [] });
  for (let depth = 0; walk.next.length > 0; depth++) {
    const level = walk.next;
    const path = level[0]?.path ?? [];
    walk.next = [];
    clauses += level.length;
    if (depth > MAX_DEPTH) {
      throw new QueryRefused(`The query is nested too deeply: ${MAX_DEPTH} levels are allowed.`, path);
    }
    if (clauses > MAX_LIST.clauses) {
      throw new QueryRefused(`The query has too many clauses: ${MAX_LIST.clauses} are allowed.`, path);
    }
    for (const one of level) one.check(one.value, { walk, path: one.path });
  }
  return { clauses, fuzzyChars: walk.fuzzyChars };
}
