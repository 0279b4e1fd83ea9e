import type { Chunk } from '../../../shared/chunk.ts';
import type { Shard } from './shard.ts';

/** Pages that a piece must hold: a read of its own costs as much as a page of few rows. */
const LEAST_PAGES = 2;

type Piece = { shard: Shard; at: number; rows: number };
export type Splitting = {
  /** Chunks that are wanted. */
  wanted: number;
  /** Reads of the shard that may be sent now. */
  roomOf(shard: Shard): number;
  /** Rows of its next page; undefined where that is not known. */
  pageRowsOf(shard: Shard): number | undefined;
};

/**
 * Cuts chunks that wait in the middle, the largest first, until as many as are wanted can be read side by side, or the pieces
 * would be too small. A chunk that is being read is cut once its page has come: what was asked for stays one piece.
 */
export function splitFor(shards: readonly Shard[], { wanted, roomOf, pageRowsOf }: Splitting): void {
  const ready = () => shards.reduce((sum, shard) => sum + Math.min(shard.left.length, roomOf(shard)), 0);
  while (ready() < wanted) {
    const pieces = shards
      .filter((shard) => roomOf(shard) > shard.left.length)
      .flatMap((shard) => splittable(shard, pageRowsOf(shard)));
    const largest = pieces.reduce<Piece | undefined>((a, b) => (a && a.rows >= b.rows ? a : b), undefined);
    if (!largest) return;
    const { shard, at } = largest;
    shard.left.splice(at, 1, ...shard.left.slice(at, at + 1).flatMap(halves));
  }
}

/** Chunks of a shard whose halves are likely to hold enough rows. */
function splittable(shard: Shard, pageRows: number | undefined): Piece[] {
  if (pageRows === undefined) return [];
  const density = rowsPerNumber(shard);
  return shard.left.flatMap((chunk, at) => {
    const rows = density * spanOf(chunk);
    return rows >= 2 * LEAST_PAGES * pageRows && spanOf(chunk) > 1 ? [{ shard, at, rows }] : [];
  });
}

/** Rows that are still to come for each sequence number of what is left. */
export function rowsPerNumber({ expected, written, leftOut, unread }: Shard): number {
  const span = unread.reduce((sum, chunk) => sum + spanOf(chunk), 0);
  return span === 0 ? 0 : (expected - written - leftOut) / span;
}

export function spanOf({ after, upTo }: Chunk): number {
  return upTo - after;
}

function halves({ after, upTo }: Chunk): Chunk[] {
  const middle = after + Math.floor((upTo - after) / 2);
  return [
    { after, upTo: middle },
    { after: middle, upTo },
  ];
}
