import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { FRAME_BYTES } from '../../shared/limits.ts';
import { FRAME_HEADER_BYTES } from '../../shared/protocol.ts';
import { makeFakeClock } from '../../tests/support/fake-clock.ts';
import { Credits } from '../export/credits.ts';
import { FramePool, SentFrames } from '../export/frames.ts';
import { type Outlet, sendPage } from '../export/page.ts';
import { Parting, type SentPage } from '../export/parting.ts';
import { hasSentAll } from './has-sent-all.ts';

const PAGES = 4;
const LARGEST = 24 * FRAME_BYTES;
/** More than the kernel takes of one line, so that some is not written at once. */
const WINDOW = LARGEST;
/** What each page is: its bytes say whose they are and where they belong. */
const files = Array.from({ length: PAGES }, (_, id) => {
  const bytes = new Uint8Array(LARGEST);
  for (let at = 0; at < LARGEST; at += 1024) bytes.fill(id * 60 + ((at >> 10) % 59), at, at + 1024);
  return bytes;
});

async function* bodyOf(id: number, size: number, cut: number) {
  for (let at = 0; at < size; at += cut) yield files[id]?.subarray(at, Math.min(size, at + cut)) ?? new Uint8Array();
}

const page = fc.record({ size: fc.integer({ min: 1, max: LARGEST }), cut: fc.integer({ min: 9_000, max: 400_000 }) });
/** How long the client takes nothing in, ms, after each of its frames in turn. */
const stops = fc.array(fc.constantFrom(0, 0, 0, 0, 0, 5, 30), { minLength: 1, maxLength: 12 });

test('frames that are used again as the kernel has them come as they were filled, whoever does not read for a while', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await fc.assert(
    fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: PAGES }), stops, async (pages, pauses) => {
      const connected = once(server, 'connection');
      const client = new WebSocket(url);
      const [line] = (await connected) as [WebSocket];
      const pool = new FramePool(FRAME_BYTES);
      const parting = new Parting(PAGES);
      const clock = makeFakeClock();
      const sent = pages.map(
        (): SentPage => ({
          credits: new Credits({ window: WINDOW, timeout: 60_000, clock }),
          sent: new SentFrames(pool),
        }),
      );
      const outlet: Outlet = {
        message: () => undefined,
        frame: (bytes) => line.send(bytes),
        held: () => 0,
        hasSentAll: () => hasSentAll(line),
        settled: async () => undefined,
      };
      const came = pages.map(() => 0);
      let foreign = 0;
      let turn = 0;
      client.on('message', async (data: Buffer) => {
        const id = data.readUInt32BE(0);
        const payload = data.subarray(FRAME_HEADER_BYTES);
        const from = came[id] ?? 0;
        if (!payload.equals(files[id]?.subarray(from, from + payload.length) ?? payload.subarray(1))) foreign += 1;
        came[id] = from + payload.length;
        parting.acknowledge({ id, bytes: payload.length }, sent[id]);
        const ms = pauses[turn++ % pauses.length] ?? 0;
        if (ms === 0) return;
        client.pause();
        await sleep(ms);
        client.resume();
      });
      const { signal } = new AbortController();
      const sending = sent.map(({ credits, sent: frames }, id) => {
        const { size, cut } = pages[id] ?? { size: 0, cut: 1 };
        return sendPage(bodyOf(id, size, cut), {
          id,
          credits,
          outlet,
          pool,
          sent: frames,
          onHead: () => undefined,
          signal,
        });
      });
      await Promise.all(sending);
      await expect.poll(() => came, { timeout: 10_000 }).toEqual(pages.map(({ size }) => size));
      expect(foreign).toBe(0);
      client.terminate();
    }),
    { numRuns: 10 },
  );
  server.close();
}, 120_000);
