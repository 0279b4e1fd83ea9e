import * as v from 'valibot';
import type { EachValue } from '../../../shared/figures.ts';
import { type Filter, filtersSchema } from '../../../shared/filter.ts';
import type { Field } from '../../../shared/http.ts';
import type { Search } from '../../../shared/search.ts';
import type { NewExport } from '../exports-dock/create-export-list.ts';
import { newId } from '../lib/new-id.ts';
import { withNested } from '../search/fields/nested-fields.ts';
import { namesOfValues } from './value-names.ts';

export type PlannedFile = { readonly fileName: string; readonly rows: number; readonly search: Search };

/**
 * The files, and what they are held to at the end: the rows of all of them, of the search, and those of the search that are in none, as they
 * have no value and nobody wants a file of these.
 */
export type SetPlan = {
  readonly files: readonly PlannedFile[];
  readonly sum: number;
  readonly total: number;
  readonly left: number;
};

/** Too many values; no row has the field; a value no search can ask for; rows that no file would have, as they changed meanwhile. */
export type SetFault = 'tooMany' | 'none' | 'tooLong' | 'moved';

/** Of rows that are as they are now. */
export type PlanOptions = {
  field: string;
  fields: readonly Field[];
  /** A file of the rows without the field as well. */
  without: boolean;
  /** Of a file, with its ending. */
  fileName: string;
  ending: string;
};

/** A file for each value that was counted, with the search that it is made of. */
export function planOf(counted: EachValue, options: PlanOptions): SetPlan | SetFault {
  const { search, values, without, total } = counted;
  if (counted.more) return 'tooMany';
  if (values.length === 0) return 'none';
  if (counted.unfound > 0) return 'moved';
  const { field } = options;
  const parts: { value: string | undefined; rows: number; filter: Filter }[] = values
    .filter(({ rows }) => rows > 0)
    .map(({ value, rows }) => ({ value, rows, filter: { op: 'is', field, value } }));
  if (options.without && without > 0) {
    parts.push({ value: undefined, rows: without, filter: { op: 'exists', field, not: true } });
  }
  if (
    !canAsk(
      search,
      parts.map(({ filter }) => filter),
    )
  )
    return 'tooLong';
  const names = namesOfValues(
    options.fileName,
    options.ending,
    parts.map(({ value }) => value),
  );
  const files = parts.map(({ rows, filter }, i) => ({
    ...{ rows, fileName: names[i] ?? '' },
    search: withNested({ ...search, filters: [...(search.filters ?? []), filter] }, options.fields),
  }));
  const sum = files.reduce((all, { rows }) => all + rows, 0);
  return { files, sum, total, left: options.without ? 0 : without };
}

/** All the exports, of one that says all but search and name. @param label  what the field is called */
export function exportsOf(plan: SetPlan, recipe: Omit<NewExport, 'fileName'>, label: string): NewExport[] {
  const { files, sum, total, left } = plan;
  const same = { id: newId(), field: label, files: files.length, sum, total, left };
  return files.map(({ fileName, search, rows }, at) => ({
    ...{ ...recipe, search, fileName },
    member: { ...same, at, rows },
  }));
}

/** Whether the search may have each of the filters besides: the longest one stands for all. */
function canAsk({ filters = [] }: Search, more: readonly Filter[]): boolean {
  const lengthOf = (filter: Filter) => JSON.stringify(filter).length;
  const [longest] = [...more].sort((a, b) => lengthOf(b) - lengthOf(a));
  return longest === undefined || v.is(filtersSchema, [...filters, longest]);
}
