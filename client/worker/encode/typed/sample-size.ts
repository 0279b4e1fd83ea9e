import type { Cell } from '../../../../shared/flatten.ts';
import { ByteBuffer } from '../../../../shared/json/bytes.ts';
import type { TypedFormat } from '../../../../shared/request.ts';
import { ESCAPED, JSON_CELL, MISSING, NULL, PLAIN, putHead } from '../../scan/cells/raw-cells.ts';
import type { MakeEncoder } from '../encoder.ts';
import { loadFormat } from '../formats.ts';

/** A row's cells in the file's columns, `_rest` behind them where the file has it. */
export type SampleRow = readonly (Cell | undefined)[];

/** What a file takes, in bytes: once, and for each of its rows. */
export type FileSize = { readonly fixed: number; readonly perRow: number };

const UTF8 = new TextEncoder();

/**
 * What a format's own encoder makes of a sample's rows. What each part of a file takes whatever is in it (of Parquet a good deal) is
 * told from what rows take by writing half of them, too.
 */
export async function sampleSize(format: TypedFormat, rows: readonly SampleRow[]): Promise<FileSize> {
  const { makeEncoder } = await loadFormat(format);
  const all = written(makeEncoder, rows);
  const half = rows.filter((_, i) => i % 2 === 0);
  const less = rows.length - half.length;
  if (less === 0) return { fixed: written(makeEncoder, []), perRow: Math.max(0, all - written(makeEncoder, [])) };
  const perRow = Math.max(0, (all - written(makeEncoder, half)) / less);
  return { fixed: Math.max(0, all - perRow * rows.length), perRow };
}

/** Bytes of a file of these rows. */
function written(makeEncoder: MakeEncoder, rows: readonly SampleRow[]): number {
  const encoder = makeEncoder();
  const cells = new ByteBuffer(1024);
  for (const row of rows) for (const cell of row) putCell(cells, cell);
  const parts = [...encoder.append(cells.bytes.slice(0, cells.length)), ...encoder.finish()];
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function putCell(out: ByteBuffer, cell: Cell | undefined): void {
  if (!cell) return putHead(out, MISSING, 0);
  const { text, raw } = cell;
  if (raw && text === '') return putHead(out, NULL, 0);
  const bytes = UTF8.encode(raw ? text : JSON.stringify(text).slice(1, -1));
  putHead(out, raw ? (/^[[{]/.test(text) ? JSON_CELL : PLAIN) : ESCAPED, bytes.length);
  out.reserve(bytes.length);
  out.copy(bytes, 0, bytes.length);
}
