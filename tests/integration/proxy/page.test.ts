import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { FRAME_BYTES, WINDOW_BYTES } from '../../../shared/limits.ts';
import { type Bench, makeBench, onlyShard, ROWS, wholeOf } from './bench.ts';
import { contextsOn } from './contexts.ts';
import { TestSocket } from './test-socket.ts';

/** A page of this size takes OpenSearch a while where the machine is small. */
const SOON = { timeout: 15_000 };
const client = new Client({ node: inject('opensearchUrl') });
let bench: Bench;

beforeAll(async () => {
  bench = await makeBench(client, inject('opensearchUrl'), 'proxy-page');
});
afterAll(async () => {
  await bench.close();
  await client.close();
});

describe('a page', () => {
  it('comes gzip’d in frames of FRAME_BYTES, and its end tells the bytes', async () => {
    await bench.withShard(async (socket, shard) => {
      const page = await socket.page(wholeOf(shard));
      expect(page.hits).toHaveLength(ROWS);
      expect(page.frames.slice(0, -1).every((bytes) => bytes === FRAME_BYTES)).toBe(true);
      expect(page.frames.reduce((sum, bytes) => sum + bytes)).toBe(page.bytes);
      expect(page.bytes).toBeGreaterThan(4 * WINDOW_BYTES);
    });
  });

  it('stops at the window when nothing is acknowledged, and is not read from OpenSearch either', async () => {
    await bench.withShard(async (socket, shard) => {
      let got = 0;
      const before = bench.relay.received();
      const { id, done } = socket.read(wholeOf(shard), (payload) => {
        got += payload.length;
      });
      await expect.poll(() => got, SOON).toBe(WINDOW_BYTES);
      await setTimeout(300);
      expect(got).toBe(WINDOW_BYTES);
      // What the system's own socket buffers take, on both sides of the relay, is not the proxy's.
      expect(bench.relay.received() - before).toBeLessThan(8 * WINDOW_BYTES);
      socket.send({ type: 'ack', id, bytes: FRAME_BYTES });
      await expect.poll(() => got, SOON).toBe(WINDOW_BYTES + FRAME_BYTES);
      socket.send({ type: 'ack', id, bytes: 2 ** 31 });
      await expect.poll(() => got, SOON).toBe(2 * WINDOW_BYTES + FRAME_BYTES);
      socket.send({ type: 'cancel', id });
      void done.catch(() => undefined);
    });
  });

  it('that is cancelled sends nothing more, and its line to OpenSearch is cut', async () => {
    await bench.withShard(async (socket, shard) => {
      let frames = 0;
      const { id, done } = socket.read(wholeOf(shard), () => frames++);
      void done.catch(() => undefined);
      await expect.poll(() => frames, SOON).toBe(WINDOW_BYTES / FRAME_BYTES);
      const lines = bench.relay.open();
      socket.send({ type: 'cancel', id });
      await expect.poll(() => bench.relay.open(), SOON).toBe(lines - 1);
      socket.send({ type: 'ack', id, bytes: WINDOW_BYTES });
      await setTimeout(100);
      expect(frames).toBe(WINDOW_BYTES / FRAME_BYTES);
      expect((await socket.page({ ...wholeOf(shard), size: 2 })).hits).toHaveLength(2);
    });
  });

  it('is cancelled at OpenSearch when the socket goes', async () => {
    const socket = await TestSocket.open(bench.ann);
    const shard = await onlyShard(socket, bench.index);
    let frames = 0;
    const reads = [0, 1, 2].map(() => socket.read(wholeOf(shard), () => frames++));
    for (const { done } of reads) void done.catch(() => undefined);
    await expect.poll(() => frames, SOON).toBe((3 * WINDOW_BYTES) / FRAME_BYTES);
    const lines = bench.relay.open();
    socket.socket.terminate();
    await expect.poll(() => bench.relay.open(), SOON).toBeLessThanOrEqual(lines - 3);
    const again = await TestSocket.open(bench.ann);
    expect(await again.release([shard.ticket])).toBe(1);
    expect(await contextsOn(client, bench.index)).toBe(0);
    await again.close();
  });

  it('that breaks on its way is an error of that page, and the next try reads it', async () => {
    await bench.withShard(async (socket, shard) => {
      bench.relay.cutAfter(WINDOW_BYTES);
      await expect(socket.page(wholeOf(shard))).rejects.toMatchObject({
        code: 'opensearch_unreachable',
        retryable: true,
      });
      bench.relay.cutAfter(undefined);
      expect((await socket.page(wholeOf(shard))).hits).toHaveLength(ROWS);
    });
  });

  it('can be read many at a time, each with its own credits', async () => {
    await bench.withShard(async (socket, shard) => {
      const pages = await Promise.all([1, 2, 3, 4].map(() => socket.page({ ...wholeOf(shard), size: 100 })));
      for (const { hits } of pages) expect(hits).toHaveLength(100);
    });
  });
});

it('a plan that fails on its way leaves no snapshot open', async () => {
  const socket = await TestSocket.open(bench.ann);
  const exportId = randomUUID();
  const search = { index: bench.index, q: 'n:>=0' };
  bench.relay.cutAfter(1500);
  await expect(socket.request({ type: 'plan', exportId, search })).rejects.toMatchObject({ retryable: true });
  bench.relay.cutAfter(undefined);
  await expect.poll(() => contextsOn(client, bench.index), SOON).toBe(0);
  await socket.close();
});
