import { isLosslessNumber } from 'lossless-json';
import { resolveColumns } from '../../../shared/columns.ts';
import { type Cell, flattenRow } from '../../../shared/flatten.ts';
import type { Field, Hit } from '../../../shared/http.ts';
import type { CsvFormat, DocumentFormat, ExportFormat } from '../../../shared/request.ts';

/** Some rows of the result: which columns there are, and how large a row is. */
export type Sample = {
  readonly columns: readonly string[];
  readonly rows: readonly ReadonlyMap<string, Cell>[];
  /** Of each row. */
  readonly indices: readonly string[];
  /** Bytes of each column's cells in a CSV, of those columns that have any. */
  readonly cellBytes: ReadonlyMap<string, number>;
  /** The same where cells are guarded from spreadsheets. */
  readonly guardedBytes: ReadonlyMap<string, number>;
  /** Bytes of all the sample's documents as JSON. */
  readonly jsonBytes: number;
  /** Bytes that their `_index` and `_id` take beside them. */
  readonly idBytes: number;
};

export function makeSample(hits: readonly Hit[], fields: readonly Field[]): Sample {
  const rows = hits.map(({ _source }) => flattenRow(_source));
  const columns = resolveColumns(
    fields,
    rows.map((row) => row.keys()),
  );
  const jsonBytes = hits.reduce((sum, { _source }) => sum + bytesOfJson(_source), 0);
  const idBytes = hits.reduce((sum, { _index, _id }) => sum + bytesOfJson({ _index, _id, _source: '' }) - 2, 0);
  return { columns, rows, indices: hits.map(({ _index }) => _index), ...bytesByColumn(rows), jsonBytes, idBytes };
}

function bytesByColumn(rows: readonly ReadonlyMap<string, Cell>[]) {
  const bytes = { cellBytes: new Map<string, number>(), guardedBytes: new Map<string, number>() };
  for (const row of rows) {
    for (const [name, cell] of row) {
      bytes.cellBytes.set(name, (bytes.cellBytes.get(name) ?? 0) + cellBytes(cell, false));
      bytes.guardedBytes.set(name, (bytes.guardedBytes.get(name) ?? 0) + cellBytes(cell, true));
    }
  }
  return bytes;
}

/** Bytes of a file of `total` rows, from the sample's; undefined when the sample is empty. */
export function estimateBytes(sample: Sample, format: ExportFormat, total: number): number | undefined {
  if (sample.rows.length === 0) return undefined;
  const bytes = format.kind === 'csv' ? csvBytes(sample, format) : documentBytes(sample, format);
  return Math.round((bytes / sample.rows.length) * total);
}

function documentBytes({ jsonBytes, idBytes, rows }: Sample, { ids }: DocumentFormat): number {
  return jsonBytes + rows.length + (ids ? idBytes : 0);
}

function csvBytes(sample: Sample, { columns, guard }: CsvFormat): number {
  const perRow = Math.max(0, columns.length - 1) + 2;
  const cells = guard ? sample.guardedBytes : sample.cellBytes;
  return sample.rows.length * perRow + columns.reduce((sum, name) => sum + (cells.get(name) ?? 0), 0);
}

function cellBytes(cell: Cell, guard: boolean): number {
  const quoted = /["\r\n,]/.test(cell.text) || (guard && (!cell.raw || /^[[{]/.test(cell.text)));
  const quotes = quoted ? 2 + (cell.text.split('"').length - 1) : 0;
  return bytesOf(cell.text) + quotes;
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
