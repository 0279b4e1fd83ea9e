import type { Chunk } from '../../../shared/chunk.ts';
import { SluiceError } from '../../../shared/errors.ts';
import { MAX_WITHOUT, MIN_PAGE_ROWS } from '../../../shared/limits.ts';
import { abandonPlace, type Shard } from './shards.ts';

/*
 * Documents that cannot be read, and are left out. Behind one nothing of its page can be read, so it is asked where the
 * document lies, and the chunk is parted there: up to its sequence number, without it by its id, as others may bear the
 * number too; and what is behind. It counts as left out once the first part is in the file.
 */

/** Ids to leave out of a page of `chunk`. @throws group_too_large */
export function idsToLeaveOut({ unreadable }: Shard, chunk: Chunk): string[] {
  const ids = new Set(unreadable.filter(({ seqNo }) => isWithin(chunk, seqNo)).map(({ id }) => id));
  if (ids.size > MAX_WITHOUT) {
    throw new SluiceError(
      'group_too_large',
      'More documents that cannot be read share one sequence number than can be left out.',
    );
  }
  return [...ids];
}

/**
 * Notes that a document of `chunk` cannot be read. @returns what is up to it, and what is behind
 * @throws page_malformed when it is not where it was: asked again it may be, or be gone
 */
export function leaveOut(
  { unreadable }: Shard,
  chunk: Chunk | undefined,
  { id, seqNos }: { id: string; seqNos: readonly number[] },
): { upTo: Chunk; behind: Chunk | undefined } {
  const found = seqNos.filter((seqNo) => chunk && isWithin(chunk, seqNo));
  const last = found.at(-1);
  if (!chunk || last === undefined) {
    throw new SluiceError('page_malformed', 'A document that cannot be read is not where it was.');
  }
  for (const seqNo of found) {
    if (!unreadable.some((one) => one.id === id && one.seqNo === seqNo)) unreadable.push({ id, seqNo });
  }
  const behind = last < chunk.upTo ? { after: last, upTo: chunk.upTo } : undefined;
  return { upTo: { after: chunk.after, upTo: last }, behind };
}

/** Counts the documents that were left out between `chunk` and what is left of it now. @returns their ids */
export function countLeftOut(shard: Shard, chunk: Chunk, left: Chunk | undefined): string[] {
  if (shard.unreadable.length === 0) return [];
  const read = { after: chunk.after, upTo: left?.after ?? chunk.upTo };
  const passed = shard.unreadable.filter(({ seqNo }) => isWithin(read, seqNo));
  shard.unreadable = shard.unreadable.filter((one) => !passed.includes(one));
  shard.leftOut += passed.length;
  shard.seqNoSum += passed.reduce((sum, { seqNo }) => sum + seqNo, 0);
  return passed.map(({ id }) => id);
}

/** Rows for a shard's next page: few where many documents cannot be read, as all behind the first is read for nothing. */
export function rowsToAsk({ mostRows }: Shard, rows: number): number {
  return Math.min(rows, mostRows ?? rows);
}

/** A page ended before a document that cannot be read, after so many rows. */
export function endedAfter(shard: Shard, rows: number): void {
  shard.mostRows = Math.max(MIN_PAGE_ROWS, 2 * rows);
}

/** A page of `size` rows came whole, where the pace would have asked for `rows`. */
export function cameWhole(shard: Shard, size: number, rows: number): void {
  if (shard.mostRows !== undefined) shard.mostRows = size * 2 < rows ? size * 2 : undefined;
}

/** Gives up the place of a scroll, and takes what is to be closed: each document left out would leave one open. */
export function takePlaces(shard: Shard): string[] {
  abandonPlace(shard);
  return shard.abandoned.splice(0);
}

function isWithin({ after, upTo }: Chunk, seqNo: number): boolean {
  return seqNo > after && seqNo <= upTo;
}
