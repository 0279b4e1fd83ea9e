import type { Search } from '../../shared/search.ts';

/** Characters of a query that a line of the audit holds: longer ones are so for their lists. */
const MAX_CHARS = 48 * 1024;

/** A search's query as the audit tells it: whole, or how it begins and how long it is. */
export function queryForLog({ q, dql, dsl, filters, time }: Search): object {
  const query = {
    q,
    ...(dql === undefined ? {} : { dql }),
    ...(dsl === undefined ? {} : { dsl }),
    ...(filters ? { filters } : {}),
    ...(time ? { time } : {}),
  };
  const text = JSON.stringify(query);
  return text.length <= MAX_CHARS ? query : { begins: text.slice(0, MAX_CHARS), chars: text.length };
}
