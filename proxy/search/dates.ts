import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { foundNestedSchema } from '../../shared/nested.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import type { Asked } from '../query/clause.ts';
import { atTime, type DateKind, fieldsBesideNow } from '../query/now.ts';
import { aggregate } from './aggregate.ts';
import { withNamesFixed } from './date-math-name.ts';
import { typesOf } from './fields.ts';
import { withTypes } from './with-types.ts';

type At = { now: Date; signal: AbortSignal };

/** What makes a search mean the same rows for hours. A ticket holds it, as the search itself may be too long for that. */
export const fixSchema = v.object({
  /** What `now` is, in ISO 8601. */
  now: v.string(),
  /** Fields that are compared with it. */
  kinds: v.array(v.tuple([v.string(), v.picklist(['iso', 'own_format'])])),
  /** The index, with date math put as the names that it means. */
  index: v.string(),
  /** As `withTypes` finds them. */
  exact: v.array(v.string()),
  dates: v.optional(v.array(v.string()), []),
  placed: v.exactOptional(foundNestedSchema),
});
export type Fix = v.InferOutput<typeof fixSchema>;

/**
 * Finds out what fixes a search. OpenSearch is asked about fields only where the search compares some with `now`, or has
 * long lists.
 * @throws forbidden, query_invalid, index_not_found, opensearch_*
 */
export async function fixNow(access: Access, search: Search, { now, signal }: At): Promise<Fix> {
  const fields = fieldsBesideNow(search)
    .filter((field) => !/[*?,]/.test(field))
    .slice(0, MOST_FIELDS);
  const kinds = new Map<string, DateKind>();
  if (fields.length > 0) {
    const types = await typesOf(access, { index: search.index, fields }, signal);
    const dates = fields.filter((field) => types.get(field)?.every((type) => DATE_TYPES.has(type)));
    for (const field of dates) {
      const isIso = await readsIso(access, { index: search.index, field }, { now, signal });
      kinds.set(field, isIso ? 'iso' : 'own_format');
    }
  }
  const index = await withNamesFixed(access, search.index, { now, signal });
  const { exact = [], dates = [], placed = [] } = await withTypes(access, search, signal);
  const found = { exact: [...exact], dates: [...dates], ...(placed.length > 0 ? { placed: [...placed] } : {}) };
  return { now: now.toISOString(), kinds: [...kinds], index, ...found };
}

/** The search under a fix: the same one whenever it is asked. */
export function fixed(search: Search, { now, kinds, index, exact, dates, placed = [] }: Fix): Asked {
  const known = new Map(kinds);
  const at = atTime(search, new Date(now), (field) => known.get(field));
  const found = {
    ...(exact.length > 0 ? { exact } : {}),
    ...(dates.length > 0 ? { dates } : {}),
    ...(placed.length > 0 ? { placed } : {}),
  };
  return { ...at, index, ...found };
}

/** Each is asked about by itself; nobody compares more with `now`. */
const MOST_FIELDS = 20;
const DATE_TYPES = new Set(['date', 'date_nanos', 'date_range']);

/** A field's format can be had with a permission only that people need not have: so it is tried. */
async function readsIso(
  access: Access,
  { index, field }: { index: string; field: string },
  { now, signal }: At,
): Promise<boolean> {
  const dsl = JSON.stringify({ range: { [field]: { gte: now.toISOString() } } });
  try {
    await aggregate(access, { index, q: '', dsl }, { body: { terminate_after: 1 }, schema: v.unknown(), signal });
    return true;
  } catch (thrown) {
    const { code } = SluiceError.from(thrown);
    if (code === 'query_invalid' || code === 'page_partial') return false;
    throw thrown;
  }
}
