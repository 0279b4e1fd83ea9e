/**
 * Sequence numbers `(after, upTo]` of one shard of one index. What is left of a chunk is a smaller chunk, so a position
 * is a number and any page can be asked for again.
 */
export type Chunk = { readonly after: number; readonly upTo: number };

/** Where a shard's first chunk begins: OpenSearch gives its first document the sequence number 0. */
export const BEFORE_FIRST = -1;

/**
 * A shard cut into chunks that hold about `maxRows` rows of the result each, by the shard's count over its high-water
 * mark; a sparse result makes long ranges.
 */
export function chunksOf(shard: { highest: number; rows: number }, maxRows: number): Chunk[] {
  if (shard.rows === 0 || shard.highest < 0) return [];
  const span = shard.highest + 1;
  const count = Math.min(span, Math.max(1, Math.ceil(shard.rows / maxRows)));
  const bound = (i: number) => BEFORE_FIRST + Math.floor((span * i) / count);
  return Array.from({ length: count }, (_, i) => ({ after: bound(i), upTo: bound(i + 1) }));
}

/** What is left of `chunk` once every row up to and with `lastSeqNo` is written; nothing when that was its end. */
export function restOf(chunk: Chunk, lastSeqNo: number): Chunk | undefined {
  return lastSeqNo < chunk.upTo ? { after: Math.max(chunk.after, lastSeqNo), upTo: chunk.upTo } : undefined;
}
