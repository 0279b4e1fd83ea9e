import { isSortField } from '../../shared/order.ts';

/** What an order by a field may say beside the field. */
const KEYS = new Set(['order', 'unmapped_type', 'missing', 'mode', 'numeric_type', 'nested']);
/** The orders by relevance and as documents lie, which need no field. */
const FIELDLESS = new Set(['{"_score":"desc"}', '{"_doc":"asc"}']);

/** Whether a body's `sort` is by fields, and by nothing that computes: no script, no distance, no filter of nested objects. */
export function isKnownSort(sort: unknown): boolean {
  return Array.isArray(sort) && sort.every(isKnownKey);
}

function isKnownKey(key: unknown): boolean {
  if (typeof key === 'string') return isSortField(key);
  if (!isObject(key)) return false;
  const [entry, ...more] = Object.entries(key);
  if (!entry || more.length > 0) return false;
  const [field, how] = entry;
  return FIELDLESS.has(JSON.stringify(key)) || (isSortField(field) && isKnownOrder(how));
}

function isKnownOrder(how: unknown): boolean {
  if (!isObject(how)) return false;
  return Object.entries(how).every(([name, value]) => {
    if (name === 'nested')
      return isObject(value) && Object.keys(value).join() === 'path' && typeof value.path === 'string';
    return KEYS.has(name) && (typeof value === 'string' || (name === 'missing' && typeof value === 'number'));
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
