import type { JSX } from 'solid-js';
import { makeFigures } from '../lib/format.ts';

const f = makeFigures('en');
const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

const safe = (rows: number) =>
  rows === 1 ? 'The first row is safe in this browser.' : `The first ${f.number(rows)} rows are safe in this browser.`;

type Slot = JSX.Element;

/** The Export dialog and the list of exports. */
export const enExports = {
  dialog: {
    title: 'Export',
    about: (parts: { index: string; range: string | undefined; query: boolean }) =>
      [parts.index, parts.range, parts.query ? 'the query' : undefined].filter(Boolean).join(', '),
    close: 'Close',
    format: 'Format',
    csvHelp: 'For spreadsheets and databases.',
    ndjsonHelp: 'One object a line, values as stored.',
    jsonHelp: 'One array, for tools that want it.',
    csvOptions: 'CSV options',
    ids: 'With _index and _id',
    leaveOut: 'Leave out documents that cannot be read',
    leaveOutHelp: 'They are counted and named at the end. Without this the export waits at the first one.',
    leaveOutFound: (count: number) =>
      `${f.number(count)} of the first documents cannot be read. They are counted and named at the end; without this the export waits at the first one.`,
    idsHelp: 'Each row holds them beside its document, which stands in _source: enough to index the rows again.',
    delimiter: 'Delimiter',
    delimiters: { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Bar' },
    header: 'Header row',
    bom: 'Byte order mark, for Excel',
    guard: 'Guard against formulas (numbers stay as they are)',
    guardHelp:
      'A spreadsheet runs text that begins with =, +, - or @; an apostrophe before it keeps it text. Comes on with the byte order mark; you can switch it off.',
    rest: 'Fields without a column as JSON in a last column, _rest',
    arrays: 'Arrays',
    arraysJson: 'As JSON text',
    arraysJoined: {
      '; ': 'Values with ; between',
      ', ': 'Values with , between',
      ' | ': 'Values with | between',
      ' ': 'Values with a blank between',
    },
    dates: 'Dates',
    datesStored: 'As stored',
    datesNone: 'No field here is mapped as a date.',
    datesDays: 'A date without a time of day stays as it is.',
    datesAsking: 'Asking OpenSearch how it reads these dates…',
    datesFailed:
      'OpenSearch could not be asked how it reads these dates. Those that it does not tell of later either stay as they are stored.',
    datesStay: 'These dates stay as they are stored:',
    datesWhy: {
      format: (format: Slot): Slot => ['its format ', format, ' is not one that can be read here exactly.'],
      untold: 'OpenSearch does not tell the format of its mapping.',
      value: (rows: number, sampled: number) =>
        `${f.number(rows)} of the ${f.number(sampled)} sampled ${plural(sampled, 'row', 'rows')} ${plural(rows, 'holds', 'hold')} something else than a date of its format.`,
    },
    datesMore: (count: number) => `and ${f.number(count)} more`,
    optionsSummary: (chosen: {
      delimiter: string;
      header: boolean;
      bom: boolean;
      guard: boolean;
      rest: boolean;
      join?: string;
      zone: string;
    }) =>
      [
        chosen.delimiter.toLowerCase(),
        chosen.header ? 'header row' : 'no header row',
        chosen.bom ? 'byte order mark' : 'no byte order mark',
        chosen.guard ? 'formulas guarded' : undefined,
        chosen.rest ? '_rest column' : undefined,
        chosen.join === undefined ? undefined : 'arrays joined',
        chosen.zone === '' ? undefined : `dates in ${chosen.zone}`,
      ]
        .filter(Boolean)
        .join(', '),
    columns: 'Columns',
    columnsAll: (count: number) => `all ${f.number(count)}`,
    columnsSome: (chosen: number, all: number) => `${f.number(chosen)} of ${f.number(all)}`,
    columnsReading: 'Reading a sample…',
    columnsNone: 'Choose at least one column.',
    columnsEmpty: (count: number) => `${f.number(count)} empty ${plural(count, 'one', 'ones')} left out`,
    alsoEmpty: (count: number) =>
      `Also the ${f.number(count)} empty ${plural(count, 'one', 'ones')}: fields of the mapping that no document here holds a value of`,
    change: 'Change',
    done: 'Done',
    filterColumns: 'Find a column',
    allColumns: 'All',
    noColumns: 'None',
    columnNames: 'Columns of the file',
    noSuchColumn: 'No column has this in its name.',
    fileName: 'File name',
    fileNameSlots: (slots: Slot): Slot => ['These are filled in: ', slots],
    savesAs: (name: Slot): Slot => ['Saves as ', name],
    nameErrors: {
      empty: 'Give the file a name.',
      forbidden: (character: string) => `A file name cannot hold ${character}`,
      edges: 'A file name cannot begin with a dot, nor end with a dot or a space.',
      reserved: (name: string) => `Windows keeps the name ${name} for itself.`,
      tooLong: 'The name is too long for a disk: 200 bytes at most.',
    },
    place: 'Save to',
    places: { downloads: 'Downloads', picked: 'A place I choose' },
    placeHelp: {
      downloads: 'The browser’s download list shows it grow.',
      picked: 'Choose folder and file first; it is written at the end.',
    },
    estimate: (rows: number, bytes: number) =>
      `${f.number(rows)} ${plural(rows, 'row', 'rows')} · about ${f.bytes(bytes)}`,
    estimateRows: (rows: number) => `${f.number(rows)} ${plural(rows, 'row', 'rows')}`,
    estimateHow: (sample: number) =>
      `Rows are counted, bytes estimated from ${f.number(sample)} of them. The file holds the rows as they are at the start.`,
    pastExcel: (lines: number) =>
      `Excel opens ${f.number(lines)} lines at most: of this file it would leave out the rest. Other programs open all of it.`,
    unsorted: 'The file’s rows come as they were written to the index, not in the order of the table.',
    estimateEmpty: 'The file will hold no row.',
    sampleFailed: 'The sample could not be read.',
    tryAgain: 'Try again',
    streams: 'Straight to your disk.',
    streamsHelp: 'Rows never pile up in memory.',
    kept: 'This browser can resume.',
    keptHelp: 'If the tab closes, the rows so far are kept here; a new file then starts with them.',
    unkept: 'This browser cannot resume.',
    unkeptHelp: 'Keep the tab open: a reload or a closed tab ends the export.',
    unkeptRoom: (free: number) =>
      `There is room to keep ${f.bytes(free)} of it. Keep the tab open: a reload or a closed tab may end the export.`,
    picked: {
      keptHelp:
        'The rows are kept here, and copied into your file once all are there: two copies, but in that last step only. After a reload, Resume goes on into the same file.',
      unkeptHelp: 'Keep the tab open: a reload or a closed tab ends the export, and your file stays as it was.',
      unkeptRoom: (free: number) =>
        `There is room to keep ${f.bytes(free)} of it; the rest goes straight into the file. Keep the tab open: a reload or a closed tab may end the export.`,
    },
    unsupported: 'This browser cannot save a file as it arrives.',
    unsupportedWhy: {
      insecure_context: 'The page has to come over https, or from localhost. Ask who runs this Sluice.',
      no_service_worker: 'It offers no service worker here; a private window may be the reason.',
      no_transferable_streams: 'It cannot hand a stream to a worker. A recent Chrome, Edge or Firefox can.',
      buffers_whole_file: 'It would hold the whole file in memory. Chrome, Edge or Firefox do not.',
    },
    unsupportedMemory: (bytes: number) =>
      `It would have to hold about ${f.bytes(bytes)} in memory, so the export does not start here.`,
    cancel: 'Cancel',
    start: 'Start export',
    starting: 'Starting…',
    notStarted: 'The browser did not open the file. Try again.',
  },
  exports: {
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
    byShard: 'By shard',
    shardTable: { index: 'index', shard: 'shard', expected: 'expected', written: 'written', missing: 'missing' },
    missingRows: (n: number) => (n < 0 ? `${f.number(-n)} too many` : f.number(n)),
    unplaced: (count: number) => `${f.number(count)} ${plural(count, 'field has', 'fields have')} no column: `,
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
    inRest: 'They are in the column _rest.',
    notInFile: 'They are not in the file; the option _rest takes such fields in.',
    cancelledWhy: 'You cancelled it. The file in your downloads, if there is one, is not whole.',
    failedKept: 'The file in your downloads, if there is one, is not whole.',
    saving: (done: number, all: number) => `Writing your file: ${f.bytes(done)} of ${f.bytes(all)}`,
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
          ? 'No row had come yet. Resume reads from the first row, into the file you chose; where that is not allowed any more, a download begins.'
          : `${safe(rows)} Resume goes on from there, into the file you chose; where that is not allowed any more, a download begins with ${plural(rows, 'it', 'them')}.`,
      leftWaits:
        'Browsers let a page write to your file again only when somebody presses a button, so it waits for you.',
      interruptedWhy: (rows: number): string =>
        rows === 0 ? 'No row has come yet; keep this tab open.' : 'The rows so far are kept; keep this tab open.',
      completeWhy: (bytes: number, ms: number, retries: number) =>
        `${f.bytes(bytes)} in ${f.duration(ms)}, ${retries === 0 ? 'no retries' : `${f.number(retries)} ${plural(retries, 'retry', 'retries')}`}. The file you chose is whole.`,
      restWhy: (bytes: number, ms: number, retries: number) =>
        `${f.bytes(bytes)} in ${f.duration(ms)}, ${retries === 0 ? 'no retries' : `${f.number(retries)} ${plural(retries, 'retry', 'retries')}`}. All other rows are in the file you chose.`,
      cancelledWhy: 'You cancelled it. The file you chose is as it was.',
      failedKept: 'The file you chose is as it was.',
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
    open: 'History',
    title: 'Ended exports',
    about: 'The last 200, remembered in this browser only. Their rows are not.',
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
