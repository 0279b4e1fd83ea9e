import { type Chunk, restOf } from '../../../shared/chunk.ts';
import type { Rows } from '../scan/scanner.ts';

/** What is left of `chunk` behind the last of `rows`; all of it where there are no rows. */
export function behind(chunk: Chunk, rows: Rows): Chunk | undefined {
  return rows.lastSeqNo === undefined ? chunk : restOf(chunk, rows.lastSeqNo);
}

export function isWithin({ after, upTo }: Chunk, seqNo: number): boolean {
  return seqNo > after && seqNo <= upTo;
}
