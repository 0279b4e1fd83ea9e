import { f, plural, type Slot } from './en-words.ts';

/** The Export dialog. */
export const enExportDialog = {
  dialog: {
    title: 'Export',
    about: (parts: { index: string; range: string | undefined; query: boolean }) =>
      [parts.index, parts.range, parts.query ? 'the query' : undefined].filter(Boolean).join(', '),
    format: 'Format',
    formatHelp: {
      csv: 'For spreadsheets and databases.',
      ndjson: 'One object a line, values as stored.',
      json: 'One array, for tools that want it.',
      parquet: 'Typed columns, for DuckDB, pandas, Spark and warehouses.',
      xlsx: 'A workbook, in as many sheets as the rows need.',
    },
    moreFormats: 'More formats',
    csvOptions: 'CSV options',
    parquetOptions: 'Parquet options',
    compression: 'Compression',
    compressions: { snappy: 'Snappy, fast', gzip: 'gzip, smaller and slower', none: 'None' },
    parquetSummary: (compression: string, rest: boolean) =>
      [compression, rest ? '_rest column' : 'no _rest column'].join(' · '),
    xlsxOptions: 'Excel options',
    xlsxSummary: (zone: string | undefined, rest: boolean) =>
      [zone === undefined ? undefined : `dates in ${zone}`, rest ? '_rest column' : 'no _rest column']
        .filter(Boolean)
        .join(', '),
    typedRest: 'Values that do not fit their column, and fields without one, as JSON in a last column, _rest',
    noRest:
      'A value that does not fit its column’s type will be missing from the file. It is counted and named at the end.',
    restLeftOut: (count: number) =>
      `It also takes in the ${f.number(count)} ${plural(count, 'field', 'fields')} that you left out.`,
    types: 'Types',
    typesChanged: 'changed',
    typesHelp: {
      parquet: 'Proposed from the mapping and a sample. A value of another type goes into _rest, never lost unseen.',
      xlsx: 'Proposed from the mapping and a sample. A value of another type is in its cell as text, as is a number of more than 15 digits.',
    },
    typesText: 'All as text',
    typesReset: 'Reset',
    filterTypes: 'Find a column’s type',
    typeList: 'Types of the columns',
    typeOf: (name: string) => `Type of ${name}`,
    severalOf: (name: string) => `${name}: several values`,
    several: 'Several values',
    typeSeveral: (type: string) => `${type} (several)`,
    typeCount: (type: string, count: number) => `${f.number(count)} ${type}`,
    typeNames: {
      parquet: {
        ...{ text: 'Text', json: 'JSON text', boolean: 'Boolean' },
        ...{ int32: 'Integer, 32-bit', int64: 'Integer, 64-bit', uint64: 'Integer, 64-bit unsigned' },
        ...{ float: 'Float, 32-bit', double: 'Float, 64-bit' },
        ...{ timestamp_ms: 'Timestamp, ms', timestamp_ns: 'Timestamp, ns' },
      },
      xlsx: { text: 'Text', number: 'Number', boolean: 'Boolean', date: 'Date' },
    },
    ids: 'With _index and _id',
    gzip: 'Compress with gzip',
    gzipHelp: 'A smaller file, ending in .gz, that most tools read as it is. The export takes longer.',
    moreOptions: 'More options',
    moreOptionsWhich: (parts: boolean): string =>
      parts
        ? 'A file for each value, parts, documents that cannot be read, manifest'
        : 'A file for each value, documents that cannot be read, manifest',
    parts: 'Parts',
    partsBy: { none: 'One file', rows: 'A new file every so many rows', megabytes: 'A new file every so many MB' },
    partRows: 'Rows in each file',
    partMegabytes: 'MB in each file',
    partsHelp: 'Whole files, each with its own header, numbered, in one .zip. None is larger than 4 GB.',
    manifest: 'Save a manifest beside it',
    manifestShort: 'with a manifest',
    manifestHelp:
      'A small .manifest.json in your downloads: search, columns, rows of each index and shard, size, SHA-256 and verdict.',
    leaveOut: 'Leave out documents that cannot be read',
    leaveOutShort: 'without what cannot be read',
    leaveOutHelp: 'They are counted and named at the end. Without this the export waits at the first one.',
    leaveOutFound: (count: number) =>
      `${f.number(count)} of the first documents cannot be read. They are counted and named at the end; without this the export waits at the first one.`,
    idsHelp: 'Each row holds them beside its document, which stands in _source: enough to index the rows again.',
    only: 'Only chosen columns',
    onlyHelp: 'Each document with these fields and all below them, in its own nesting and order; without this, whole.',
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
    datesInZone: 'Excel’s dates have no time zone of their own.',
    typedDates: {
      stay: 'Dates that cannot all be read:',
      failed:
        'OpenSearch could not be asked how it reads these dates. Those that it does not tell of later either do not fit their columns.',
      become: {
        text: 'The column is text, unless you choose otherwise.',
        rest: 'These values do not fit the column.',
      },
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
    order: 'Order',
    orders: { table: 'As in the table', read: 'As read, fastest' },
    orderWays: { asc: 'ascending', desc: 'descending' },
    orderNone: 'The table is sorted by no column. Press the head of one to sort it.',
    orderNoRoom: (need: number, free: number) =>
      `Needs about ${f.bytes(need)} of the browser’s storage, which has ${f.bytes(free)} free.`,
    orderUnkept:
      'Rows are sorted in the browser’s storage, and here it keeps nothing; plain http or a private window may be the reason.',
    orderReadHelp: 'Rows come as OpenSearch gives them, in no order to rely on.',
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
      `Excel opens ${f.number(lines)} lines at most: of this file it would leave out the rest. Other programs open all of it. The format Excel, among More formats, goes on in further sheets; or have a new file begun every so many rows.`,
    estimateEmpty: 'The file will hold no row.',
    sampleFailed: 'The sample could not be read.',
    tryAgain: 'Try again',
    streams: 'Straight to your disk.',
    streamsHelp: 'Rows never pile up in memory.',
    sorts: 'Sorted on your disk.',
    sortsHelp: ({ need, free, file }: Partial<Record<'need' | 'free' | 'file', number | undefined>>) =>
      [
        'All rows are first kept in this browser’s storage',
        need === undefined ? '' : `, about ${f.bytes(need)}`,
        free === undefined ? ' (it does not tell how much is free there)' : ` (${f.bytes(free)} free)`,
        file === undefined ? '; the file needs its own room. ' : `; the file needs about ${f.bytes(file)} more. `,
        'It is written once all rows are there.',
      ].join(''),
    sortedKeptHelp: 'If the tab closes, the rows so far are kept here, and are not read again.',
    unsorted: 'The file will not be in the order of the table: it cannot be sorted here.',
    kept: 'This browser can resume.',
    keptHelp: 'If the tab closes, the rows so far are kept here; a new file then starts with them.',
    overRequests: 'WebSockets are blocked on the way; Sluice uses ordinary requests instead.',
    overRequestsHelp: 'The file is the same.',
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
    /** Where parts go into a folder that the person picks. */
    folder: {
      placeHelp: 'Choose a folder first. The files go into a new one in it, at the end; nothing there is overwritten.',
      partsHelp: 'Whole files, each with its own header, numbered, in a new folder. None is larger than 4 GB.',
      manifestHelp:
        'A small .manifest.json in the folder: search, columns, rows of each index and shard, each file’s size and SHA-256, and verdict.',
      savesAs: (name: Slot): Slot => ['Saves into a new folder, ', name],
      keptHelp:
        'The rows are kept here, and copied into your folder once all are there: two copies, but in that last step only. After a reload, Resume goes on into the same folder.',
      unkeptHelp:
        'Files come into your folder one by one. Keep the tab open: a reload or a closed tab ends the export, and leaves those that are whole.',
      unkeptRoom: (free: number) =>
        `There is room to keep ${f.bytes(free)} of it; the rest goes straight into the folder. Keep the tab open: a reload or a closed tab may end the export.`,
    },
    /** Why nothing can be downloaded, where a place can be chosen instead. */
    notHere: {
      insecure_context:
        'Not here: this page came over http, not https, and from another machine than this one. Ask who runs Sluice.',
      untrusted: 'Not here: this browser does not trust the certificate of this address. Ask who runs Sluice.',
      no_service_worker:
        'Not here: this window has no service worker, perhaps because it is private. Open Sluice in a usual one.',
      outdated: 'Not here: this needs a newer browser.',
    },
    /** Where the browser writes nothing to disk as it arrives. */
    memory: {
      what: 'Gathered in memory.',
      help: (most: number) => `The file is saved once it is whole, and may be ${f.bytes(most)} at most.`,
      tooLarge: 'This file is too large to be made here.',
      tooLargeHelp: (bytes: number, most: number) =>
        `About ${f.bytes(bytes)} would have to be gathered in memory, and ${f.bytes(most)} is the most.`,
      larger: {
        insecure_context:
          'For larger ones open Sluice over https, or on localhost: they go to disk there as rows arrive. Ask who runs it.',
        untrusted:
          'This browser does not trust the certificate of this address. Once it does, larger ones go to disk as rows arrive: ask who runs Sluice.',
        no_service_worker:
          'This window has no service worker, perhaps because it is private: in a usual one, larger files go to disk as rows arrive.',
        outdated: 'In a newer browser larger ones go to disk as rows arrive.',
      },
    },
    save: 'Save this export',
    saveTitle: 'Title',
    saveIt: 'Save',
    saved: (title: string) => `Saved as “${title}”: “Saved” in the list of exports runs it again.`,
    savedInPlace: (title: string) => `Saved as “${title}”, in place of the one that had this title.`,
    notSaved: 'This browser keeps nothing in this window, so that the export cannot be saved.',
    cancel: 'Cancel',
    start: 'Start export',
    starting: 'Starting…',
  },
};
