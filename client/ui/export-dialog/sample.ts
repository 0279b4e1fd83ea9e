import { isLosslessNumber } from 'lossless-json';
import { columnPaths, parentsOf, resolveColumns } from '../../../shared/columns.ts';
import { type Cell, flattenRow } from '../../../shared/flatten.ts';
import type { Field, Hit } from '../../../shared/http.ts';
import type { CsvFormat, DocumentFormat, ExportFormat, TextFormat } from '../../../shared/request.ts';
import { inTasks } from '../lib/next-task.ts';
import { CELL_CHARS } from '../search/values/cells.ts';
import { addShapes, type ColumnShape, type Shape } from './column-shapes.ts';

/** Some rows of the result: which columns there are, and how large a row is. */
export type Sample = {
  readonly columns: readonly string[];
  /** Columns that no row has a value for, as far as is known: the file goes without them unless they are asked for. */
  readonly hidden: ReadonlySet<string>;
  /** A row has fields that the mapping does not know; so may others. */
  readonly hasUnmapped: boolean;
  /** It is all of the result. */
  readonly isWhole: boolean;
  readonly rows: readonly ReadonlyMap<string, Cell>[];
  /** Of each row. */
  readonly indices: readonly string[];
  readonly ids: readonly string[];
  /** Of each column's cells, of those columns that have any. */
  readonly cells: ReadonlyMap<string, CellBytes>;
  /** The same of `_index` and `_id`. */
  readonly idCells: ReadonlyMap<string, CellBytes>;
  /** What their values are. */
  readonly shapes: ReadonlyMap<string, ColumnShape>;
  /** Bytes of all the sample's documents as JSON. */
  readonly jsonBytes: number;
  /** Bytes that their `_index` and `_id` take beside them. */
  readonly idBytes: number;
};

/** Bytes in a CSV, plain and guarded from spreadsheets, and as a member of a JSON object. */
type CellBytes = { readonly plain: number; readonly guarded: number; readonly member: number };

/** Looks through the rows in tasks that nobody notices. */
export async function makeSample(hits: readonly Hit[], fields: readonly Field[], total = hits.length): Promise<Sample> {
  const rows: ReadonlyMap<string, Cell>[] = [];
  const cells = new Map<string, CellBytes>();
  const idCells = new Map<string, CellBytes>();
  const shapes = new Map<string, Shape>();
  let jsonBytes = 0;
  let idBytes = 0;
  await inTasks(hits, ({ _index, _id, _source }) => {
    const row = flattenRow(_source);
    rows.push(row);
    for (const [name, cell] of row) cells.set(name, sumOf(cells.get(name), cellBytes(name, cell)));
    addShapes(shapes, row);
    for (const [name, text] of Object.entries({ _index, _id }))
      idCells.set(name, sumOf(idCells.get(name), cellBytes(name, { text, raw: false })));
    jsonBytes += bytesOfJson(_source);
    idBytes += bytesOfJson({ _index, _id, _source: '' }) - 2;
    return row.size * CELL_CHARS;
  });
  const byName = new Map(fields.map((field) => [field.name, field]));
  const columns = resolveColumns(
    fields,
    rows.map((row) => columnPaths(row, byName)),
  );
  const hasUnmapped = columns.some((name) => cells.has(name) && !isMapped(name, byName));
  const isWhole = hits.length >= total;
  // Without a row nothing is known, and the file has a header of all columns.
  const hidden = new Set(isWhole && rows.length > 0 ? columns.filter((name) => !cells.has(name)) : []);
  const [indices, ids] = [hits.map(({ _index }) => _index), hits.map(({ _id }) => _id)];
  return { columns, hidden, hasUnmapped, isWhole, rows, indices, ids, cells, idCells, shapes, jsonBytes, idBytes };
}

/** Types of fields whose values are objects of members that are given. */
const OF_MEMBERS = new Set([
  ...['geo_point', 'geo_shape', 'join', 'completion'],
  ...['integer_range', 'long_range', 'float_range', 'double_range', 'date_range', 'ip_range'],
]);

function isMapped(name: string, byName: ReadonlyMap<string, Field>): boolean {
  return byName.has(name) || parentsOf(name).some((above) => OF_MEMBERS.has(byName.get(above)?.type ?? ''));
}

/** Bytes of a file of `total` rows, from the sample's; undefined when the sample is empty. */
export function estimateBytes(sample: Sample, format: TextFormat, total: number): number | undefined {
  if (sample.rows.length === 0) return undefined;
  const bytes = format.kind === 'csv' ? csvBytes(sample, format) : documentBytes(sample, format);
  return Math.round((bytes / sample.rows.length) * total);
}

/** Bytes that the rows of a file take before they are one, as the format's scanner makes them. */
export function rowsBytes(sample: Sample, format: ExportFormat, total: number): number | undefined {
  if (format.kind !== 'parquet' && format.kind !== 'xlsx') return estimateBytes(sample, format, total);
  if (sample.rows.length === 0) return undefined;
  const cells = format.columns.reduce((sum, { name }) => sum + (cellOf(sample, name, format.ids)?.plain ?? 0), 0);
  return Math.round((cells / sample.rows.length + (format.columns.length + 1) * CELL_HEAD_BYTES) * total);
}

/** Before each cell that a typed format gets. */
const CELL_HEAD_BYTES = 4;

function cellOf(sample: Sample, name: string, ids?: boolean): CellBytes | undefined {
  return (ids && sample.idCells.get(name)) || sample.cells.get(name);
}

function documentBytes(sample: Sample, { ids, columns }: DocumentFormat): number {
  const { jsonBytes, idBytes, rows } = sample;
  return (columns ? memberBytes(sample, columns) : jsonBytes) + rows.length + (ids ? idBytes : 0);
}

/** Of objects of these fields. What stands below a chosen one is in it already. */
function memberBytes({ cells, rows }: Sample, columns: readonly string[]): number {
  const chosen = new Set(columns);
  const outermost = columns.filter((name) => !parentsOf(name).some((above) => chosen.has(above)));
  // The braces, less the comma that the last member goes without.
  return outermost.reduce((sum, name) => sum + (cells.get(name)?.member ?? 0), rows.length);
}

function csvBytes(sample: Sample, { columns, ids, guard }: CsvFormat): number {
  const perRow = Math.max(0, columns.length - 1) + 2;
  const of = guard ? 'guarded' : 'plain';
  return sample.rows.length * perRow + columns.reduce((sum, name) => sum + (cellOf(sample, name, ids)?.[of] ?? 0), 0);
}

function cellBytes(name: string, { text, raw }: Cell): CellBytes {
  const bytes = bytesOf(text);
  const quotes = 2 + (text.split('"').length - 1);
  const isQuoted = /["\r\n,]/.test(text);
  const isGuarded = isQuoted || !raw || /^[[{]/.test(text);
  const key = bytesOf(name.slice(name.lastIndexOf('.') + 1)) + '"":,'.length;
  const value = raw ? bytes || 'null'.length : bytes + 2;
  return {
    ...{ plain: bytes + (isQuoted ? quotes : 0), guarded: bytes + (isGuarded ? quotes : 0) },
    member: key + value,
  };
}

function sumOf(a: CellBytes | undefined, b: CellBytes): CellBytes {
  if (!a) return b;
  return { plain: a.plain + b.plain, guarded: a.guarded + b.guarded, member: a.member + b.member };
}

/** Of a value as JSON without white space. */
function bytesOfJson(value: unknown): number {
  if (typeof value === 'string') return bytesOf(JSON.stringify(value));
  if (isLosslessNumber(value)) return value.value.length;
  if (Array.isArray(value))
    return Math.max(
      2,
      value.reduce((sum, one) => sum + bytesOfJson(one) + 1, 1),
    );
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value);
    return Math.max(
      2,
      pairs.reduce((sum, [name, one]) => sum + bytesOfJson(name) + bytesOfJson(one) + 2, 1),
    );
  }
  return String(value).length;
}

/** In UTF-8. Of hundreds of short texts a second that is quicker counted than made. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes += 1;
    // Both halves of a pair have two.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 1;
  }
  return bytes;
}

/** Lines of a sheet in Excel, from its specification: what a file has beyond is left out when it is opened. */
export const EXCEL_LINES = 1_048_576;

export function isPastExcel(format: ExportFormat, rows: number): boolean {
  return format.kind === 'csv' && rows + (format.header ? 1 : 0) > EXCEL_LINES;
}
