import { f, plural } from './en-words.ts';

const files = (count: number) => `${f.number(count)} ${plural(count, 'file', 'files')}`;
const rows = (count: number) => `${f.number(count)} ${plural(count, 'row', 'rows')}`;

/** Several exports from one search: in the Export dialog, and in the list of exports. */
export const enSeveral = {
  option: 'One file for each value of',
  optionNone: 'Not that: one file',
  short: (field: string) => `a file for each ${field}`,
  files,
  rows,
  counting: 'Counting the values…',
  failed: 'The values could not be counted.',
  tryAgain: 'Try again',
  tooMany: (most: number) =>
    `This field has more than ${f.number(most)} values in these rows, and ${f.number(most)} files are the most. Search for fewer of them, or choose another field.`,
  none: 'No row of the search has this field.',
  tooLong: 'Some values are too long to be searched for, or the search has as many filters as it may have.',
  moved: 'The rows changed while their values were counted.',
  without: (count: number) => `A file of the ${rows(count)} without this field`,
  withoutNone: 'Each row has this field: no file for those without.',
  list: 'Files',
  file: 'File',
  rowsHead: 'Rows',
  sum: (count: number, sum: number) => `${files(count)} · ${rows(sum)}`,
  all: (total: number) => `Each of the search’s ${rows(total)} is in one of them.`,
  severalTimes: (total: number) =>
    `The search has ${rows(total)}: those with several values are in a file for each of them.`,
  lacking: (rest: number) =>
    `${rows(rest)} of the search ${plural(rest, 'is', 'are')} in none of them: without this field.`,
  folder: (name: string) => `They go into a new folder, ${name}. The folder is asked for once.`,
  downloads:
    'They are downloaded one after another. The browser may ask whether this page may download several files: allow it, or the rest waits.',
  toFolder: 'Choose a place for them above, and they go into one folder without being asked for again.',
  label: (field: string) => `Files for each ${field}`,
  going: (done: number, all: number) => `${f.number(done)} of ${files(all)} done`,
  complete: (count: number, written: number) => `${files(count)} complete, ${rows(written)} in all`,
  asFound: 'as many as the search found',
  moreThan: (total: number) => `the search found ${rows(total)}; those with several values are in several files`,
  fewerThan: (rest: number) => `without the ${rows(rest)} that have no such field`,
  differ: (count: number, all: number) =>
    `${f.number(count)} of ${files(all)} ${plural(count, 'is', 'are')} not as counted`,
  differs: (name: string, written: number, counted: number) => `${name}: ${f.number(written)} of ${rows(counted)}`,
  differsMore: (name: string, written: number, counted: number) =>
    `${name}: ${rows(written)}, and ${f.number(counted)} were counted`,
  ended: (name: string, status: string) => `${name}: ${status}`,
  unknown: (count: number) => `Of ${files(count)} nothing is known here any more`,
  andMore: (count: number) => `and ${f.number(count)} more`,
  cancelAll: 'Cancel all',
  resumeAll: 'Resume all',
  show: (count: number) => `Show all ${files(count)}`,
  oneOf: (count: number, field: string) =>
    `One of ${files(count)} for each ${field}. “Export again” makes this one alone, of the same value and the same time range.`,
  hide: 'Show only those that need you',
};
