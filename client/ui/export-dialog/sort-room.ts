import type { Order, SortableType } from '../../../shared/order.ts';
import type { ExportFormat } from '../../../shared/request.ts';
import type { KeepSupport } from '../../sink/keep-support.ts';
import type { WantedOrder } from '../search/address/sort.ts';
import { rowsBytes, type Sample } from './sample.ts';

/** Lengths of key and row, and what fills up to four bytes. */
const RECORD_BYTES = 8 + 2;
/** Sequence number, index and shard, at the end of each key. */
const PLACE_BYTES = 8;

/** Of a value in a key; texts are as long as the column's cells. */
const VALUE_BYTES: Partial<Record<SortableType, number>> = {
  ...{ double: 8, float: 8, half_float: 8, ip: 17, boolean: 2 },
  ...{ byte: 2, short: 3, integer: 4, date: 7, date_nanos: 9, long: 7, unsigned_long: 7 },
};
/** Where no row of the sample has the text. */
const TEXT_BYTES = 32;

/**
 * Bytes of the browser's storage that a file of `total` rows takes while it is put in order: each row once, not packed, with
 * its key. Undefined where the sample does not tell. Merging writes rows a second time only where there are more runs than
 * memory has buffers for: a thousand and more, of 16 MB each or of five seconds' rows.
 *
 * @param columns those of the order, whose cells the sample knows
 */
export function sortRoom(
  sample: Sample,
  format: ExportFormat,
  { total, order, columns }: { total: number; order: Order; columns: WantedOrder },
): number | undefined {
  const bytes = rowsBytes(sample, format, total);
  if (bytes === undefined) return undefined;
  const keys = order.map(({ type }, n) => VALUE_BYTES[type] ?? textBytes(sample, columns[n]?.column ?? ''));
  return bytes + total * keys.reduce((sum, one) => sum + one, RECORD_BYTES + PLACE_BYTES);
}

/** With the bytes before and behind it. */
function textBytes({ cells, rows }: Sample, column: string): number {
  const all = cells.get(column)?.plain;
  return all === undefined ? TEXT_BYTES : Math.ceil(all / Math.max(1, rows.length)) + 2;
}

/** Why rows cannot be put in order here: nothing is kept, or not as much (bytes). What is not known is no reason. */
export type NoSortRoom = { readonly kind: 'unkept' } | { readonly kind: 'small'; need: number; free: number };

export function noSortRoom(keep: KeepSupport | undefined, need: number | undefined): NoSortRoom | undefined {
  if (keep?.kind === 'unkept') return { kind: 'unkept' };
  const free = keep?.freeBytes;
  return need !== undefined && free !== undefined && free < need ? { kind: 'small', need, free } : undefined;
}
