import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { askedWithin, type NestedField, onlyPath } from '../../shared/nested.ts';
import type { Search } from '../../shared/search.ts';

type Clause = Record<string, unknown>;

/** How a field of a search is nested; undefined where it is not. */
export function nestedOf({ nested }: Search, field: string): NestedField | undefined {
  return nested?.find((one) => one.field === field);
}

/** A condition on a field of a search, as a `nested` query where the field needs one. */
export function conditionOn(search: Search, field: string, clause: Clause): Clause {
  return askedWithin(nestedOf(search, field), clause);
}

/**
 * The path under which a field's values are counted and sorted; undefined where it is not nested.
 * @throws bad_request for a field that is nested in some of the indices only, or differently
 */
export function pathOf(search: Search, field: string): string | undefined {
  const nested = nestedOf(search, field);
  if (!nested) return undefined;
  const path = onlyPath(nested);
  if (path !== undefined) return path;
  throw new SluiceError(
    'bad_request',
    'The indices differ in whether this field is nested: its values cannot be counted or sorted over all of them.',
  );
}

/** Rows of a bucket, beside which OpenSearch counts the nested objects. */
export const ROWS = { rows: { reverse_nested: {} } };

/** An aggregation where a field's values are; `figure` finds it in the answer. @param path  as `pathOf` gives it */
export function aggregatedIn(path: string | undefined, agg: Clause): Clause {
  return path === undefined ? agg : { nested: { path }, aggs: { in: agg } };
}

/** What `aggregatedIn` asked for, however deep it is. */
export function figure<T extends v.GenericSchema>(schema: T) {
  return v.pipe(v.unknown(), v.transform(innermost), schema);
}

function innermost(answer: unknown): unknown {
  let inner = answer;
  while (typeof inner === 'object' && inner !== null && 'in' in inner) inner = inner.in;
  return inner;
}
