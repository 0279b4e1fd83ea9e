import type { Uncounted } from '../../../shared/column.ts';
import { f } from './en-words.ts';

/** What a column holds in all of the rows found. */
export const enStatistics = {
  title: (column: string) => `Statistics of ${column}`,
  about: (total: number) =>
    `Over all ${f.number(total)} ${total === 1 ? 'row' : 'rows'} of the search, not the loaded ones.`,
  counting: 'Counting…',
  again: 'Try again',
  filled: 'Rows with a value',
  missing: 'Rows without',
  lowest: { time: 'Earliest', number: 'Lowest', text: 'First in order' },
  highest: { time: 'Latest', number: 'Highest', text: 'Last in order' },
  average: 'Average',
  sum: 'Sum',
  roughly: (value: string) => `about ${value}`,
  values: 'Values',
  distinct: 'Different values',
  top: 'Most frequent values',
  topOf: (field: string) => `Most frequent values, by ${field}`,
  rows: (rows: number, atLeast: boolean) => `${atLeast ? 'at least ' : ''}${f.number(rows)}`,
  filterFor: (value: string) => `Filter for ${value}`,
  filterOut: (value: string) => `Filter out ${value}`,
  share: 'Shares are of all rows of the search. A row with several values counts for each of them.',
  atLeast: 'There are more values than each shard counts: others may be as frequent as these.',
  unlisted: (rows: number, field: string) =>
    `${f.number(rows)} ${rows === 1 ? 'row has' : 'rows have'} no value that ${field} holds: too long for it.`,
  rounded: 'The index does not keep all digits of such values.',
  nested: (path: string) => `Rows are counted, not the objects in ${path}; a row’s objects may hold several values.`,
  indexed: 'A value that the index left out, as too long or not readable, counts as none.',
  why: {
    text: 'Values of a text are not listed: the index keeps its words, and no keyword field of it.',
    types: 'The indices differ in the type of this field: its values cannot be listed over all of them.',
    nested: 'The indices differ in whether this field is nested: its values cannot be listed over all of them.',
    not_kept: 'The index keeps no values of this field that could be listed (doc_values).',
    type: 'Values of this type have no order and no list.',
  } satisfies Record<Uncounted, string>,
};
