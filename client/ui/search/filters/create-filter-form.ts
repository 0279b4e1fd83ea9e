import { createSignal } from 'solid-js';
import type { FieldFilter, Filter } from '../../../../shared/filter.ts';
import type { Field } from '../../../../shared/http.ts';
import { MAX_LIST_VALUES } from '../../../../shared/limits.ts';
import { canHold, kindOf } from '../fields/field-kinds.ts';
import { knownFields } from '../fields/known-fields.ts';
import { exactField } from './filters.ts';
import { type PastedList, readPastedList } from './pasted-list.ts';

export const OPERATORS = [
  ...(['is', 'not_is', 'one_of', 'not_one_of', 'between', 'not_between', 'exists', 'not_exists'] as const),
] as const;
export type Operator = (typeof OPERATORS)[number];
export type FilterFault = 'needsField' | 'needsValue' | 'needsNumber' | 'tooManyValues';

type Written = {
  field: string;
  operator: Operator;
  value: string;
  values: readonly string[];
  from: string;
  to: string;
};

/** A filter as it is being written. */
export function createFilterForm(given: FieldFilter | undefined, fields: () => readonly Field[]) {
  const [written, setWritten] = createSignal<Written>(startOf(given));
  const [sent, setSent] = createSignal(false);
  const [pasted, setPasted] = createSignal<PastedList>();
  const known = () => knownFields(fields()).byName.get(written().field);
  const fault = () => faultOf(written(), kindOf(known()) === 'number');

  return {
    written,
    change: (part: Partial<Written>) => setWritten({ ...written(), ...part }),
    kind: () => kindOf(known()),
    /** Takes the values of a text into the list. */
    paste(text: string): void {
      const { values } = written();
      const list = readPastedList(text, values, (value) => canHold(known(), value));
      setPasted(list);
      setWritten({ ...written(), values: [...values, ...list.values] });
    },
    /** What came of the last text that was pasted. */
    pasted,
    /** What stands in the way, once somebody has tried to send it. */
    fault: () => (sent() ? fault() : undefined),
    /** The filter, if it is one. */
    finish(): Filter | undefined {
      setSent(true);
      return fault() === undefined ? toFilter(written(), fields()) : undefined;
    },
  };
}

export type FilterForm = ReturnType<typeof createFilterForm>;

function startOf(filter: FieldFilter | undefined): Written {
  const empty: Written = { field: '', operator: 'is', value: '', values: [], from: '', to: '' };
  if (!filter) return empty;
  const operator: Operator = filter.not ? `not_${filter.op}` : filter.op;
  const common = { ...empty, field: filter.field, operator };
  if (filter.op === 'is') return { ...common, value: filter.value };
  if (filter.op === 'one_of') return { ...common, values: filter.values };
  return filter.op === 'between' ? { ...common, from: filter.from ?? '', to: filter.to ?? '' } : common;
}

/** What was typed and not taken into the list yet is part of it. */
export function listed({ values, value }: Pick<Written, 'values' | 'value'>): string[] {
  return [...new Set(value.trim() === '' ? values : [...values, value.trim()])];
}

function given(written: Written): string[] {
  const { operator, value, from, to } = written;
  if (operator.endsWith('exists')) return [];
  if (operator.endsWith('one_of')) return listed(written);
  return (operator.endsWith('between') ? [from, to] : [value]).filter((text) => text !== '');
}

function faultOf(written: Written, isNumber: boolean): FilterFault | undefined {
  if (written.field.trim() === '') return 'needsField';
  const texts = given(written);
  if (texts.length > MAX_LIST_VALUES) return 'tooManyValues';
  // A field may hold an empty text, which can be asked for where it is no number.
  const mayBeEmpty = written.operator.endsWith('exists') || (written.operator.endsWith('is') && !isNumber);
  if (texts.length === 0 && !mayBeEmpty) return 'needsValue';
  return isNumber && texts.some((text) => text.trim() === '' || Number.isNaN(Number(text))) ? 'needsNumber' : undefined;
}

function toFilter(written: Written, fields: readonly Field[]): Filter {
  const { operator, value, from, to } = written;
  const field = written.field.trim();
  const not = operator.startsWith('not_') ? { not: true } : {};
  if (operator.endsWith('exists')) return { field, op: 'exists', ...not };
  if (operator.endsWith('one_of')) {
    return { field: exactField(field, fields), op: 'one_of', values: listed(written), ...not };
  }
  if (operator.endsWith('between')) return { field, op: 'between', ...(from && { from }), ...(to && { to }), ...not };
  return { field, op: 'is', value, ...not };
}
