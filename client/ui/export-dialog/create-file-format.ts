import { type Accessor, createMemo } from 'solid-js';
import type { Found } from '../search/state/create-search.ts';
import { datesSomewhere } from '../search/time/times.ts';
import { type Choices, isTyped, toFormat } from './choices.ts';
import { createColumnChoice } from './create-column-choice.ts';
import { createColumnTypes } from './create-column-types.ts';
import type { SamplePort } from './create-sample.ts';
import { createZonedDates } from './create-zoned-dates.ts';

type Options = { found: Found; sample: SamplePort; choices: Accessor<Choices> };

/** What the file holds: columns, their types and dates, and whether it has a column for what has none. */
export function createFileFormat({ found, sample, choices }: Options) {
  const dates = new Set(datesSomewhere(found.fields));
  const kind = () => choices().kind;
  const isTable = () => kind() === 'csv' || isTyped(kind());
  const chosen = createColumnChoice({ sample: sample.sample, table: found.columns, isTable });
  const readsDates = () => isTyped(kind()) || (kind() === 'csv' && choices().csv.zone !== '');
  const zoned = createZonedDates({
    ...{ search: found.search, sample: sample.sample, left: chosen.left },
    columns: createMemo(() => (readsDates() ? chosen.all().filter((name) => dates.has(name)) : [])),
  });
  const types = createColumnTypes({
    ...{ fields: found.fields, sample: sample.sample, columns: chosen.columns, ids: chosen.ids },
    unread: createMemo(() => new Set(zoned.notes().flatMap(({ field, why }) => (why === 'value' ? [] : [field])))),
  });
  /** What comes up later is kept where no choice of the person's says which columns there are. */
  const restByItself = () => chosen.hasAllFields() && mayComeLater(sample.sample(), chosen.hidden().size > 0);
  const rest = () => {
    const wanted = restOf(choices());
    return wanted === 'auto' ? restByItself() : wanted === 'on';
  };
  const format = createMemo(() =>
    toFormat(choices(), { columns: chosen.columns(), ids: chosen.hasIds(), dates, rest: rest(), types }),
  );
  return {
    ...{ chosen, zoned, types, rest, format, hasDates: dates.size > 0 },
    isReady: () => zoned.isReady() && (isTable() || choices().only ? chosen.isReady() : true),
  };
}

/** In Parquet what does not fit its column's type is nowhere else, so it has the column unless somebody says no. */
function restOf({ kind, csv, parquet, xlsx }: Choices): 'auto' | 'on' | 'off' {
  if (kind === 'parquet') return parquet.rest ? 'on' : 'off';
  return kind === 'xlsx' ? xlsx.rest : csv.rest;
}

/** Whether rows behind the sample may have fields that no column takes. */
function mayComeLater(read: { isWhole: boolean; hasUnmapped: boolean } | undefined, hasHidden: boolean): boolean {
  return read !== undefined && !read.isWhole && (hasHidden || read.hasUnmapped);
}
