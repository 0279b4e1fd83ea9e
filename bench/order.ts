/**
 * How fast rows are sorted: `tsx bench/order.ts [rows]`. Keys, runs, and the merge, in one thread, with a spool in memory: what
 * sorting costs beside cutting pages (`bench/scan.ts`), without the disk. The best of several rounds. Each result is checked: as
 * many bytes as went in.
 */
import { makeKeyEncoder } from '../client/worker/order/keys.ts';
import { Merge, mergeOf } from '../client/worker/order/merge.ts';
import type { Parts } from '../client/worker/order/parts.ts';
import type { Run, RunSpool } from '../client/worker/order/run.ts';
import { RunBuilder } from '../client/worker/order/run-builder.ts';
import type { SortKey } from '../client/worker/order/sort-key.ts';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const BATCH = 5000;
/** What a row without an integer gives. */
const LEAST = '-9223372036854775808';
const ROUNDS = 3;
const RUN_BUDGET = 32 * 1024 * 1024;
const MERGE_BUDGET = 32 * 1024 * 1024;

const utf8 = new TextEncoder();
let seed = 7;
const random = (below: number) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >> 8) % below;
};

/** Written in blocks that are never moved, so that what grows is not what is measured. */
class BlockSpool implements RunSpool {
  readonly #blocks: Uint8Array[] = [];
  readonly #starts: number[] = [];
  length = 0;

  append(bytes: Uint8Array): void {
    this.#starts.push(this.length);
    this.#blocks.push(bytes.slice());
    this.length += bytes.length;
  }

  read(from: number, max: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, Math.min(max, this.length - from)));
    for (let n = this.#blockAt(from), done = 0; done < bytes.length; n++) {
      const block = this.#blocks[n] as Uint8Array;
      const start = from + done - (this.#starts[n] as number);
      const part = block.subarray(start, start + bytes.length - done);
      bytes.set(part, done);
      done += part.length;
    }
    return bytes;
  }

  #blockAt(at: number): number {
    let low = 0;
    for (let high = this.#starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= at) low = middle;
      else high = middle;
    }
    return low;
  }
}

type Batch = { rows: Parts; values: Parts; seqNos: Float64Array };

function partsOf(texts: readonly string[]): Parts {
  const pieces = texts.map((text) => utf8.encode(text));
  let end = 0;
  const ends = Uint32Array.from(pieces, (piece) => {
    end += piece.length;
    return end;
  });
  const bytes = new Uint8Array(end);
  for (const [n, piece] of pieces.entries()) bytes.set(piece, (ends[n] as number) - piece.length);
  return { bytes, ends };
}

/** Flights as lines of CSV, in the order of their dates, as a log is written. */
function batchesOf(valuesOf: (flight: { date: number; delay: number }) => string): Batch[] {
  const first = Date.UTC(2001, 0, 1);
  return Array.from({ length: Math.ceil(ROWS / BATCH) }, (_, b) => {
    const flights = Array.from({ length: Math.min(BATCH, ROWS - b * BATCH) }, (_, n) => ({
      date: first + (b * BATCH + n) * 5000,
      delay: random(300) - 30,
    }));
    const line = ({ date, delay }: { date: number; delay: number }) =>
      `${new Date(date).toISOString()},${delay},${random(3000)},LAS,${String.fromCharCode(65 + random(26))}AX\n`;
    return {
      rows: partsOf(flights.map(line)),
      values: partsOf(flights.map(valuesOf)),
      seqNos: Float64Array.from(flights, (_, n) => b * BATCH + n),
    };
  });
}

function once(batches: readonly Batch[], keys: readonly SortKey[]) {
  const begin = performance.now();
  const encode = makeKeyEncoder(keys, { index: 0, shard: 0 });
  const encoded = batches.map(({ values, seqNos }) => encode({ values, seqNos }));
  const afterKeys = performance.now();

  const spool = new BlockSpool();
  const builder = new RunBuilder(RUN_BUDGET);
  let runs: Run[] = [];
  for (const [n, { rows }] of batches.entries()) {
    const batch = { rows, keys: encoded[n] as Parts };
    for (let next = 0; ; runs = builder.write(spool, runs)) {
      next = builder.add(batch, next);
      if (next === rows.ends.length) break;
    }
  }
  runs = builder.write(spool, runs);
  const afterRuns = performance.now();

  const merge = new Merge({ spool, budgetBytes: MERGE_BUDGET }, mergeOf(runs, spool.length));
  let bytes = 0;
  for (let block = merge.next(); block; block = merge.next()) bytes += block.bytes.length;
  const end = performance.now();
  return { keys: afterKeys - begin, runs: afterRuns - afterKeys, merge: end - afterRuns, count: runs.length, bytes };
}

const cases: { name: string; keys: SortKey[]; valuesOf: (flight: { date: number; delay: number }) => string }[] = [
  {
    name: 'by delay descending, then date',
    keys: [
      { type: 'integer', order: 'desc', missing: LEAST },
      { type: 'date', order: 'asc', missing: undefined },
    ],
    valuesOf: ({ date, delay }) => `${delay},${date},${date}`,
  },
  {
    name: 'by date, in order already',
    keys: [{ type: 'date', order: 'asc', missing: undefined }],
    valuesOf: ({ date }) => `${date},${date}`,
  },
  {
    name: 'by date descending',
    keys: [{ type: 'date', order: 'desc', missing: undefined }],
    valuesOf: ({ date }) => `${date},${date}`,
  },
];

for (const { name, keys, valuesOf } of cases) {
  const batches = batchesOf(valuesOf);
  const total = batches.reduce((bytes, { rows }) => bytes + rows.bytes.length, 0);
  const rounds = Array.from({ length: ROUNDS }, () => once(batches, keys));
  if (rounds.some(({ bytes }) => bytes !== total)) throw new Error(`${name}: bytes are missing`);
  const sum = (round: (typeof rounds)[number]) => round.keys + round.runs + round.merge;
  const best = rounds.reduce((a, b) => (sum(a) <= sum(b) ? a : b));
  const rate = (ms: number) =>
    `${(total / 1e3 / ms).toFixed(0).padStart(5)} MB/s ${(ROWS / ms).toFixed(0).padStart(6)}k rows/s`;
  console.log(`${name} (${ROWS} rows, ${(total / 1e6).toFixed(1)} MB, runs: ${best.count})`);
  for (const step of ['keys', 'runs', 'merge'] as const) console.log(`  ${step.padEnd(6)}${rate(best[step])}`);
  console.log(`  ${'all'.padEnd(6)}${rate(sum(best))}`);
}
