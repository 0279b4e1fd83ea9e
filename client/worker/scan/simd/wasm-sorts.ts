import type { RowSorts } from '../scanner.ts';
import type { ScannerExports } from './instance.ts';
import { outOfMemory } from './wasm-input.ts';

/** Words of a row's record (assembly/memory.ts): two of 32 bits, one of 64. */
const RECORD_WORDS = 4;
const RECORD_DOUBLES = 2;

/** Puts what carried rows are sorted by before that of the page. @throws row_too_large */
export function carrySorts(scanner: ScannerExports, { rowEnds, sortBytes, sortEnds, seqNos }: RowSorts): void {
  const rows = seqNos.length;
  if (!scanner.carrySorts(rows, sortBytes.length)) throw outOfMemory();
  const { words, doubles } = recordsOf(scanner, rows);
  for (let row = 0; row < rows; row++) {
    words[row * RECORD_WORDS] = rowEnds[row] as number;
    words[row * RECORD_WORDS + 1] = sortEnds[row] as number;
    doubles[row * RECORD_DOUBLES + 1] = seqNos[row] as number;
  }
  new Uint8Array(scanner.memory.buffer, scanner.sortsAt(), sortBytes.length).set(sortBytes);
}

/** What the page's rows are sorted by, parted behind `done` rows, whose bytes end at `doneBytes`. In memory of their own. */
export function takeSorts(
  scanner: ScannerExports,
  { done, doneBytes }: { done: number; doneBytes: number },
): { done: RowSorts; tail: RowSorts } {
  const all = scanner.count.value;
  const { words } = recordsOf(scanner, all);
  const sortsAt = done === 0 ? 0 : (words[(done - 1) * RECORD_WORDS + 1] as number);
  return {
    done: partOf(scanner, { from: 0, to: done, rowsAt: 0, sortsAt: 0 }),
    tail: partOf(scanner, { from: done, to: all, rowsAt: doneBytes, sortsAt }),
  };
}

type Part = { from: number; to: number; rowsAt: number; sortsAt: number };

function partOf(scanner: ScannerExports, { from, to, rowsAt, sortsAt }: Part): RowSorts {
  const { words, doubles } = recordsOf(scanner, to);
  const count = to - from;
  const rowEnds = new Uint32Array(count);
  const sortEnds = new Uint32Array(count);
  const seqNos = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const row = from + i;
    rowEnds[i] = (words[row * RECORD_WORDS] as number) - rowsAt;
    sortEnds[i] = (words[row * RECORD_WORDS + 1] as number) - sortsAt;
    seqNos[i] = doubles[row * RECORD_DOUBLES + 1] as number;
  }
  const base = scanner.sortsAt() + sortsAt;
  const bytes = new Uint8Array(scanner.memory.buffer, base, count === 0 ? 0 : (sortEnds[count - 1] as number));
  return { rowEnds, sortBytes: bytes.slice(), sortEnds, seqNos };
}

function recordsOf(scanner: ScannerExports, rows: number) {
  const { buffer } = scanner.memory;
  const at = scanner.recordsAt();
  return {
    words: new Uint32Array(buffer, at, rows * RECORD_WORDS),
    doubles: new Float64Array(buffer, at, rows * RECORD_DOUBLES),
  };
}
