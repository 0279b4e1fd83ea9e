import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProxySocket } from '../socket/proxy-socket.ts';
import type { Job, Shard } from './shard.ts';
import { ShardQueue } from './shard-queue.ts';

const planned = (shard: number, rows: number) => ({
  ticket: `t${shard}`,
  index: 'i',
  shard,
  highest: rows - 1,
  rows,
  writes: 0,
  opened: true,
});

/** So many reads side by side, all of them idle; pages of ten rows, where it is known how large they are. */
const of = (parallel: number, pageRows?: number) => ({
  ...{ parallel, idle: parallel, mayRead: () => true, pageRowsOf: () => pageRows },
});

it('reads the shard that waited longest, several at a time', () => {
  const queue = ShardQueue.ofPlan({ reader: 'pit', shards: [planned(0, 100), planned(1, 100), planned(2, 0)] }, 10);
  const jobs = [queue.take(of(4)), queue.take(of(4)), queue.take(of(4)), queue.take(of(4))];
  expect(jobs.map((job) => job?.shard.shard)).toEqual([0, 1, 0, 1]);
  expect(queue.take(of(4))).toBeUndefined();
});

it('goes on with what is left of a chunk before it begins another', () => {
  const queue = ShardQueue.ofPlan({ reader: 'pit', shards: [planned(0, 100)] }, 50);
  const job = queue.take(of(1));
  if (!job) throw new Error('no job');
  job.left = { after: 20, upTo: 49 };
  queue.giveBack(job);
  expect(queue.take(of(1))?.chunk).toEqual({ after: 20, upTo: 49 });
});

it('reads a scroll by one chunk and one read a shard', () => {
  const queue = ShardQueue.ofPlan({ reader: 'scroll', shards: [planned(0, 100)] }, 10);
  expect(queue.take(of(4))?.chunk).toEqual({ after: -1, upTo: 99 });
  expect(queue.take(of(4))).toBeUndefined();
});

it('is done when nothing is left and nothing is being read', () => {
  const queue = ShardQueue.ofPlan({ reader: 'pit', shards: [planned(0, 5)] }, 10);
  const job = queue.take(of(1));
  if (!job) throw new Error('no job');
  expect(queue.done).toBe(false);
  job.left = undefined;
  queue.giveBack(job);
  expect(queue.done).toBe(true);
});

it('reads so many scrolls in turns, and the others one after another, also after a reload', () => {
  const shards = Array.from({ length: 100 }, (_, n) => planned(n, 5));
  const queue = ShardQueue.ofPlan({ reader: 'scroll', shards }, 10);
  expect(queue.shards.filter(({ reader }) => reader.snapshot.state === 'planned')).toHaveLength(40);
  const kept = queue.checkpoint().map((shard, n) => (n < 10 ? { ...shard, left: [] } : shard));
  const again = ShardQueue.ofCheckpoint({ reader: 'scroll', shards: kept });
  expect(again.shards.map(({ reader }) => reader.snapshot.state).lastIndexOf('planned')).toBe(49);
  expect(
    ShardQueue.ofPlan({ reader: 'pit', shards }, 10).shards.every(({ reader }) => reader.snapshot.state === 'planned'),
  ).toBe(true);
});

describe('a chunk that waits', () => {
  const one = (rows: number, reader: 'pit' | 'scroll' = 'pit') =>
    ShardQueue.ofPlan({ reader, shards: [planned(0, rows)] }, 1_000_000);
  const chunksOf = (queue: ShardQueue) => queue.shards.flatMap(({ unread }) => unread);

  it('is split for idle reads, each as much as the others', () => {
    const queue = one(100);
    const jobs = [0, 1, 2, 3].map(() => queue.take(of(4, 5)));
    expect(jobs.map((job) => job?.chunk)).toEqual([
      { after: -1, upTo: 24 },
      { after: 24, upTo: 49 },
      { after: 49, upTo: 74 },
      { after: 74, upTo: 99 },
    ]);
    expect(queue.take(of(4, 5))).toBeUndefined();
  });

  it.each([
    ['where it holds less than four pages', one(100), of(4, 26)],
    ['where it is not known how large a page is', one(100), of(4)],
    ['where nobody is idle', one(100), { ...of(4, 5), idle: 1 }],
    ['of a scroll, which has one place', one(100, 'scroll'), of(4, 5)],
    ['of a snapshot that has to be opened first', lazy(100), of(4, 5)],
  ])('is not split %s', (_, queue, demand) => {
    queue.take(demand);
    expect(chunksOf(queue)).toEqual([{ after: -1, upTo: 99 }]);
  });

  it('is split no further when others wait', () => {
    const queue = ShardQueue.ofPlan({ reader: 'pit', shards: [0, 1, 2, 3].map((n) => planned(n, 100)) }, 1_000_000);
    for (let n = 0; n < 4; n++) queue.take({ ...of(4, 5), idle: 4 - n });
    expect(chunksOf(queue)).toHaveLength(4);
  });

  it('is split by the rows that are still to come, not by those of its range', () => {
    const queue = one(100);
    const [shard] = queue.shards;
    if (!shard) throw new Error('no shard');
    shard.written = 81;
    queue.take(of(4, 5));
    expect(chunksOf(queue)).toHaveLength(1);
  });
});

function lazy(rows: number): ShardQueue {
  return ShardQueue.ofPlan({ reader: 'pit', shards: [{ ...planned(0, rows), opened: false }] }, 1_000_000);
}

describe('a chunk with seams', () => {
  const seamed = async (seams: number[]) => {
    const queue = ShardQueue.ofPlan({ reader: 'pit', shards: [planned(0, 100_000)] }, 1_000_000);
    await learn(queue, seams);
    return queue;
  };
  const next = (queue: ShardQueue) => {
    const job = queue.take(of(1, 5000));
    if (!job) throw new Error('no job');
    job.left = undefined;
    queue.giveBack(job);
    return job.chunk.upTo;
  };

  it('is cut at the first one within the next page', async () => {
    const queue = await seamed([2999, 7000, 20_000]);
    expect([next(queue), next(queue), queue.take(of(1, 5000))?.chunk]).toEqual([
      2999,
      7000,
      { after: 7000, upTo: 99_999 },
    ]);
  });

  it('is cut behind a short run only where a long one follows', async () => {
    expect(next(await seamed([10]))).toBe(10);
    expect(next(await seamed([10, 20, 500, 800, 3000]))).toBe(800);
  });

  it('is cut nowhere else, whatever is said', async () => {
    expect(next(await seamed([-1, 99_999, 100_000, 1e9]))).toBe(99_999);
    expect(next(await seamed([4999]))).toBe(99_999);
  });

  it('is asked about once a snapshot', async () => {
    const { seams } = (await seamed([])).shards[0] as Shard;
    expect(seams.areAsked('t0', { after: 5, upTo: 10 })).toBe(true);
    expect(seams.areAsked('t0', { after: 5, upTo: 100_000 })).toBe(false);
    expect(seams.areAsked('another', { after: 5, upTo: 10 })).toBe(false);
  });

  it('is read all the same where nobody can tell', async () => {
    const queue = await seamed([50]);
    const shard = queue.shards[0] as Shard;
    const chunk = { after: -1, upTo: 99_999 };
    await shard.seams.learn({ ticket: 'new', chunk, socket: Promise.reject(new Error('no socket')) });
    expect(next(queue)).toBe(99_999);
  });
});

/** As the proxy would tell them, of all chunks that wait. */
async function learn({ shards }: ShardQueue, seams: readonly number[]): Promise<void> {
  const socket = Promise.resolve({ seams: async () => [...seams] } as Partial<ProxySocket> as ProxySocket);
  for (const shard of shards)
    for (const chunk of shard.left) await shard.seams.learn({ ticket: shard.ticket, chunk, socket });
}

describe('any sequence of reads', () => {
  const step = fc.record({
    kind: fc.constantFrom('take', 'page', 'page', 'fail', 'reload'),
    which: fc.nat(3),
    rows: fc.integer({ min: 1, max: 40 }),
    parallel: fc.integer({ min: 1, max: 4 }),
  });
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  it('covers each sequence number once', async () => {
    const sizes = fc.array(fc.nat(300), { minLength: 1, maxLength: 3 });
    const seamsArb = fc.array(fc.integer({ min: -1, max: 310 }), { maxLength: 30 });
    const all = { steps: fc.array(step, { maxLength: 200 }), seams: seamsArb, chunkRows: fc.constantFrom(30, 1000) };
    await fc.assert(
      fc.asyncProperty(sizes, fc.record(all), async (rows, { steps, seams, chunkRows }) => {
        const shards = rows.map((count, n) => planned(n, count));
        const queue = ShardQueue.ofPlan({ reader: 'pit', shards }, chunkRows);
        await learn(queue, seams);
        const reads = new Reads(queue);
        for (const one of steps) reads.step(one);
        reads.finish();
        expect(reads.seen).toEqual(rows.map((count) => new Array(count).fill(1)));
      }),
      { numRuns: 500 },
    );
  });

  /** Reads from a queue, and how often each number was written. */
  class Reads {
    readonly seen: number[][];
    #queue: ShardQueue;
    #jobs: Job[] = [];

    constructor(queue: ShardQueue) {
      this.#queue = queue;
      this.seen = queue.shards.map(({ expected }) => new Array(expected).fill(0));
    }

    step({ kind, which, rows, parallel }: Step): void {
      if (kind === 'take') return this.#take(parallel, rows);
      if (kind === 'reload') return this.#reload();
      const [job] = this.#jobs.splice(which % Math.max(1, this.#jobs.length), 1);
      if (!job) return;
      if (kind === 'page') this.#write(job, rows);
      this.#queue.giveBack(job);
    }

    finish(): void {
      while (!this.#queue.done) {
        this.#take(4, 5);
        this.step({ kind: 'page', which: 0, rows: 20, parallel: 4 });
      }
    }

    #take(parallel: number, pageRows: number): void {
      const job = this.#queue.take({ ...of(parallel, Math.ceil(pageRows / 4)), idle: parallel });
      if (job) this.#jobs.push(job);
    }

    #write(job: Job, rows: number): void {
      const { shard, chunk } = job;
      const last = Math.min(chunk.upTo, chunk.after + rows);
      const counts = this.seen[shard.shard] ?? [];
      for (let seqNo = chunk.after + 1; seqNo <= last; seqNo++) counts[seqNo] = (counts[seqNo] ?? 0) + 1;
      shard.written += last - chunk.after;
      job.left = last < chunk.upTo ? { after: last, upTo: chunk.upTo } : undefined;
    }

    /** What was on its way is lost. */
    #reload(): void {
      this.#queue = ShardQueue.ofCheckpoint({ reader: 'pit', shards: this.#queue.checkpoint() });
      this.#jobs = [];
    }
  }
});
