/** More hits than these nobody steps through. */
export const MOST_HITS = 10_000;

/** Where a text begins in another, in any case, from the first on; no more than `most`. */
export function findAll(text: string, wanted: string, most = MOST_HITS): number[] {
  if (wanted === '') return [];
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
  const hits: number[] = [];
  for (const { index } of text.matchAll(pattern)) {
    if (hits.length === most) break;
    hits.push(index);
  }
  return hits;
}

/** A text in pieces: what is between the hits, and the hits, each with its place among them. */
export type Piece = { readonly text: string; readonly hit?: number };

/** @param size characters of a hit */
export function cutAtHits(text: string, hits: readonly number[], size: number): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const [i, at] of hits.entries()) {
    if (at > done) pieces.push({ text: text.slice(done, at) });
    pieces.push({ text: text.slice(at, at + size), hit: i });
    done = at + size;
  }
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
}
