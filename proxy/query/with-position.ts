import { parseDql } from '../../shared/dql/parse.ts';
import { conditionsOf } from '../../shared/dql/tree.ts';
import { SluiceError } from '../../shared/errors.ts';
import type { Search } from '../../shared/search.ts';

/**
 * An error of OpenSearch with the fault's place in what was asked as a position: of DSL without one where a query string is
 * in it, as OpenSearch then is sent another text (`bounded-query.ts`); of DQL where the value stands that it tells of.
 */
export function withPosition(thrown: unknown, { dsl, dql }: Search): SluiceError {
  const error = SluiceError.from(thrown);
  if (dql !== undefined) return inDql(error, dql);
  if (dsl === undefined || error.at === undefined || dsl.includes('query_string')) return error;
  const { line, column } = error.at;
  const before = dsl.split('\n').slice(0, line - 1);
  const position = Math.min(dsl.length, before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1);
  return new SluiceError(error.code, error.message, { position, cause: error.cause });
}

function inDql(error: SluiceError, dql: string): SluiceError {
  const value = error.position === undefined ? /“(.*)”/s.exec(error.message)?.[1] : undefined;
  if (error.code !== 'query_invalid' || value === undefined) return error;
  const { tree } = parseDql(dql);
  const met = tree && conditionsOf(tree).conditions.find(({ node }) => node.value.text.slice(0, 40) === value);
  return new SluiceError(error.code, error.message, { position: met?.node.value.from, cause: error.cause });
}
