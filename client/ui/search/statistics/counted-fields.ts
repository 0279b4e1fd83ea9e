import type { Field } from '../../../../shared/http.ts';
import { knownFields } from '../fields/known-fields.ts';

/** Whether a column is a field of the index, by which its rows can be counted: not one that only the documents have. */
export function isCounted(column: string, fields: readonly Field[]): boolean {
  const field = knownFields(fields).byName.get(column);
  if (!field || /[*,]/.test(column)) return false;
  const isParent = field.type.split(', ').some((type) => type === 'object' || type === 'nested');
  return !isParent && (field.searchable || field.aggregatable);
}
