import fc from 'fast-check';
import type { Order } from '../../shared/order.ts';
import type { ParquetFormat, TextFormat, XlsxFormat } from '../../shared/request.ts';
import type { Fault, Row } from './cluster.ts';

/** Exports on machines that go down, and what strikes them. */

/** Rows of a part, where a file is in parts. */
export const PART_ROWS = 4;

export const MOST_CRASHES = 4;

const csv = {
  kind: 'csv',
  columns: ['n', 's'],
  delimiter: ',',
  header: true,
  bom: false,
  guard: false,
  rest: false,
} as const;
/** `s` is told to be in seconds; of `n` nothing is told, so that it stays in each row. */
export const dated = { ...csv, columns: ['n', 's'], dates: { zone: 'UTC', columns: ['n', 's'] } };
export const SECONDS = { field: 's', format: 'epoch_second', nanos: false, proved: true };
/** Each document has a value in `s` that does not fit. */
export const parquet: ParquetFormat = {
  kind: 'parquet',
  columns: [
    { name: 'n', type: 'int32' },
    { name: 's', type: 'int64' },
  ],
  compression: 'snappy',
  rest: true,
};
const xlsx: XlsxFormat = {
  kind: 'xlsx',
  columns: [
    { name: 'n', type: 'number' },
    { name: 's', type: 'text' },
  ],
  zone: 'UTC',
  rest: true,
};
const formats: (TextFormat | ParquetFormat | XlsxFormat)[] = [
  { kind: 'ndjson' },
  { kind: 'json' },
  { ...csv, columns: ['n', 's'] },
  dated,
  parquet,
  xlsx,
];

/** As in UTF-16, the last two would change places. */
export const WORDS = ['', 'a', '\uffee', '\u{1f642}'];

/** Gaps between sequence numbers are deleted rows; groups of equal ones come from shrinking. Some rows cannot be read: `open`, bit by bit. */
const shardArb = fc
  .array(fc.record({ gap: fc.nat(3), group: fc.integer({ min: 1, max: 4 }), open: fc.nat(40), by: fc.nat(40) }), {
    maxLength: 25,
  })
  .map((steps) => {
    const rows: Row[] = [];
    let seqNo = -1;
    for (const { gap, group, open, by } of steps) {
      seqNo += 1 + gap;
      for (let i = 0; i < group; i++) {
        const n = rows.length;
        rows.push({
          seqNo,
          id: `d${n}`,
          source: `{"n":${n},"s":"${seqNo}"}`,
          open: open < 16 && (open & (1 << i)) !== 0,
          by: { n: by % 6 === 5 ? undefined : (by % 6) - 2, word: WORDS[(by + i) % 4] ?? '' },
        });
      }
    }
    return rows;
  });
const strikes = ['busy', 'socket', 'broken', 'snapshot', 'proxy away', 'cluster away'] as const;
const faultArb = fc.constantFrom<Fault>('none', 'none', 'none', 'none', 'none', ...strikes);
export const storyArb = fc.record({
  shards: fc.oneof(
    { weight: 4, arbitrary: fc.array(shardArb, { minLength: 1, maxLength: 3 }) },
    // So many that some of their snapshots are opened ahead of their turn.
    { weight: 1, arbitrary: fc.array(shardArb, { minLength: 4, maxLength: 8 }) },
  ),
  reader: fc.constantFrom('pit' as const, 'scroll' as const),
  format: fc.constantFrom(...formats),
  /** What the file's encoder does besides. */
  encoder: fc.constantFrom('plain' as const, 'gzip' as const, 'holds rows back' as const, 'in parts' as const),
  picked: fc.boolean(),
  lazy: fc.boolean(),
  batchSize: fc.integer({ min: 2, max: 9 }),
  /** A few pages, or the whole shard, which is split for idle reads. */
  maxChunkSize: fc.constantFrom(13, 1000),
  seams: fc.array(fc.integer({ min: -2, max: 70 }), { maxLength: 20 }),
  /** Room for all, or for a row or two a read: then pages are cut short, or wait to hold more. */
  budgetBytes: fc.constantFrom(64 * 1024 * 1024, 3_000, 800),
  maxRetries: fc.constantFrom(0, 3, 8),
  /** What cannot be read is left out from the beginning, or when the export waits for that. */
  leaveOut: fc.boolean(),
  faults: fc.array(faultArb, { maxLength: 40 }),
  crashes: fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: 120 }),
      luck: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    }),
    { maxLength: MOST_CRASHES },
  ),
  quota: fc.option(fc.integer({ min: 0, max: 600 }), { nil: undefined, freq: 6 }),
});

const byNumber = (order: 'asc' | 'desc') => ({ field: 'n', order, type: 'integer' }) as const;
const byWord = (order: 'asc' | 'desc') => ({ field: 'word', order, type: 'keyword' }) as const;
const orders: Order[] = [
  [byNumber('asc')],
  [byNumber('desc')],
  [byWord('desc')],
  [byNumber('desc'), byWord('asc')],
  [byWord('asc'), byNumber('asc')],
];
export const sortedStoryArb = fc.record({
  story: storyArb,
  order: fc.constantFrom(...orders),
  /** Few runs, or so many that they are merged in several passes; and how many rows a moment may wait. */
  sortedBytes: fc.constantFrom(60_000, 6_000, 1_600),
  commitEvery: fc.constantFrom({ ms: 40, bytes: 150 }, { ms: 500, bytes: 2_000 }),
  /** Then the runs of an order by number upwards are appended to. */
  comesInOrder: fc.boolean(),
  /** The crashes count from the moment when rows begin to be merged. */
  crashesMerging: fc.boolean(),
});

type Plain = typeof storyArb extends fc.Arbitrary<infer T> ? T : never;
export type Story = Plain & { order?: Order; commitEvery?: { ms: number; bytes: number }; crashesMerging?: boolean };
