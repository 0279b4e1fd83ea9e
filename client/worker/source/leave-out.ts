import type { Chunk } from '../../../shared/chunk.ts';
import { SluiceError } from '../../../shared/errors.ts';
import { MAX_WITHOUT } from '../../../shared/limits.ts';
import { isWithin } from './position.ts';
import type { Shard } from './shard.ts';

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
