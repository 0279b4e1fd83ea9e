import { compareWithin } from './compare-bytes.ts';
import type { RunReader } from './run-reader.ts';

/** Bytes of two rows that are compared at once, should their keys be the same. */
const PIECE = 4096;

/**
 * The reader with the first record of all. In each inner node stands the reader that lost there, so that going on costs one comparison
 * a level. Node 0 holds the winner; reader r is the leaf `count + r`.
 */
export class LoserTree {
  readonly #readers: readonly RunReader[];
  readonly #nodes: Uint32Array;

  constructor(readers: readonly RunReader[]) {
    this.#readers = readers;
    this.#nodes = new Uint32Array(Math.max(1, readers.length));
    this.#nodes[0] = this.#play(1);
  }

  /** Undefined when all are read. */
  get winner(): RunReader | undefined {
    const reader = this.#readers[this.#nodes[0] as number];
    return reader?.isOver ? undefined : reader;
  }

  /** To be called when the winner has gone on. */
  replay(): void {
    const nodes = this.#nodes;
    let winner = nodes[0] as number;
    for (let node = (winner + this.#readers.length) >> 1; node > 0; node >>= 1) {
      const loser = nodes[node] as number;
      if (!this.#isBefore(loser, winner)) continue;
      nodes[node] = winner;
      winner = loser;
    }
    nodes[0] = winner;
  }

  /** Plays all games below a node; gives who wins there. */
  #play(node: number): number {
    const count = this.#readers.length;
    if (node >= count) return Math.max(0, node - count);
    const left = this.#play(node * 2);
    const right = this.#play(node * 2 + 1);
    const leftWins = this.#isBefore(left, right);
    this.#nodes[node] = leftWins ? right : left;
    return leftWins ? left : right;
  }

  #isBefore(left: number, right: number): boolean {
    const a = this.#readers[left] as RunReader;
    const b = this.#readers[right] as RunReader;
    if (a.isOver || b.isOver) return b.isOver;
    if (a.hi !== b.hi) return a.hi < b.hi;
    if (a.lo !== b.lo) return a.lo < b.lo;
    const byKey = compareWithin(a.bytes, a.keyFrom, a.keyTo, b.bytes, b.keyFrom, b.keyTo);
    return (byKey === 0 ? compareRows(a, b) : byKey) < 0;
  }
}

/** Rows with the same key, by their bytes: as `compareRecords` has them. */
function compareRows(a: RunReader, b: RunReader): number {
  const shared = Math.min(a.rowBytes, b.rowBytes);
  for (let at = 0; at < shared; at += PIECE) {
    const length = Math.min(PIECE, shared - at);
    const difference = compareWithin(a.peekRow(at, length), 0, length, b.peekRow(at, length), 0, length);
    if (difference !== 0) return difference;
  }
  return a.rowBytes - b.rowBytes;
}
