import * as v from 'valibot';
import { orderSchema } from './order.ts';
import { searchSchema } from './search.ts';
import { isTimeZone } from './time-zone.ts';

export const READERS = ['pit', 'scroll'] as const;
/** How OpenSearch is read: points in time, or scrolls where a cluster has none. */
export type Reader = (typeof READERS)[number];

/**
 * Without a bound: requests are read of what this browser has kept, and whatever it could begin it has to be able to go on with.
 * Documents that use names as data have as many columns, and as long ones, as their sample holds.
 */
const columnsSchema = v.array(v.string());

/** `gzip`: the file is packed, whatever its format. */
const packing = { gzip: v.exactOptional(v.literal(true)) };

/** What a hit has beside its document, in the order in which a choice offers them. */
export const HIT_IDS = ['_index', '_id', '_routing'] as const;

const zoneSchema = v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone));

export const csvFormatSchema = v.object({
  kind: v.literal('csv'),
  /** Dotted paths, in the file's order. */
  columns: columnsSchema,
  /** `_index`, `_id` and `_routing` among the columns are the hit's own; without it fields of the document, as others. */
  ids: v.exactOptional(v.literal(true)),
  delimiter: v.optional(v.picklist([',', ';', '\t', '|']), ','),
  header: v.optional(v.boolean(), true),
  /** A UTF-8 byte order mark, which Excel wants. */
  bom: v.optional(v.boolean(), false),
  /** Put `'` before text that a spreadsheet would run as a formula, and quote each text. Numbers stay as they are. */
  guard: v.optional(v.boolean(), false),
  /** A last column `_rest`: the fields that have no column, as one JSON object. */
  rest: v.optional(v.boolean(), false),
  /** An array's values in one cell, parted by this; without it the cell holds the array as JSON. */
  join: v.exactOptional(v.pipe(v.string(), v.maxLength(16))),
  /** Dates in these columns are written in this time zone (an IANA name); without it as they are stored. */
  dates: v.exactOptional(v.object({ zone: zoneSchema, columns: columnsSchema })),
  ...packing,
});

const documentOptions = {
  /** Each row is an object with `_index`, `_id` and, where there is one, `_routing` beside the document in `_source`. */
  ids: v.exactOptional(v.literal(true)),
  /** Only these fields of the documents, as dotted paths, each with all that is below it; without it whole documents. */
  columns: v.exactOptional(columnsSchema),
  ...packing,
};

/** What a column of Parquet holds: `json` any value as JSON text; the moments are UTC. */
export const PARQUET_TYPES = [
  ...(['text', 'json', 'boolean', 'int32', 'int64', 'uint64', 'float', 'double'] as const),
  ...(['timestamp_ms', 'timestamp_ns'] as const),
] as const;
export type ParquetType = (typeof PARQUET_TYPES)[number];

/** What a cell of a workbook holds, where the value is of that kind; else its text. */
export const XLSX_TYPES = ['text', 'number', 'boolean', 'date'] as const;
export type XlsxType = (typeof XLSX_TYPES)[number];

export const PARQUET_COMPRESSIONS = ['snappy', 'gzip', 'none'] as const;

/** A column by its dotted path. Without a mark its name is a field's; with `ids` of the format, `_index`, `_id` and `_routing` are the hit's own. */
const parquetColumnSchema = v.object({
  name: v.string(),
  type: v.picklist(PARQUET_TYPES),
  /** Several values. */
  list: v.exactOptional(v.literal(true)),
});
export type ParquetColumn = v.InferOutput<typeof parquetColumnSchema>;

const xlsxColumnSchema = v.object({
  name: v.string(),
  type: v.picklist(XLSX_TYPES),
  /** In characters of Excel's own font. It opens no wider ones. */
  width: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(255))),
});
export type XlsxColumn = v.InferOutput<typeof xlsxColumnSchema>;

const typedOptions = {
  ids: v.exactOptional(v.literal(true)),
  /** A last column `_rest`: the fields that have no column, and values that do not fit theirs, as one JSON object. */
  rest: v.optional(v.boolean(), true),
};

const parquetFormatSchema = v.object({
  kind: v.literal('parquet'),
  columns: v.array(parquetColumnSchema),
  compression: v.optional(v.picklist(PARQUET_COMPRESSIONS), 'snappy'),
  ...typedOptions,
  gzip: v.exactOptional(v.never()),
});

const xlsxFormatSchema = v.object({
  kind: v.literal('xlsx'),
  columns: v.array(xlsxColumnSchema),
  /** Dates are written as they are there: a workbook's have no zone. */
  zone: v.optional(zoneSchema, 'UTC'),
  ...typedOptions,
  gzip: v.exactOptional(v.never()),
});

export const formatSchema = v.variant('kind', [
  csvFormatSchema,
  parquetFormatSchema,
  xlsxFormatSchema,
  v.object({ kind: v.literal('ndjson'), ...documentOptions }),
  v.object({ kind: v.literal('json'), ...documentOptions }),
]);

export type ExportFormat = v.InferOutput<typeof formatSchema>;
export type CsvFormat = Extract<ExportFormat, { kind: 'csv' }>;
/** A file of documents. */
export type DocumentFormat = Extract<ExportFormat, { kind: 'ndjson' | 'json' }>;
export type ParquetFormat = Extract<ExportFormat, { kind: 'parquet' }>;
export type XlsxFormat = Extract<ExportFormat, { kind: 'xlsx' }>;
/** A file of columns that each have a type. */
export type TypedFormat = ParquetFormat | XlsxFormat;
/** A file of text. */
export type TextFormat = Exclude<ExportFormat, TypedFormat>;

type Kind = ExportFormat['kind'];

/** What formats are called, the same in every language, and how their files end. */
export const FORMATS: Readonly<Record<Kind, { readonly name: string; readonly ending: string }>> = {
  csv: { name: 'CSV', ending: '.csv' },
  ndjson: { name: 'NDJSON', ending: '.ndjson' },
  json: { name: 'JSON', ending: '.json' },
  parquet: { name: 'Parquet', ending: '.parquet' },
  xlsx: { name: 'Excel', ending: '.xlsx' },
};

/** How a file of this format ends. */
export function endingOf({ kind, gzip }: Pick<ExportFormat, 'kind' | 'gzip'>): string {
  return FORMATS[kind].ending + (gzip ? '.gz' : '');
}

/** The columns whose dates are read by the formats of the mapping. */
export function dateColumnsOf(format: ExportFormat): string[] {
  if (format.kind === 'csv') return format.dates?.columns ?? [];
  if (format.kind === 'parquet') {
    return format.columns.filter(({ type }) => type.startsWith('timestamp')).map(({ name }) => name);
  }
  if (format.kind === 'xlsx') return format.columns.filter(({ type }) => type === 'date').map(({ name }) => name);
  return [];
}

/** The columns that a file has beside `_rest`; undefined where its rows are whole documents. */
export function columnsOf(format: ExportFormat): readonly string[] | undefined {
  if (format.kind === 'parquet' || format.kind === 'xlsx') return format.columns.map(({ name }) => name);
  return format.columns;
}

const partSizeSchema = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1)));

const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What one of several files says of all of them, counted when they were asked for. */
const memberSchema = v.object({
  /** The same of all: a UUID. */
  id: v.pipe(v.string(), v.maxLength(36), v.uuid()),
  /** The field that there is a file for each value of. */
  field: v.string(),
  /** How many files there are, and which this one is, from 0. */
  files: countSchema,
  at: countSchema,
  /** Rows that this one should have, and all of them together. */
  rows: countSchema,
  sum: countSchema,
  /** Rows of the search that they were made of, and those of them without the field that no file was wanted of. */
  total: countSchema,
  left: countSchema,
});
export type Member = v.InferOutput<typeof memberSchema>;

/** In the order in which they are offered. */
export const KINDS = Object.keys(FORMATS) as Kind[];

export const exportRequestSchema = v.object({
  /** A UUID; logs on both sides carry it. */
  id: v.pipe(v.string(), v.maxLength(36), v.uuid()),
  search: searchSchema,
  format: formatSchema,
  /** With its ending, without slashes; of a picked file as the person has named it. */
  fileName: v.pipe(v.string(), v.nonEmpty()),
  reader: v.optional(v.picklist(READERS)),
  /** The order of the file's rows; without it they come as they are read. */
  order: v.exactOptional(orderSchema),
  /** Leave out documents that cannot be read; without it the export waits at the first one. */
  leaveOut: v.exactOptional(v.literal(true)),
  /** What is known of the file at its end is saved beside it (`client/export/manifest.ts`). */
  manifest: v.exactOptional(v.literal(true)),
  /** The file is a zip archive of files of the format, each with so many rows at most, and about so many bytes. */
  parts: v.exactOptional(v.object({ rows: partSizeSchema, bytes: partSizeSchema })),
  /** It is one of several files that were asked for at once. */
  member: v.exactOptional(memberSchema),
});

/** Everything that says what one file will hold. */
export type ExportRequest = v.InferOutput<typeof exportRequestSchema>;
