import { parentsOf } from '../../../shared/columns.ts';
import type { Field } from '../../../shared/http.ts';
import { knownFields } from './known-fields.ts';

/** Fields that are counted at first, and more at a time on request. */
export const FIRST_FIELDS = 4;

const NAMES = /^(?:keyword|constant_keyword|boolean|ip)$/;
const WHOLE_NUMBERS = /^(?:byte|short|integer|long|unsigned_long)$/;

/** Fields whose values are names come first; whole numbers, of which each row may have its own, on request. */
export function facetFields(fields: readonly Field[], count: number): { shown: string[]; more: boolean } {
  const usable = knownFields(fields).filterable.filter(({ aggregatable }) => aggregatable);
  const all = usable.filter(({ type }) => NAMES.test(type) || WHOLE_NUMBERS.test(type));
  const counted = new Set(all.map(({ name }) => name));
  const own = all.filter(({ name }) => !parentsOf(name).some((above) => counted.has(above)));
  const named = own.filter(({ type }) => NAMES.test(type));
  const numbers = own.filter(({ type }) => WHOLE_NUMBERS.test(type));
  const first = count > FIRST_FIELDS || named.length === 0 ? count : Math.min(count, named.length);
  const ordered = [...named, ...numbers].map(({ name }) => name);
  return { shown: ordered.slice(0, first), more: ordered.length > first };
}
