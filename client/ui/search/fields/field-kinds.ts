import type { Field } from '../../../../shared/http.ts';

export type FieldKind = 'number' | 'date' | 'text' | 'other';

const NUMBERS = /^(?:long|integer|short|byte|double|float|half_float|scaled_float|unsigned_long)$/;

/** What a field holds, as far as a form has to know. Indices that differ in it make it `other`. */
export function kindOf(field: Field | undefined): FieldKind {
  if (!field) return 'other';
  const types = field.type.split(', ');
  if (types.every((type) => NUMBERS.test(type))) return 'number';
  if (types.every((type) => type === 'date' || type === 'date_nanos')) return 'date';
  return types.every((type) => type === 'text' || type === 'match_only_text') ? 'text' : 'other';
}

const WHOLE = /^(?:long|integer|short|byte|unsigned_long)$/;
/** An address of IPv4 or IPv6, or a network of them. */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.*:)[\da-f:.]+)(?:\/\d{1,3})?$/i;

/** Whether a field may hold a value, as far as its type tells; what is in doubt OpenSearch decides. */
export function canHold(field: Field | undefined, value: string): boolean {
  if (!field) return true;
  const types = field.type.split(', ');
  if (kindOf(field) === 'number') {
    if (value.trim() === '' || Number.isNaN(Number(value))) return false;
    return !types.every((type) => WHOLE.test(type)) || /^[-+]?\d+(?:\.0+)?$/.test(value);
  }
  if (types.every((type) => type === 'ip')) return ADDRESS.test(value);
  return !types.every((type) => type === 'boolean') || value === 'true' || value === 'false';
}

/** The first `count` fields by what was typed of their name: those that begin with it before those that hold it. */
export function fieldsLike(fields: readonly Field[], typed: string, count: number): Field[] {
  const text = typed.toLowerCase();
  const begin: Field[] = [];
  const hold: Field[] = [];
  for (const field of fields) {
    const at = field.name.toLowerCase().indexOf(text);
    if (at === 0) begin.push(field);
    else if (at > 0 && hold.length < count) hold.push(field);
    if (begin.length === count) break;
  }
  return [...begin, ...hold].slice(0, count);
}
