import { stringify } from 'lossless-json';
import { resolveColumns } from '../../../shared/columns.ts';
import { type Cell, flattenRow } from '../../../shared/flatten.ts';
import type { Field, Hit } from '../../../shared/http.ts';
import type { ExportFormat } from '../../../shared/request.ts';

/** Some rows of the result: which columns there are, and how large a row is. */
export type Sample = {
  readonly columns: readonly string[];
  readonly rows: readonly ReadonlyMap<string, Cell>[];
  /** Bytes of all the sample's documents as JSON. */
  readonly jsonBytes: number;
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
  return { columns, rows, jsonBytes };
}

/** Bytes of a file of `total` rows, from the sample's; undefined when the sample is empty. */
export function estimateBytes(sample: Sample, format: ExportFormat, total: number): number | undefined {
  const count = sample.rows.length;
  if (count === 0) return undefined;
  const bytes = format.kind === 'csv' ? csvBytes(sample, format.columns) : sample.jsonBytes + count;
  return Math.round((bytes / count) * total);
}

function csvBytes(sample: Sample, columns: readonly string[]): number {
  const perRow = Math.max(0, columns.length - 1) + 2;
  return sample.rows.reduce(
    (sum, row) => sum + perRow + columns.reduce((cells, name) => cells + cellBytes(row.get(name)), 0),
    0,
  );
}

function cellBytes(cell: Cell | undefined): number {
  if (cell === undefined) return 0;
  const quotes = /["\r\n,]/.test(cell.text) ? 2 + (cell.text.split('"').length - 1) : 0;
  return bytesOf(cell.text) + quotes;
}
