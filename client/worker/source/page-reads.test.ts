import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../../shared/chunk.ts';
import { makeFormat } from '../encode/formats.ts';
import { makePageStream, type PageStream } from '../socket/page-stream.ts';
import type { ProxySocket } from '../socket/proxy-socket.ts';
import { makeDeferred } from '../util/deferred.ts';
import { type Budget, makeBudget } from './pace/budget.ts';
import { makePace } from './pace/pace.ts';
import { makePacking } from './pace/packing.ts';
import { PageReads } from './page-reads.ts';
import { ShardQueue } from './shard-queue.ts';

const ROW_BYTES = 20_000;
const LIMIT_BYTES = 600_000;
const SHARDS = 4;

/** Where the proxy says that pages are best ended. */
const SEAMS = [137, 160] as const;

/** Sequence numbers of the rows of each shard: groups of equal ones, as a shrunk index has them. */
type Numbers = readonly number[];

/** A proxy whose shards all hold such rows. */
function makeProxy(numbers: Numbers, opens: number | undefined) {
  const released: (readonly string[])[] = [];
  function read({ chunk, size }: Parameters<ProxySocket['read']>[0]): PageStream {
    const hits = numbers.filter((n) => n > chunk.after && n <= chunk.upTo).slice(0, size);
    let isWanted = true;
    const page = makePageStream({ ack: () => {}, cancel: () => (isWanted = false) });
    void send(page, hits, () => isWanted);
    return page;
  }
  async function send(page: PageStream, hits: Numbers, isWanted: () => boolean) {
    let bytes = 0;
    const frame = (text: string) => {
      const part = new TextEncoder().encode(text);
      bytes += part.byteLength;
      page.frame(part);
    };
    page.begin('identity');
    frame('{"timed_out":false,"_shards":{"failed":0},"hits":{"hits":[');
    for (const [i, n] of hits.entries()) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!isWanted()) return;
      frame(`${i > 0 ? ',' : ''}{"_source":{"t":"${'x'.repeat(ROW_BYTES)}"},"sort":[${n}]}`);
    }
    frame(']}}');
    page.end({ bytes });
  }
  const opened: (readonly string[])[] = [];
  const asked: number[] = [];
  const release = async (tickets: readonly string[]) => released.push(tickets);
  const reopen = async (ticket: string) => `${ticket} opened`;
  const open = async (tickets: readonly string[]) => {
    opened.push(tickets);
    return tickets.map((ticket, i) => (i % 5 === 4 ? null : `${ticket} opened ahead`));
  };
  const ends: number[] = [];
  const seamed: Chunk[] = [];
  const seams: ProxySocket['seams'] = async ({ chunk }) => {
    seamed.push(chunk);
    return [...SEAMS];
  };
  const counted: ProxySocket['read'] = (of) => {
    ends.push(of.chunk.upTo);
    asked.push(of.size);
    return read(of);
  };
  const hello = opens === undefined ? {} : { opens };
  const connection = { hello, read: counted, release, reopen, open, seams } as unknown as ProxySocket;
  return { released, opened, asked, ends, seamed, connection };
}

/** The budget, and the most that it held. */
function watched(budget: Budget) {
  const seen = { most: 0 };
  const take: Budget['take'] = (bytes) => {
    const share = budget.take(bytes);
    if (!share) return undefined;
    const set = (now: number) => {
      share.set(now);
      seen.most = Math.max(seen.most, budget.held);
    };
    return { ...share, set };
  };
  const { limit, part } = budget;
  return { seen, budget: { limit, part, take, held: 0 } };
}

type Planned = { shards?: number; opened?: boolean; light?: true; opens?: number; firstRows?: number };

async function readAll(
  numbers: Numbers,
  { shards = SHARDS, opened = true, light, opens, firstRows = 1000 }: Planned = {},
) {
  const { connection, opened: openings, ...seenBy } = makeProxy(numbers, opens);
  const { seen, budget } = watched(makeBudget(LIMIT_BYTES, SHARDS));
  const highest = numbers.at(-1) ?? -1;
  const planned = (shard: number) => ({
    ...{ ticket: `t${shard}`, index: `i${shard}`, shard, highest, rows: numbers.length, writes: 0, opened },
    ...(light ? { light } : {}),
  });
  const queue = ShardQueue.ofPlan(
    { reader: 'pit', shards: Array.from({ length: shards }, (_, n) => planned(n)) },
    1000,
  );
  const { makeScanner } = makeFormat({ kind: 'ndjson' });
  let change = makeDeferred<void>();
  let failure: unknown;
  const reads = new PageReads({
    queue,
    budget,
    pace: makePace({ firstRows, maxParallel: SHARDS, light: new Set(light ? ['i0', 'i1', 'i2', 'i3'] : []) }),
    packing: makePacking({ now: () => 0, first: 'identity' }),
    clock: { now: () => 0, sleep: async () => {} },
    socket: async () => connection,
    scannerOf: () => makeScanner,
    leavesOut: () => false,
    write: async (_rows, _of, move) => move(),
    leaveOut: () => {},
    isSlowing: ({ retryable }) => retryable,
    failed: async (error) => {
      failure = error;
    },
    progressed: () => {},
    ended: () => change.resolve(),
  });
  while (!queue.done) {
    change = makeDeferred();
    reads.send();
    await change.promise;
    if (failure) throw failure;
  }
  return { seen, openings, ...seenBy, tickets: queue.tickets, written: queue.written };
}

describe('pages that cannot be cut, as they are one group of equal sequence numbers', () => {
  const group = (rows: number, seqNo: number) => new Array<number>(rows).fill(seqNo);

  it.each([
    ['with single rows behind', [...group(9, 0), 1, 2, 3]],
    ['one after another', [...group(9, 0), ...group(9, 1), ...group(9, 2)]],
    ['behind single rows', [0, 1, 2, ...group(9, 3)]],
    ['with many rows behind', [...group(9, 0), ...Array.from({ length: 60 }, (_, n) => n + 1)]],
    ['smaller than a first page', [...group(6, 0), ...group(6, 1)]],
  ])('are held within the budget, one at a time: %s', async (_, numbers) => {
    const { seen, written } = await readAll(numbers);
    expect(written).toBe(SHARDS * numbers.length);
    expect(seen.most).toBeGreaterThan(LIMIT_BYTES / SHARDS / 2);
    expect(seen.most).toBeLessThanOrEqual(LIMIT_BYTES);
  });
});

it.each([
  { opened: true, atOnce: 16, of: (n: number) => `t${n}` },
  { opened: false, atOnce: 2, of: (n: number) => `t${n} opened` },
])('snapshots are closed as their shards are read, some at a time: $atOnce', async ({ opened, atOnce, of }) => {
  const { written, released } = await readAll([0, 1, 2], { shards: 50, opened });
  expect(written).toBe(50 * 3);
  expect(released.map(({ length }) => length)).toEqual(Array(Math.floor(50 / atOnce)).fill(atOnce));
  const tickets = new Set(Array.from({ length: 50 }, (_, n) => of(n)));
  expect(new Set(released.flat()).size).toBe(atOnce * released.length);
  for (const ticket of released.flat()) expect(tickets).toContain(ticket);
});

it('snapshots that the plan had no room for are opened some at a time, ahead of their turn', async () => {
  const { written, released, openings, tickets } = await readAll([0, 1, 2], { shards: 100, opened: false, opens: 50 });
  expect(written).toBe(100 * 3);
  expect(openings.length).toBeGreaterThan(1);
  expect(openings.length).toBeLessThan(15);
  const ahead = openings.flat();
  expect(new Set(ahead).size).toBeGreaterThan(60);
  // What is closed needs no closing in the end.
  const closed = released.flat();
  expect(new Set([...closed, ...tickets]).size).toBe(100);
  expect(closed.length + tickets.length).toBe(100);
});

it.each([{ light: true as const, asked: [1000, 1000, 1000, 1000] }, { asked: [10, 10, 10, 10] }])(
  'a shard with little in it is read in one page: $light',
  async ({ asked: wanted, ...planned }) => {
    const { written, asked } = await readAll([0, 1, 2], planned);
    expect(written).toBe(SHARDS * 3);
    expect(asked).toEqual(wanted);
  },
);

it.each([
  { rows: 4, first: 5 },
  { rows: 5, first: 6 },
  { rows: 6, first: 5 },
])('where a page has five, $rows rows are begun with a page of $first', async ({ rows, first }) => {
  const numbers = Array.from({ length: rows }, (_, n) => n);
  const { written, asked } = await readAll(numbers, { shards: 1, light: true, firstRows: 5 });
  expect(written).toBe(rows);
  expect(asked[0]).toBe(first);
});

describe('where pages are best ended', () => {
  const dense = Array.from({ length: 300 }, (_, n) => n);

  it('is asked once of each number, beside the reads, and kept to', async () => {
    const { written, seamed, ends } = await readAll(dense, { shards: 1, firstRows: 20 });
    expect(written).toBe(300);
    const asked = seamed.flatMap(({ after, upTo }) => dense.slice(after + 1, upTo + 1));
    expect(asked.length).toBeGreaterThan(200);
    expect(new Set(asked).size).toBe(asked.length);
    for (const seam of SEAMS) expect(ends).toContain(seam);
  });

  it.each([
    ['where a shard is a page or two', { numbers: dense.slice(0, 4), firstRows: 1000 }],
    ['where rows are few among the numbers', { numbers: dense.map((n) => 2 * n), firstRows: 20 }],
  ])('is not asked %s', async (_, { numbers, firstRows }) => {
    const { written, seamed } = await readAll(numbers, { shards: 1, firstRows });
    expect(written).toBe(numbers.length);
    expect(seamed).toEqual([]);
  });
});
