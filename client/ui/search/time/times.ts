import type { Field } from '../../../../shared/http.ts';
import { isCountable, nestedOf } from '../fields/nested-fields.ts';

/**
 * The field a time range speaks of when none is named: `@timestamp`, or the first date field by name; one of nested
 * objects, of which a row has several times, where there is no other.
 */
export function defaultTimeField(fields: readonly Field[]): string | undefined {
  const dates = dateFields(fields);
  if (dates.includes('@timestamp')) return '@timestamp';
  const own = dates.find((name) => !nestedOf(name, fields));
  return own ?? dates.find((name) => isCountable(name, fields)) ?? dates[0];
}

export function dateFields(fields: readonly Field[]): string[] {
  // Indices can differ in a field's type: then it has several, parted by commas.
  return fields.filter(({ type, searchable }) => searchable && type.split(', ').every(isDate)).map(({ name }) => name);
}

/** Also those that are no dates in some of the indices, or cannot be searched. */
export function datesSomewhere(fields: readonly Field[]): string[] {
  return fields.filter(({ type }) => type.split(', ').some(isDate)).map(({ name }) => name);
}

function isDate(type: string): boolean {
  return type === 'date' || type === 'date_nanos';
}

/**
 * A time of the address as ms since 1970: ISO 8601, which OpenSearch reads as UTC where no zone is given, or
 * milliseconds. Undefined when it is neither (OpenSearch may read it all the same).
 */
export function parseTime(text: string): number | undefined {
  if (/^-?\d{5,}$/.test(text)) return Number(text);
  const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T');
  const at = Date.parse(zoned ? text : `${text}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** The zones that a page can speak: UTC, or this browser's own. */
export type Clock = 'utc' | 'own';

/** The value a `datetime-local` input takes, by a clock; empty for what is not a time. */
export function toInputValue(text: string, clock: Clock): string {
  const at = parseTime(text);
  if (at === undefined) return '';
  const local = clock === 'utc' ? new Date(at) : new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  const iso = local.toISOString().replace(/\.000Z$|Z$/, '');
  return iso.endsWith(':00') ? iso.slice(0, -3) : iso;
}

/** What a `datetime-local` input holds by a clock, as the address takes it: ISO 8601 in UTC. */
export function fromInputValue(value: string, clock: Clock): string {
  if (value === '') return '';
  const at = new Date(clock === 'utc' ? `${value}Z` : value);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().replace('.000Z', 'Z');
}

/** This browser's zone, as people name it. */
export function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
