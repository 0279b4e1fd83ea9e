/** The frame around the pages. */
export const enShell = {
  missing: {
    title: 'A part of the page did not come',
    away: 'Sluice cannot be reached. Try again once the connection is back.',
    moved: 'Sluice has been updated since this page was opened. Reload the page.',
    there: 'Try again, or reload the page.',
    coming: 'On its way…',
    reload: 'Reload the page',
  },
  shell: {
    close: 'Close',
    keys: {
      title: 'Keyboard shortcuts',
      does: {
        query: 'Write the query',
        index: 'Choose an index',
        filter: 'Add a filter',
        columns: 'Choose columns',
        next: 'Next document, while one is open',
        previous: 'Previous document',
        export: 'Export what the search found',
        exports: 'Show or hide the exports',
        search: 'Go to Search',
        monitor: 'Go to Monitor',
        help: 'This list',
        escape: 'Close what is open',
      },
      on: 'Single keys are on',
    },
  },
};
