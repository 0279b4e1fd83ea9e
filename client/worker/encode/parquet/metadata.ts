import type { ParquetColumn } from '../../../../shared/request.ts';
import type { Bytes } from '../encoder.ts';
import type { Chunk } from './column-chunk.ts';
import { CODECS, type Compression } from './pack.ts';
import { PLAIN, RLE, RLE_DICTIONARY } from './pages.ts';
import { pathOf, physicalOf, writeSchema } from './schema.ts';
import { BINARY_ITEMS, CompactWriter, I32_ITEMS, STRUCT } from './thrift.ts';

const VERSION = 1;
/** In the form that readers take apart; the writer's own version. */
const CREATED_BY = 'Sluice version 1';

export type PlacedChunk = { readonly column: ParquetColumn; readonly chunk: Chunk; readonly at: number };

/** A row group's entry in the footer. `at`: where its bytes begin in the file. */
export function rowGroup(chunks: readonly PlacedChunk[], rows: number, compression: Compression): Bytes {
  const out = new CompactWriter();
  out.item();
  out.list(1, STRUCT, chunks.length);
  for (const placed of chunks) writeChunk(out, placed, compression);
  out.i64(
    2,
    chunks.reduce((sum, { chunk }) => sum + unpackedOf(chunk), 0),
  );
  out.i64(3, rows);
  out.i64(5, chunks[0]?.at ?? 0);
  out.i64(
    6,
    chunks.reduce((sum, { chunk }) => sum + lengthOf(chunk), 0),
  );
  out.end();
  return out.bytes;
}

/** @param groups  `rowGroup`s, one behind another */
export function footer(
  columns: readonly ParquetColumn[],
  { groups, count, rows }: { groups: Bytes; count: number; rows: number },
): Bytes {
  const out = new CompactWriter();
  out.item();
  out.i32(1, VERSION);
  writeSchema(out, 2, columns);
  out.i64(3, rows);
  out.list(4, STRUCT, count);
  out.items(groups);
  out.text(6, CREATED_BY);
  out.list(7, STRUCT, columns.length);
  for (const _ of columns) {
    out.item();
    out.struct(1);
    out.end();
    out.end();
  }
  out.end();
  return out.bytes;
}

/** Bytes that it takes in the file. */
export function lengthOf({ pages, dictionary }: Chunk): number {
  return pages.reduce((sum, { length }) => sum + length, dictionary?.length ?? 0);
}

function unpackedOf({ pages, dictionary }: Chunk): number {
  return pages.reduce((sum, { unpacked }) => sum + unpacked, dictionary?.unpacked ?? 0);
}

function writeChunk(out: CompactWriter, { column, chunk, at }: PlacedChunk, compression: Compression): void {
  const { dictionary, values } = chunk;
  const path = pathOf(column);
  const encodings = dictionary ? [PLAIN, RLE, RLE_DICTIONARY] : [PLAIN, RLE];
  out.item();
  out.i64(2, at);
  out.struct(3);
  out.i32(1, physicalOf(column.type));
  out.list(2, I32_ITEMS, encodings.length);
  for (const encoding of encodings) out.i32Item(encoding);
  out.list(3, BINARY_ITEMS, path.length);
  for (const name of path) out.textItem(name);
  out.i32(4, CODECS[compression]);
  out.i64(5, values);
  out.i64(6, unpackedOf(chunk));
  out.i64(7, lengthOf(chunk));
  out.i64(9, at + (dictionary?.length ?? 0));
  if (dictionary) out.i64(11, at);
  writeStatistics(out, chunk);
  out.end();
  out.end();
}

function writeStatistics(out: CompactWriter, { nulls, bounds }: Chunk): void {
  out.struct(12);
  out.i64(3, nulls);
  if (bounds) {
    out.binary(5, bounds.max);
    out.binary(6, bounds.min);
  }
  out.end();
}
