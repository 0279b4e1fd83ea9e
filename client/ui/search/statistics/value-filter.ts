import type { Column } from '../../../../shared/column.ts';
import type { FieldFilter } from '../../../../shared/filter.ts';

/** The condition on one of a column's most frequent values that finds the rows which it was counted in. */
export function valueFilter(field: string, value: string, { type, top }: Column): FieldFilter {
  // Its own format need not read ISO, of which a range says that it is it.
  if (type.split(', ').every((one) => one === 'date')) return { field, op: 'between', from: value, to: value };
  // OpenSearch counts these by the millisecond.
  if (type.startsWith('date')) return { field, op: 'between', from: value, to: withNanos(value) };
  return { field: top?.of ?? field, op: 'is', value };
}

/** The last nanosecond of a time of milliseconds. */
function withNanos(iso: string): string {
  const [second = '', fraction = ''] = iso.replace(/Z$/, '').split('.');
  return `${second}.${fraction.slice(0, 3).padEnd(3, '0')}999999Z`;
}
