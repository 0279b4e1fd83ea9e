import type { Field } from '../../../shared/http.ts';

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

/** Fields that a condition can be put on: searchable, and not inside of a nested one, whose rows a plain condition does not see. */
export function filterable(fields: readonly Field[]): Field[] {
  const nested = fields.filter(({ type }) => type.includes('nested')).map(({ name }) => `${name}.`);
  const isParent = (type: string) => type.split(', ').every((one) => one === 'object' || one === 'nested');
  return fields.filter(
    ({ name, type, searchable }) => searchable && !isParent(type) && !nested.some((head) => name.startsWith(head)),
  );
}

/** Fields by what was typed of their name: those that begin with it first. */
export function fieldsLike(fields: readonly Field[], typed: string): Field[] {
  const text = typed.toLowerCase();
  const found = fields.filter(({ name }) => name.toLowerCase().includes(text));
  const begins = ({ name }: Field) => (name.toLowerCase().startsWith(text) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b));
}
