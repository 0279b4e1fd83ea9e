import { f, plural, type Slot } from './en-words.ts';

const safe = (rows: number) =>
  rows === 1 ? 'The first row is safe in this browser.' : `The first ${f.number(rows)} rows are safe in this browser.`;

const read = (rows: number) => (rows === 1 ? 'The row read so far is' : `The ${f.number(rows)} rows read so far are`);

/** The list of exports, and those that have ended. */
export const enExports = {
  exports: {
    notStarted: 'The browser did not open the file. Try again.',
    label: 'Exports',
    toggle: 'Show or hide the list',
    none: 'None yet',
    status: {
      queued: 'Queued',
      running: 'Running',
      paused: 'Paused',
      interrupted: 'Interrupted',
      complete: 'Complete',
      incomplete: 'Incomplete',
      failed: 'Failed',
      cancelled: 'Cancelled',
    },
    counts: {
      queued: (n: number) => `${f.number(n)} queued`,
      running: (n: number) => `${f.number(n)} running`,
      paused: (n: number) => `${f.number(n)} paused`,
      interrupted: (n: number) => `${f.number(n)} interrupted`,
      complete: (n: number) => `${f.number(n)} complete`,
      incomplete: (n: number) => `${f.number(n)} incomplete`,
      failed: (n: number) => `${f.number(n)} failed`,
      cancelled: (n: number) => `${f.number(n)} cancelled`,
    },
    clearFinished: 'Clear finished',
    count: (n: number) => f.number(n),
    rowsOf: (done: number, all: number) => `${f.number(done)} of ${f.number(all)} ${plural(all, 'row', 'rows')}`,
    planning: 'Counting rows…',
    planningOf: (done: number, all: number) =>
      `Planning: ${f.number(done)} of ${f.number(all)} ${plural(all, 'index', 'indices')}`,
    notBegun: 'Not begun',
    bytesOf: (done: number, all: number | undefined) =>
      all === undefined ? f.bytes(done) : `${f.bytes(done)} of about ${f.bytes(all)}`,
    retries: (count: number, why: string) =>
      count === 0 ? why : `${f.number(count)} ${plural(count, 'retry', 'retries')}: ${why}`,
    perSecond: (rate: Slot): Slot => [rate, ' rows/s'],
    rateLabel: 'Rate over the last minute',
    left: (time: Slot): Slot => [time, ' left'],
    memory: 'Worker memory',
    memoryOf: (held: number, budget: number) => `${f.memory(held)} of ${f.memory(budget)} MB`,
    pausedWhy: (rows: number): string =>
      rows === 0
        ? 'It can wait: no row has come yet, and what is to be read is kept in this browser. Resume goes on.'
        : 'It can wait: the rows so far are in the file, and kept in this browser. Resume goes on from there.',
    pausedUnkept: (rows: number): string =>
      rows === 0
        ? 'No row has come yet. Resume goes on; keep this tab open.'
        : 'The rows so far are in the file. Resume goes on from there; keep this tab open.',
    queuedWhy: (places: number) =>
      places === 1
        ? 'Starts by itself when the one before it has ended.'
        : `Starts by itself when one of the ${f.number(places)} places is free.`,
    place: (n: number) => (n === 1 ? 'next' : `${f.number(n)} in line`),
    notBegunWhy: 'It had not begun. Resume opens a new file and begins.',
    atOnce: 'Exports at once',
    atOnceOption: (n: number) => `${f.number(n)} at once`,
    keptHere: (bytes: number, free: number | undefined) =>
      free === undefined
        ? `${f.bytes(bytes)} kept in this browser`
        : `${f.bytes(bytes)} kept in this browser, ${f.bytes(free)} free`,
    troubles: (count: number) => `What happened, ${f.number(count)} ${plural(count, 'time', 'times')}`,
    troubleTable: { at: 'time', what: 'what happened', done: 'what was done' },
    elsewhereWhy: 'Another tab makes this export. Close that tab and it can go on here.',
    leftWhat: 'Its tab was closed or reloaded.',
    leftWhy: (rows: number): string =>
      rows === 0
        ? 'No row had come yet. Resume makes a new file and reads from the first row; delete the empty one in your downloads.'
        : `${safe(rows)} Resume makes a new file that begins with ${plural(rows, 'it', 'them')} and goes on from there; delete the unfinished one in your downloads.`,
    leftWaits: 'Browsers let a page begin a new file only when somebody presses a button, so it waits for you.',
    overRequests: 'WebSockets are blocked on the way; Sluice uses ordinary requests instead.',
    unkept: 'Not kept in this browser: a reload would end it.',
    interruptedWhy: (rows: number): string =>
      rows === 0 ? 'No row has come yet; keep this tab open.' : 'The rows so far are in the file; keep this tab open.',
    looks: {
      at: (wait: string) => `It looks again by itself in ${wait}, and goes on when it can. Resume does so at once.`,
      now: 'It looks again now, and goes on when it can.',
      queued: 'It looks again by itself when a place is free.',
      signedIn: 'It goes on by itself once you have signed in again.',
      person: 'Resume goes on from there.',
      unreadable:
        '“Leave them out” goes on without such documents, and counts and names them. Resume tries this one again.',
    },
    verdict: (written: number, expected: number, whole: number, shards: number) =>
      `${f.number(written)} of ${f.number(expected)} ${plural(expected, 'row', 'rows')}, ${f.number(whole)} of ${f.number(shards)} ${plural(shards, 'shard', 'shards')}`,
    completeWhy: (bytes: number, ms: number, retries: number) =>
      `${f.bytes(bytes)} in ${f.duration(ms)}, ${retries === 0 ? 'no retries' : `${f.number(retries)} ${plural(retries, 'retry', 'retries')}`}. The file in your downloads is whole.`,
    restWhy: (bytes: number, ms: number, retries: number) =>
      `${f.bytes(bytes)} in ${f.duration(ms)}, ${retries === 0 ? 'no retries' : `${f.number(retries)} ${plural(retries, 'retry', 'retries')}`}. All other rows are in the file in your downloads.`,
    completeBut: 'Complete, but for documents left out',
    completeButValues: 'Complete, but for some values',
    leftOut: (rows: number, complete: boolean) =>
      `${complete ? 'Complete, but ' : ''}${f.number(rows)} ${plural(rows, 'document', 'documents')} that cannot be read ${plural(rows, 'is', 'are')} left out: `,
    leftOutDocument: (id: string, index: string) => `${id} of ${index}`,
    leftOutWhy: 'Have them indexed anew to get them too.',
    exchanged: (shards: number) =>
      `In ${f.number(shards)} ${plural(shards, 'shard', 'shards')} the file holds other rows than were counted.`,
    exchangedWhy:
      'They changed, or the alias led to others, while the export ran. Retry makes a new file of the rows as they are now.',
    missing: (rows: number) => `${f.number(rows)} ${plural(rows, 'row is', 'rows are')} not in the file.`,
    missingWhy: 'They changed or went while the export ran. Retry makes a new file of the rows as they are now.',
    unreadWhy:
      'OpenSearch counted them at the end; its snapshot had not shown them. Retry makes a new file of the rows as they are now.',
    notRecounted: 'The rows could not be counted a second time at the end:',
    surplus: 'The file holds more rows than were counted. Retry makes a new file of the rows as they are now.',
    copyHash: 'Copy',
    byShard: 'By shard',
    shardTable: { index: 'index', shard: 'shard', expected: 'expected', written: 'written', missing: 'missing' },
    missingRows: (n: number) => (n < 0 ? `${f.number(-n)} too many` : f.number(n)),
    unplaced: (count: number) => `${f.number(count)} ${plural(count, 'field has', 'fields have')} no column: `,
    unchosen: (count: number) =>
      `${f.number(count)} ${plural(count, 'field was', 'fields were')} not chosen and ${plural(count, 'is', 'are')} not in the file: `,
    unplacedField: (name: string, rows: number) => `${name} (${f.number(rows)} ${plural(rows, 'row', 'rows')})`,
    unplacedMore: (count: number) => `and ${f.number(count)} more`,
    undated: (count: number) =>
      `${f.number(count)} ${plural(count, 'date field has', 'date fields have')} values as they are stored, not in the time zone: `,
    undatedWhy: {
      format: (format: string) => `format ${format} is not read here`,
      untold: 'not mapped as a date there, or format not told',
      value: 'no date of its format',
    },
    undatedField: (name: string, rows: number, why: string) =>
      `${name} (${f.number(rows)} ${plural(rows, 'row', 'rows')}: ${why})`,
    misfits: {
      inRest: (columns: number) =>
        `${f.number(columns)} ${plural(columns, 'column has', 'columns have')} values that did not fit the column’s type and are in _rest: `,
      lost: (columns: number) =>
        `${f.number(columns)} ${plural(columns, 'column has', 'columns have')} values that did not fit the column’s type and are missing from the file: `,
      cut: (columns: number) =>
        `${f.number(columns)} ${plural(columns, 'column has', 'columns have')} cells that were longer than Excel holds and were cut: `,
    },
    inRest: 'They are in the column _rest.',
    notInFile: 'They are not in the file; the option _rest takes such fields in.',
    cancelledWhy: 'You cancelled it. The file in your downloads, if there is one, is not whole.',
    failedKept: 'The file in your downloads, if there is one, is not whole.',
    saving: (done: number, all: number) => `Writing where you chose: ${f.bytes(done)} of ${f.bytes(all)}`,
    /** Where the file is one that the person picked. */
    picked: {
      pausedWhy: (rows: number): string =>
        rows === 0
          ? 'It can wait: no row has come yet, and what is to be read is kept in this browser. Resume goes on.'
          : 'It can wait: the rows so far are kept in this browser. Resume goes on from there.',
      pausedUnkept: (rows: number): string =>
        rows === 0
          ? 'No row has come yet. Resume goes on; keep this tab open.'
          : 'The rows so far wait beside your file. Resume goes on from there; keep this tab open.',
      leftWhy: (rows: number): string =>
        rows === 0
          ? 'No row had come yet. Resume reads from the first row, to where you chose; where that is not allowed any more, a download begins.'
          : `${safe(rows)} Resume goes on from there, to where you chose; where that is not allowed any more, a download begins with ${plural(rows, 'it', 'them')}.`,
      leftWaits: 'Browsers let a page write there again only when somebody presses a button, so it waits for you.',
      interruptedWhy: (rows: number): string =>
        rows === 0 ? 'No row has come yet; keep this tab open.' : 'The rows so far are kept; keep this tab open.',
      completeWhy: (bytes: number, ms: number, retries: number) =>
        `${f.bytes(bytes)} in ${f.duration(ms)}, ${retries === 0 ? 'no retries' : `${f.number(retries)} ${plural(retries, 'retry', 'retries')}`}. The file you chose is whole.`,
      restWhy: (bytes: number, ms: number, retries: number) =>
        `${f.bytes(bytes)} in ${f.duration(ms)}, ${retries === 0 ? 'no retries' : `${f.number(retries)} ${plural(retries, 'retry', 'retries')}`}. All other rows are in the file you chose.`,
      cancelledWhy: 'You cancelled it. The file you chose is as it was.',
      failedKept: 'The file you chose is as it was.',
    },
    /** Where parts go into a folder that the person picked. */
    folder: {
      completeWhy: (bytes: number, ms: number, retries: number) =>
        `${f.bytes(bytes)} in ${f.duration(ms)}, ${retries === 0 ? 'no retries' : `${f.number(retries)} ${plural(retries, 'retry', 'retries')}`}. The files in the folder you chose are whole.`,
      restWhy: (bytes: number, ms: number, retries: number) =>
        `${f.bytes(bytes)} in ${f.duration(ms)}, ${retries === 0 ? 'no retries' : `${f.number(retries)} ${plural(retries, 'retry', 'retries')}`}. All other rows are in the folder you chose.`,
      cancelledWhy:
        'You cancelled it. Nothing of it is left in the folder you chose, as far as the browser let that be removed.',
      failedKept: 'Nothing of it is left in the folder you chose, as far as the browser let that be removed.',
    },
    hashOfFolder: 'SHA-256 of what sha256sum prints of the files',
    /** Of a file with an order: all rows are read, then written. */
    sorted: {
      by: (fields: readonly string[]) => `Sorted by ${fields.join(', ')}`,
      doing: { reading: 'Reading, then sorting', writing: 'Writing in order' },
      rowsOf: {
        reading: (done: number, all: number) =>
          `${f.number(done)} of ${f.number(all)} ${plural(all, 'row', 'rows')} read`,
        writing: (done: number, all: number) =>
          `${f.number(done)} of ${f.number(all)} ${plural(all, 'row', 'rows')} written in order`,
      },
      /** Some rows have come, and none is in the file. */
      reading: {
        pausedWhy: (_rows: number): string =>
          'It can wait: the rows read so far are kept in this browser; they go into the file once all are there. Resume reads on.',
        pausedUnkept: (_rows: number): string =>
          'The rows read so far wait beside the file; they go into it once all are there. Resume reads on; keep this tab open.',
        leftWhy: (rows: number): string =>
          `${read(rows)} safe in this browser; none is in a file yet. Resume makes a new file, reads on, and then writes all rows in order; delete the unfinished one in your downloads, if there is one.`,
        interruptedWhy: (_rows: number): string =>
          'The rows read so far wait beside the file; they go into it once all are there. Keep this tab open.',
        picked: {
          leftWhy: (rows: number): string =>
            `${read(rows)} safe in this browser; none is in the file yet. Resume reads on, and then writes all rows in order to where you chose; where that is not allowed any more, into a download.`,
        },
      },
      writing: {
        pausedWhy: (_rows: number): string =>
          'It can wait: all rows are read, and kept in this browser. Resume goes on writing them in order.',
        pausedUnkept: (_rows: number): string =>
          'All rows are read, and wait beside the file. Resume goes on writing them in order; keep this tab open.',
        leftWhy: (_rows: number): string =>
          'All rows are read, and safe in this browser. Resume makes a new file and writes them in order from the first one on; delete the unfinished one in your downloads.',
        interruptedWhy: (_rows: number): string => 'All rows are read, and wait beside the file. Keep this tab open.',
        picked: {
          leftWhy: (_rows: number): string =>
            'All rows are read, and safe in this browser. Resume goes on writing them in order to where you chose; where that is not allowed any more, a download gets them all.',
        },
      },
    },
    buttons: {
      pause: 'Pause',
      resume: 'Resume',
      goOnWithout: 'Leave them out',
      cancel: 'Cancel',
      retry: 'Retry',
      dismiss: 'Dismiss',
    },
    announce: (file: string, status: string) => `${file}: ${status}`,
    tabTitle: (percent: number, file: string) => `${percent}% · ${file} · Sluice`,
  },
  notify: {
    option: 'Tell me when it is done',
    refused: 'The browser does not allow notifications from this page.',
    body: (status: string, rows: number) => `${status}: ${f.number(rows)} ${plural(rows, 'row', 'rows')}`,
  },
  history: {
    saved: 'Saved',
    open: 'History',
    title: 'Ended exports',
    about: 'The last 500, remembered in this browser only. Their rows are not.',
    none: 'No export has ended here yet.',
    columns: {
      file: 'file',
      state: 'state',
      rows: 'rows',
      size: 'size',
      took: 'took',
      ended: 'ended',
      actions: 'actions',
    },
    clear: 'Clear history',
    manifest: 'Manifest',
    again: 'Export again',
    details: (file: string) => `Details of ${file}`,
  },
  leave: {
    title: 'Sign out?',
    body: (count: number) =>
      `${f.number(count)} ${plural(count, 'export is', 'exports are')} not finished. Signing out cancels ${plural(count, 'it', 'them')}.`,
    stay: 'Stay',
    go: 'Cancel and sign out',
  },
};
