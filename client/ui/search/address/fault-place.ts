import type { ErrorBody } from '../../../../shared/errors.ts';
import type { Filter } from '../../../../shared/filter.ts';
import type { Address } from './address.ts';

/** Which part of a search a fault of it lies in. */
export type FaultPlace = { kind: 'query' } | { kind: 'time' } | { kind: 'filter'; filter: Filter };

/** OpenSearch tells the value that it cannot read, and not where it stood: the part that holds it and not the query. */
export function placeOf({ message, position }: ErrorBody, { q, dql, dsl, filters, from, to }: Address): FaultPlace {
  const value = /[“"](.*)[”"]/.exec(message)?.[1];
  const isInQuery = value === undefined || [q, dql, dsl].some((text) => text.includes(value));
  if (isInQuery || position !== undefined) return { kind: 'query' };
  const filter = filters.find((one) => valuesOf(one).includes(value));
  if (filter) return { kind: 'filter', filter };
  return from === value || to === value ? { kind: 'time' } : { kind: 'query' };
}

function valuesOf(filter: Filter): (string | undefined)[] {
  if (filter.op === 'is') return [filter.value];
  if (filter.op === 'one_of') return [...filter.values];
  if (filter.op === 'dsl') return textsIn(filter.dsl);
  return filter.op === 'between' ? [filter.from, filter.to] : [];
}

/** The texts that stand in DSL, as JSON writes them. */
function textsIn(dsl: string): string[] {
  return Array.from(dsl.matchAll(/"((?:[^"\\]|\\.)*)"/g), ([, text = '']) => text);
}
