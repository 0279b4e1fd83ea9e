import { MAX_LIST, QueryRefused, type Walk } from './checks.ts';
import { query } from './rules.ts';

/** What a query may hold is in `rules.ts`; how much of it, here. */

const MAX_DEPTH = 20;

/**
 * @param allowed.expensive  regular expressions, scripts, and patterns that begin with a wildcard
 * @throws QueryRefused
 */
export function assertAffordable(value: unknown, allowed: { expensive: boolean }): void {
  walkThrough(value, { dear: allowed.expensive });
}

/** Shows a query and each query inside it, to be looked at or changed. @throws QueryRefused */
export function visitQueries(value: unknown, visit: NonNullable<Walk['visit']>): void {
  walkThrough(value, { dear: true, visit });
}

function walkThrough(value: unknown, how: Pick<Walk, 'dear' | 'visit'>): void {
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
}
