import { stringify } from 'lossless-json';
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
  /** Bytes of all the sample's documents as JSON. */
  readonly jsonBytes: number;
  /** Bytes that their `_index` and `_id` take beside them. */
  readonly idBytes: number;
};

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text).length;

export function makeSample(hits: readonly Hit[], fields: readonly Field[]): Sample {
  const rows = hits.map(({ _source }) => flattenRow(_source));
  const columns = resolveColumns(
    fields,
    rows.map((row) => row.keys()),
  );
  const jsonBytes = hits.reduce((sum, { _source }) => sum + bytesOf(stringify(_source) ?? ''), 0);
  const idBytes = hits.reduce(
    (sum, { _index, _id }) => sum + bytesOf(JSON.stringify({ _index, _id, _source: 0 })) - 1,
    0,
  );
  return { columns, rows, indices: hits.map(({ _index }) => _index), jsonBytes, idBytes };
}

/** Bytes of a file of `total` rows, from the sample's; undefined when the sample is empty. */
export function estimateBytes(sample: Sample, format: ExportFormat, total: number): number | undefined {
  const count = sample.rows.length;
  if (count === 0) return undefined;
  const bytes = format.kind === 'csv' ? csvBytes(sample, format) : documentBytes(sample, format);
  return Math.round((bytes / count) * total);
}

function documentBytes({ jsonBytes, idBytes, rows }: Sample, { ids }: DocumentFormat): number {
  return jsonBytes + rows.length + (ids ? idBytes : 0);
}

function csvBytes(sample: Sample, { columns, guard }: CsvFormat): number {
  const perRow = Math.max(0, columns.length - 1) + 2;
  return sample.rows.reduce(
    (sum, row) => sum + perRow + columns.reduce((cells, name) => cells + cellBytes(row.get(name), guard), 0),
    0,
  );
}

function cellBytes(cell: Cell | undefined, guard: boolean): number {
  if (cell === undefined) return 0;
  const quoted = /["\r\n,]/.test(cell.text) || (guard && (!cell.raw || /^[[{]/.test(cell.text)));
  const quotes = quoted ? 2 + (cell.text.split('"').length - 1) : 0;
  return bytesOf(cell.text) + quotes;
}

/** Lines of a sheet in Excel, from its specification: what a file has beyond is left out when it is opened. */
export const EXCEL_LINES = 1_048_576;

export function isPastExcel(format: ExportFormat, rows: number): boolean {
  return format.kind === 'csv' && rows + (format.header ? 1 : 0) > EXCEL_LINES;
}
