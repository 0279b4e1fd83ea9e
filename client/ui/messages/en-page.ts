import { enErrors } from './en-errors.ts';
import { enExports } from './en-exports.ts';
import { enSearch } from './en-search.ts';
import { enShell } from './en-shell.ts';
import { enTable } from './en-table.ts';
import { f, plural, type Slot } from './en-words.ts';

/** What the page itself says, in English. A message with slots is a function, so that each language puts them in its own order. */
export const enPage = {
  ...enExports,
  ...enSearch,
  ...enShell,
  ...enTable,
  errors: enErrors,
  signIn: {
    title: 'Sign in to Sluice',
    lead: 'Sluice keeps neither your password nor your data.',
    userName: 'User name',
    password: 'Password',
    submit: 'Sign in',
    submitting: 'Signing in…',
    userNameMissing: 'Enter your user name.',
    passwordMissing: 'Enter your password.',
    keeps: 'The session is a sealed cookie in this browser. Rows go straight from OpenSearch to your disk.',
    expired: 'Your session has ended. Sign in again: the search is kept.',
    signedOut: 'You are signed out.',
    newTab: 'It opens another tab: this one holds your exports, and they go on once you have signed in.',
    providerFailed: 'The identity provider did not sign you in. Try again.',
  },
  topBar: {
    home: 'Sluice, start page',
    connected: (version: string) => (/^[A-Z]/.test(version) ? version : `OpenSearch ${version}`),
    language: (chosen: string) => `Language: ${chosen}`,
    languages: { browser: 'As the browser', en: 'English', ko: '한국어' },
    theme: (chosen: string) => `Theme: ${chosen}`,
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    pages: 'Pages',
    search: 'Search',
    monitor: 'Monitor',
    keyboard: 'Keyboard shortcuts',
    account: (user: string) => `${user}, account`,
    localAccount: 'Account of this Sluice',
    openSearchAccount: 'OpenSearch account',
    providerAccount: 'Account of the identity provider',
    signOut: 'Sign out',
    skip: 'Skip to the content',
  },
  search: {
    index: 'Index',
    indexPlaceholder: 'Index or pattern',
    indices: 'Indices',
    kinds: { index: '', alias: 'alias', data_stream: 'data stream' },
    patternHint: (example: Slot): Slot => ['A pattern or a list works too: ', example],
    listLoading: 'Reading the list…',
    listIncomplete: 'You may not list indices. Type the name or pattern you may read.',
    listFailed: 'The list could not be read. A name or pattern can still be typed.',
    noIndexNamed: (typed: string) => `No index in the list is named “${typed}”. It can be searched all the same.`,
    query: 'Search',
    submit: 'Search',
    indexMissing: 'Choose an index first.',
    goToFault: 'Go to it',
    faultAt: (position: number) => `See character ${f.number(position + 1)}.`,
  },
  time: {
    range: (from: number | undefined, to: number | undefined, zone: string) => {
      const days = f.inZone(zone);
      if (from !== undefined && to !== undefined) return days.days(from, to);
      if (from !== undefined) return `From ${days.day(from)}`;
      return to === undefined ? 'Any time' : `Before ${days.day(to)}`;
    },
    button: (range: string) => `Time range: ${range}`,
    title: 'Time range',
    field: 'Date field',
    from: 'From',
    to: 'To',
    note: (zone: string) => `Times are in ${zone}. From is part of the range, To is not.`,
    apply: 'Apply',
    clear: 'Any time',
    cannotRead: 'The time range cannot be read.',
    reversed: 'To lies before From.',
    noDateField: 'This index has no date field, so the time range cannot be applied.',
    removeRange: 'Search without the time range',
  },
  results: {
    label: 'Results',
    rows: (total: Slot, count: number): Slot => [total, plural(count, ' row', ' rows')],
    rowsText: (count: number) => `${f.number(count)} ${plural(count, 'row', 'rows')}`,
    exact: (ms: number) => `exact count · ${f.number(ms)} ms`,
    counting: 'Counting…',
    stale: 'from the last search that worked',
    updating: 'searching…',
    tableLabel: 'Rows',
    nothingYet: 'Nothing to show yet',
    lost: 'This search is in another tab',
    lostHelp:
      'It was too long for an address, so that only the tab in which it was made has it, as long as that tab is open. Nothing was searched here. Go on in that tab, or write the search anew.',
    none: 'No row matches',
    noneHelp: (index: string) => `The search is fine, but no row of ${index} passes it.`,
    emptyIndex: (index: string) => `There is no row in ${index}.`,
    withoutQuery: 'Every row, without the query',
    anyTime: 'Any time',
    start: 'Choose an index to search',
    startHelp: 'Pick one, or type a name or pattern above. What you search is what an export takes to your disk.',
    startEmpty: 'There is no index yet that you may read.',
    tryAgain: 'Try again',
    refused: (names: readonly string[]) =>
      `Without ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${f.number(names.length - 3)} more` : ''}, which your account may not read.`,
    searchInstead: (index: string) => `Search ${index}`,
    export: 'Export…',
    exportNeedsSearch: 'Search first: the export takes what the search finds.',
    exportNeedsFix: 'The search did not work, so there is nothing to export.',
    exportWaits: 'The search is still running.',
  },
};
