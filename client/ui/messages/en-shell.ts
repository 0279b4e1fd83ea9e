/** The frame around the pages. */
export const enShell = {
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
