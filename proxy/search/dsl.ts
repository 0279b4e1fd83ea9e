import { parse } from 'lossless-json';
import { SluiceError } from '../../shared/errors.ts';
import type { Search } from '../../shared/search.ts';
import { type Access, assertAllowed } from '../auth/accounts.ts';

/**
 * Whether the user may ask this search. What its query DSL may hold is for `query-limits.ts` to say, which looks at each
 * request on its way to OpenSearch.
 * @throws forbidden, bad_request, query_invalid when the DSL is no JSON object
 */
export function assertSearchAllowed(access: Access, search: Search): void {
  assertAllowed(access, search.index);
  if (search.dsl === undefined) return;
  if (search.q.trim() !== '') throw new SluiceError('bad_request', 'Give a query string or query DSL, not both.');
  parseClause(search.dsl);
}

/** @throws query_invalid */
export function parseClause(dsl: string): Record<string, unknown> {
  let clause: unknown;
  try {
    // Strict, and it refuses an object with two values for one name, of which OpenSearch might read the other.
    clause = parse(dsl);
  } catch (cause) {
    const place = /position (\d+)/.exec(String(cause));
    throw new SluiceError('query_invalid', 'The query DSL is not JSON.', place ? { position: Number(place[1]) } : {});
  }
  if (isObject(clause)) return clause;
  throw new SluiceError('query_invalid', 'The query DSL has to be one clause: a JSON object.', { position: 0 });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An error of OpenSearch with the fault's place in the DSL as a position. */
export function withPosition(thrown: unknown, { dsl }: Search): SluiceError {
  const error = SluiceError.from(thrown);
  if (dsl === undefined || error.at === undefined) return error;
  const { line, column } = error.at;
  const before = dsl.split('\n').slice(0, line - 1);
  const position = Math.min(dsl.length, before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1);
  return new SluiceError(error.code, error.message, { position, cause: error.cause });
}
