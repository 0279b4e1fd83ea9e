import { expect, it } from 'vitest';
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

it('reads the shard that waited longest, several at a time', () => {
  const queue = ShardQueue.ofPlan({ reader: 'pit', shards: [planned(0, 100), planned(1, 100), planned(2, 0)] }, 10);
  const jobs = [queue.take(4), queue.take(4), queue.take(4), queue.take(4)];
  expect(jobs.map((job) => job?.shard.shard)).toEqual([0, 1, 0, 1]);
  expect(queue.take(4)).toBeUndefined();
});

it('goes on with what is left of a chunk before it begins another', () => {
  const queue = ShardQueue.ofPlan({ reader: 'pit', shards: [planned(0, 100)] }, 50);
  const job = queue.take(1);
  if (!job) throw new Error('no job');
  job.left = { after: 20, upTo: 49 };
  queue.giveBack(job);
  expect(queue.take(1)?.chunk).toEqual({ after: 20, upTo: 49 });
});

it('reads a scroll by one chunk and one read a shard', () => {
  const queue = ShardQueue.ofPlan({ reader: 'scroll', shards: [planned(0, 100)] }, 10);
  expect(queue.take(4)?.chunk).toEqual({ after: -1, upTo: 99 });
  expect(queue.take(4)).toBeUndefined();
});

it('is done when nothing is left and nothing is being read', () => {
  const queue = ShardQueue.ofPlan({ reader: 'pit', shards: [planned(0, 5)] }, 10);
  const job = queue.take(1);
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
