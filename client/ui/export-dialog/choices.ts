import * as v from 'valibot';
import {
  csvFormatSchema,
  type DocumentFormat,
  type ExportFormat,
  type ExportRequest,
  KINDS,
  PARQUET_COMPRESSIONS,
  type ParquetColumn,
  type TypedFormat,
  type XlsxColumn,
} from '../../../shared/request.ts';
import { readSetting, writeSetting } from '../lib/settings.ts';

const csvChoicesSchema = v.object({
  ...v.omit(csvFormatSchema, ['columns', 'ids', 'kind', 'dates', 'rest', 'gzip']).entries,
  /** `auto`: where fields may come up that have no column. */
  rest: v.optional(v.pipe(v.union([v.boolean(), v.picklist(['auto', 'on', 'off'])]), v.transform(readRest)), 'auto'),
  /** The time zone that dates are written in; empty: as they are stored. */
  zone: v.optional(v.string(), ''),
});

/** Earlier pages remembered false for no choice at all. */
function readRest(stored: boolean | 'auto' | 'on' | 'off'): 'auto' | 'on' | 'off' {
  return typeof stored === 'string' ? stored : stored ? 'on' : 'auto';
}

const parquetChoicesSchema = v.object({
  compression: v.optional(v.picklist(PARQUET_COMPRESSIONS), 'snappy'),
  rest: v.optional(v.boolean(), true),
});

const xlsxChoicesSchema = v.object({
  /** The time zone that dates are written in; empty: this browser's. */
  zone: v.optional(v.string(), ''),
  rest: v.optional(v.picklist(['auto', 'on', 'off']), 'auto'),
});

const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

/** The most rows, and the most MB, that a part may be said to have: an archive has no room for larger files. */
export const MOST_IN_PART = { rows: 1_000_000_000, megabytes: 4_000 } as const;

const partsSchema = v.object({
  by: v.optional(v.picklist(['none', 'rows', 'megabytes']), 'none'),
  /** With a header it is as much as Excel opens. */
  rows: v.optional(whole(MOST_IN_PART.rows), 1_000_000),
  megabytes: v.optional(whole(MOST_IN_PART.megabytes), 100),
});

const choicesSchema = v.object({
  kind: v.optional(v.picklist(KINDS), 'csv'),
  csv: v.optional(csvChoicesSchema, {}),
  parquet: v.optional(parquetChoicesSchema, {}),
  xlsx: v.optional(xlsxChoicesSchema, {}),
  /** Documents with their `_index` and `_id`. */
  ids: v.optional(v.boolean(), false),
  /** Documents with their chosen fields only. */
  only: v.optional(v.boolean(), false),
  /** Pack the file. */
  gzip: v.optional(v.boolean(), false),
  /** Leave out documents that cannot be read. */
  leaveOut: v.optional(v.boolean(), false),
  /** Save a manifest beside the file. */
  manifest: v.optional(v.boolean(), false),
  /** Several files in an archive, each of so many rows or MB; of none but workbooks. */
  parts: v.optional(partsSchema, {}),
  place: v.optional(v.picklist(['downloads', 'picked']), 'downloads'),
  /** Each format's template of a file name; none where the default holds. */
  templates: v.optional(v.record(v.string(), v.string()), {}),
});

/** What the dialog remembers from one export to the next. Columns are not: another search has others. */
export type Choices = v.InferOutput<typeof choicesSchema>;
export type CsvOptions = Choices['csv'];
export type ParquetOptions = Choices['parquet'];
export type XlsxOptions = Choices['xlsx'];
export type PartsOptions = Choices['parts'];

export function readChoices(): Choices {
  try {
    return v.parse(choicesSchema, JSON.parse(readSetting('export') ?? '{}'));
  } catch {
    return v.parse(choicesSchema, {});
  }
}

/** A name without slots was meant for one file: it is not remembered. */
export function writeChoices(choices: Choices, template: string): void {
  const { [choices.kind]: _, ...others } = choices.templates;
  const templates = template.includes('{') ? { ...others, [choices.kind]: template } : others;
  writeSetting('export', JSON.stringify({ ...choices, templates }));
}

/** The byte order mark is for Excel, which runs formulas: choosing it chooses the guard, too. It stays when the mark goes. */
export function withBom(csv: CsvOptions, bom: boolean): CsvOptions {
  return { ...csv, bom, guard: csv.guard || bom };
}

type Chosen = {
  columns: readonly string[];
  /** `_index`, `_id` or `_routing` is among them, and is not a field of the documents. */
  ids?: boolean;
  /** The columns that are mapped as dates. */
  dates: ReadonlySet<string>;
  /** Whether the file has that column. */
  rest: boolean;
  /** The columns with their types, of the formats that have types. */
  types: { parquet: () => readonly ParquetColumn[]; xlsx: () => readonly XlsxColumn[] };
};

export function toFormat(choices: Choices, chosen: Chosen): ExportFormat {
  const { columns, ids, dates, rest, types } = chosen;
  const own = { ...(ids ? { ids: true as const } : {}), rest };
  if (choices.kind === 'parquet') {
    const { compression } = choices.parquet;
    return { kind: 'parquet', columns: [...types.parquet()], compression, ...own };
  }
  if (choices.kind === 'xlsx') {
    const zone = choices.xlsx.zone || browserZone();
    return { kind: 'xlsx', columns: [...types.xlsx()], zone, ...own };
  }
  const packing = choices.gzip ? { gzip: true as const } : {};
  if (choices.kind !== 'csv') {
    const only = choices.only ? { columns: [...columns] } : {};
    const ofIds = choices.ids ? { ids: true as const } : {};
    const documents: DocumentFormat = { kind: choices.kind, ...ofIds, ...only, ...packing };
    return documents;
  }
  const { zone, ...csv } = choices.csv;
  const zoned = zone !== '' && { dates: { zone, columns: columns.filter((name) => dates.has(name)) } };
  return { kind: 'csv', columns: [...columns], ...(ids ? { ids: true } : {}), ...csv, rest, ...zoned, ...packing };
}

/** A format whose columns have types. */
export function isTyped(kind: ExportFormat['kind']): kind is TypedFormat['kind'] {
  return kind === 'parquet' || kind === 'xlsx';
}

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

type Marks = Pick<ExportRequest, 'leaveOut' | 'manifest' | 'parts'>;

/** What is asked for beside the format. */
export function marksOf(choices: Choices): Marks {
  const { leaveOut, manifest } = choices;
  const parts = partsOf(choices);
  return { ...(leaveOut ? { leaveOut } : {}), ...(manifest ? { manifest } : {}), ...(parts ? { parts } : {}) };
}

/** A workbook has sheets in its place. */
export function partsOf({ kind, parts }: Pick<Choices, 'kind' | 'parts'>): ExportRequest['parts'] {
  if (kind === 'xlsx' || parts.by === 'none') return undefined;
  return parts.by === 'rows' ? { rows: parts.rows } : { bytes: parts.megabytes * 1e6 };
}
