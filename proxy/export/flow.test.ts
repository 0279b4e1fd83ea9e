import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import { eachOf } from '../base/pool.ts';
import { Credits } from './credits.ts';
import { type Frame, FrameFiller, FramePool } from './frames.ts';
import { makeHeartbeat } from './heartbeat.ts';
import { locateInPit } from './pit-id.ts';
import { scrollIdIn } from './scroll-id.ts';

const never = new AbortController().signal;

function creditsOf(window: number) {
  const clock = makeFakeClock();
  return { clock, credits: new Credits({ window, timeout: 1000, clock }) };
}

describe('credits', () => {
  test('hold back what passes the window until as much is acknowledged', async () => {
    const { credits, clock } = creditsOf(10);
    await credits.take(6, never);
    let sent = false;
    const waiting = credits.take(6, never).then(() => {
      sent = true;
    });
    credits.acknowledge(1);
    await Promise.resolve();
    expect(sent).toBe(false);
    credits.acknowledge(1);
    await waiting;
    expect(credits.sent).toBe(12);
    expect(clock.waiting).toBe(0);
  });

  test('that are not given back in time end the page, and too few put nothing off', async () => {
    const { credits, clock } = creditsOf(10);
    await credits.take(10, never);
    const slow = credits.take(2, never);
    clock.pass(999);
    credits.acknowledge(2);
    await slow;
    const slower = credits.take(3, never);
    clock.pass(999);
    credits.acknowledge(1);
    await Promise.resolve();
    credits.acknowledge(1);
    await Promise.resolve();
    clock.pass(1);
    await expect(slower).rejects.toMatchObject({ code: 'timeout', retryable: true });
    expect(clock.waiting).toBe(0);
  });

  test('acknowledging what was never sent gains nothing', async () => {
    const { credits, clock } = creditsOf(10);
    credits.acknowledge(1000);
    await credits.take(10, never);
    const stop = new AbortController();
    const waiting = credits.take(1, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    expect(clock.waiting).toBe(0);
  });
});

test('frames carry the number and put small pieces together', () => {
  const frames: number[][] = [];
  const pool = new FramePool(4);
  const filler = new FrameFiller({ id: 258, pool });
  const take = (frame: Frame) => {
    frames.push([...frame]);
    pool.give(frame);
  };
  filler.fill(Uint8Array.of(1, 2, 3), take);
  filler.fill(new Uint8Array(), take);
  filler.fill(Uint8Array.of(4, 5, 6, 7, 8, 9), take);
  filler.end(take);
  expect(frames).toEqual([
    [0, 0, 1, 2, 1, 2, 3, 4],
    [0, 0, 1, 2, 5, 6, 7, 8],
    [0, 0, 1, 2, 9],
  ]);
  expect(pool.take()).toHaveLength(8);
});

describe('the scroll id', () => {
  const page = `{"_scroll_id":"abc==","took":1,"hits":"${'x'.repeat(300_000)}"}`;

  test('is read from the first bytes, gzip’d or not', async () => {
    expect(await scrollIdIn(Buffer.from(page).subarray(0, 1000))).toBe('abc==');
    expect(await scrollIdIn(gzipSync(page).subarray(0, 200))).toBe('abc==');
    expect(await scrollIdIn(gzipSync(page))).toBe('abc==');
  });

  test('is not made up', async () => {
    expect(await scrollIdIn(gzipSync('{"took":1}'))).toBeUndefined();
    expect(await scrollIdIn(Buffer.from('{"_scroll_id":"ab'))).toBeUndefined();
    expect(await scrollIdIn(new Uint8Array())).toBeUndefined();
  });
});

test('an index is found in a point-in-time id by OpenSearch 3.8 with its uuid and shard', () => {
  const one =
    'o_-7QQEFYi1vbmUWZlVuUFhOby1TNHVNSjh1V0Y4RS1iUQIWMVpRYmt3YlFRMWVTMzk2MWxkRDI2UQAAAAAAAAAAPRZPenM2UldjTFM0Q3MtSzNqMkxyV0N3ARZmVW5QWE5vLVM0dU1KOHVXRjhFLWJRAAA=';
  expect(locateInPit(one, 'b-one')).toEqual({ uuid: 'fUnPXNo-S4uMJ8uWF8E-bQ', shard: 2 });
  expect(locateInPit(one, 'b-on')).toBeUndefined();
  expect(locateInPit(one, 'one')).toBeUndefined();
  expect(locateInPit('not base64!', 'b-one')).toBeUndefined();
});

test('a failing task lets those that began end, and begins no more', async () => {
  const log: string[] = [];
  const run = eachOf([1, 2, 3, 4], 2, async (n) => {
    log.push(`begin ${n}`);
    if (n === 1) throw new Error('one');
    await new Promise((resolve) => setTimeout(resolve, 10));
    log.push(`end ${n}`);
  });
  await expect(run).rejects.toThrow('one');
  expect(log).toEqual(['begin 1', 'begin 2', 'end 2']);
});

test('a client that does not answer a ping is lost', () => {
  const clock = makeFakeClock();
  const log: string[] = [];
  const heartbeat = makeHeartbeat({
    clock,
    interval: 100,
    timeout: 50,
    ping: () => log.push('ping'),
    lost: () => log.push('lost'),
  });
  clock.pass(100);
  heartbeat.heard();
  clock.pass(60);
  expect(log).toEqual(['ping']);
  clock.pass(40);
  clock.pass(50);
  expect(log).toEqual(['ping', 'ping', 'lost']);
  expect(clock.waiting).toBe(0);
});
