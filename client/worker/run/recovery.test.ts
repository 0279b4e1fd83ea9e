import { describe, expect, it } from 'vitest';
import { SluiceError } from '../../../shared/errors.ts';
import type { ExportEvent } from '../events.ts';
import type { ProxySocket } from '../socket/proxy-socket.ts';
import { ShardQueue } from '../source/shard-queue.ts';
import { Control } from './control.ts';
import { ReconnectingSocket } from './reconnecting-socket.ts';
import { Recovery } from './recovery.ts';

const lost = new SluiceError('snapshot_lost', 'lost');

/** Twenty shards, and a proxy that opens each snapshot anew. The clock moves by a second a look. */
function makeStory() {
  let now = 0;
  let opened = 0;
  const clock = { now: () => (now += 1_000), sleep: async () => {} };
  const connection = {
    lost: false,
    hello: { maxRetries: 3 },
    reopen: async () => `again-${++opened}`,
  } as unknown as ProxySocket;
  const control = new Control(() => {});
  const network = { isOnline: () => true, whenOnline: async () => {} };
  const socket = new ReconnectingSocket(async () => connection);
  const events: ExportEvent[] = [];
  const recovery = new Recovery({
    ...{ control, socket, clock, network, random: () => 0.5, slot: async () => {}, retriesBefore: 0 },
    emit: (event) => events.push(event),
  });
  const planned = (shard: number) => ({
    ticket: `t${shard}`,
    index: 'i',
    shard,
    highest: 9,
    rows: 10,
    writes: 0,
    opened: true,
  });
  const queue = ShardQueue.ofPlan({ reader: 'pit', shards: Array.from({ length: 20 }, (_, i) => planned(i)) }, 100);
  const meet = (shard: (typeof queue.shards)[number]) =>
    recovery.handle(lost, { began: clock.now(), shard, ticket: shard.ticket });
  return { control, recovery, events, queue, meet };
}

describe('snapshots that are lost', () => {
  it('are opened anew shard by shard, without waits, however many there are', async () => {
    const { control, recovery, events, queue, meet } = makeStory();
    for (const shard of queue.shards) await meet(shard);
    expect(control.mode).toBe('running');
    expect(events.map((event) => event.type === 'retrying' && event.waitMs)).toEqual(Array(20).fill(0));
    expect(recovery.retries).toBe(20);
    expect(new Set(queue.shards.map(({ ticket }) => ticket)).size).toBe(20);
  });

  it('count as failures in a row when they are lost again before a row came of them', async () => {
    const { control, queue, meet } = makeStory();
    const [shard] = queue.shards;
    if (!shard) throw new Error('no shard');
    for (let times = 0; times < 4; times++) await meet(shard);
    expect(control.mode).toBe('running');
    await meet(shard);
    expect(control.mode).toBe('interrupted');
  });
});
