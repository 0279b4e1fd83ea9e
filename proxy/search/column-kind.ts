import type { Uncounted } from '../../shared/column.ts';
import type { Field } from '../../shared/http.ts';

/** What can be asked of a field's values. */
export type Kind = {
  name: 'whole' | 'number' | 'date' | 'words';
  /** For the order of its values over indices that differ in the type, or lack the field; absent where it has none worth telling. */
  sort?: { unmapped_type: string; numeric_type?: 'long' | 'double' | 'date' };
  /** What the index has of a value may be less than the document has. */
  rounded: boolean;
};

const WHOLE = ['byte', 'short', 'integer', 'long'];
/** What the index keeps of a number as it came. */
const KEPT = ['double', 'unsigned_long', ...WHOLE];
const NUMBERS = ['half_float', 'float', 'double', 'scaled_float', ...WHOLE];
const DATES = ['date', 'date_nanos'];
const WORDS = ['keyword', 'ip'];
/** OpenSearch refuses to sort by the one where an index lacks it. */
const UNSORTED = ['constant_keyword', 'boolean'];
const TEXTS = ['text', 'match_only_text'];

/** The kind of a field by its type; why its values cannot be told, where OpenSearch has no one order and list of them (seen in 3.8). */
export function kindOf({ type, aggregatable }: Field): Kind | Uncounted {
  const types = type.split(', ');
  if (isText(type)) return 'text';
  const kind = kindAmong(types);
  if (!kind) return types.length > 1 ? 'types' : 'type';
  // Of several types it is told of none.
  return types.length > 1 || aggregatable ? kind : 'not_kept';
}

export function isText(type: string): boolean {
  return type.split(', ').every((one) => TEXTS.includes(one));
}

function kindAmong(types: readonly string[]): Kind | undefined {
  const [only = ''] = types;
  const areAll = (of: readonly string[]) => types.every((type) => of.includes(type));
  const isOne = types.length === 1;
  if (areAll(WHOLE)) return { name: 'whole', sort: { unmapped_type: 'long', numeric_type: 'long' }, rounded: false };
  if (only === 'unsigned_long' && isOne) return { name: 'whole', sort: { unmapped_type: only }, rounded: false };
  if (areAll(NUMBERS)) {
    const rounded = !isOne || !KEPT.includes(only);
    return isOne
      ? { name: 'number', sort: { unmapped_type: 'double' }, rounded }
      : { name: 'number', sort: { unmapped_type: 'double', numeric_type: 'double' }, rounded };
  }
  if (areAll(DATES)) {
    return isOne
      ? { name: 'date', sort: { unmapped_type: only }, rounded: false }
      : { name: 'date', sort: { unmapped_type: 'date', numeric_type: 'date' }, rounded: true };
  }
  if (UNSORTED.includes(only) && isOne) return { name: 'words', rounded: false };
  if (WORDS.includes(only) && isOne) return { name: 'words', sort: { unmapped_type: only }, rounded: false };
  return undefined;
}
