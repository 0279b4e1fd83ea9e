import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import { aggregate } from './aggregate.ts';
import { withNamesFixed } from './date-math-name.ts';
import { typesOf } from './fields.ts';
import { atTime, type DateKind, fieldsBesideNow } from './now.ts';

type At = { now: Date; signal: AbortSignal };

/**
 * The search as `atTime` gives it, with the date math of its index put as the names that it means. OpenSearch is asked about fields only where the search compares some with `now`.
 * @throws forbidden, query_invalid, index_not_found, opensearch_*
 */
export async function withNowFixed(access: Access, search: Search, { now, signal }: At): Promise<Search> {
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
  const fixed = atTime(search, now, (field) => kinds.get(field));
  return { ...fixed, index: await withNamesFixed(access, search.index, { now, signal }) };
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
