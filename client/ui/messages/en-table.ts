import { makeFigures } from '../lib/format.ts';

const f = makeFigures('en');

/** The rows, their columns, and one document. */
export const enTable = {
  table: {
    columns: 'Columns',
    allColumns: (count: number) => `${f.number(count)} ${count === 1 ? 'column' : 'columns'}`,
    someColumns: (shown: number, all: number) => `${f.number(shown)} of ${f.number(all)} columns`,
    findColumn: 'Find a column',
    showAll: 'Show all',
    moveUp: (name: string) => `Move ${name} up`,
    moveDown: (name: string) => `Move ${name} down`,
    columnMenu: (name: string) => `Column ${name}`,
    ascending: 'Sort ascending',
    descending: 'Sort descending',
    moveLeft: 'Move left',
    moveRight: 'Move right',
    wider: 'Wider',
    narrower: 'Narrower',
    hide: 'Hide column',
    notSortable: 'Rows cannot be sorted by this column.',
    unknownColumn: 'No field of this index and no row has this name.',
    cannotSortBy: (name: string) => `Rows cannot be sorted by “${name}”. They are in the usual order.`,
    removeSort: 'Remove the sort',
    valueMenu: (name: string) => `Value of ${name}`,
    copyValue: 'Copy value',
    loaded: (shown: number, total: number) => `${f.number(shown)} of ${f.number(total)} rows are loaded.`,
    loadingMore: 'More come as you scroll.',
    full: 'The table ends here. Narrow the search to see other rows, or export: the file has them all.',
    changed: 'The others were changed or deleted since the search. Search again to see the rows of now.',
  },
  document: {
    label: 'Document',
    place: (at: number, of: number) => `${f.number(at)} / ${f.number(of)}`,
    previous: 'Previous row',
    next: 'Next row',
    close: 'Close',
    views: 'How the document is shown',
    fields: 'Fields',
    findField: 'Find a field',
    noSuchField: 'No field has this name.',
    copy: 'Copy',
    copied: 'Copied',
    jsonLabel: 'The document as JSON',
    asStored: 'Numbers are shown as they are stored: long integers and 5.0 stay as written.',
  },
};
