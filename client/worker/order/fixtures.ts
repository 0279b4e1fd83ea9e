import { ByteBuffer } from '../../../shared/json/bytes.ts';
import type { MergeBlock } from './merge.ts';
import type { KeyedRows, Parts } from './parts.ts';
import type { Run, RunSpool } from './run.ts';
import { RunBuilder } from './run-builder.ts';

/** For tests: a spool in memory that notes how much was asked for at once. */
export class MemorySpool implements RunSpool {
  readonly #bytes = new ByteBuffer(1024);
  largestRead = 0;

  get length(): number {
    return this.#bytes.length;
  }

  append(bytes: Uint8Array): void {
    this.#bytes.reserve(bytes.length);
    this.#bytes.copy(bytes, 0, bytes.length);
  }

  read(from: number, max: number): Uint8Array<ArrayBuffer> {
    this.largestRead = Math.max(this.largestRead, max);
    return this.#bytes.bytes.slice(from, Math.min(from + max, this.length));
  }

  /** What a disk or a crash may do. */
  spoil(at: number, change: (byte: number) => number): void {
    this.#bytes.bytes[at] = change(this.#bytes.bytes[at] as number);
  }

  cutBack(length: number): void {
    this.#bytes.length = length;
  }
}

/** A row and its key, as texts of one byte a character. */
export type PlainRow = { key: string; row: string };

export function bytesOfText(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

export function textOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

export function partsOf(texts: readonly string[]): Parts {
  let end = 0;
  const ends = Uint32Array.from(texts, (text) => {
    end += text.length;
    return end;
  });
  return { bytes: bytesOfText(texts.join('')), ends };
}

export function keyedRows(rows: readonly PlainRow[]): KeyedRows {
  return { rows: partsOf(rows.map(({ row }) => row)), keys: partsOf(rows.map(({ key }) => key)) };
}

/** What sorting must give: by key, then by row, by plain means. */
export function inOrder(rows: readonly PlainRow[]): PlainRow[] {
  return [...rows].sort((a, b) => compareTexts(a.key, b.key) || compareTexts(a.row, b.row));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Rows to runs, through a builder of this budget. */
export function runsOf(rows: readonly PlainRow[], spool: RunSpool, budgetBytes: number): Run[] {
  const builder = new RunBuilder(budgetBytes);
  const batch = keyedRows(rows);
  let runs: Run[] = [];
  for (let next = 0; next < rows.length; ) {
    next = builder.add(batch, next);
    if (next < rows.length) runs = builder.write(spool, runs);
  }
  return builder.write(spool, runs);
}

export function textOfBlocks(blocks: readonly MergeBlock[]): string {
  return blocks.map(({ bytes }) => textOfBytes(bytes)).join('');
}
