import { once } from 'node:events';
import net from 'node:net';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startProxy } from '../../proxy/adapters/node.ts';
import { ERROR_CODES } from '../../shared/errors.ts';
import { MAX_CLIENT_FRAME_BYTES } from '../../shared/limits.ts';
import { proxyMessageSchema } from '../../shared/protocol.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { runExport, sortedLines } from '../support/run-export.ts';
import { type RuntimeProcess, startRuntime } from '../support/runtimes.ts';
import { type SignedIn, signIn } from '../support/session.ts';
import { localSettings } from './bench.ts';
import { makeFrames } from './frames.ts';
import { ORDERS } from './people.ts';

const FRAMES = 100_000;
/** Fewer than the faults after which a socket closes. */
const A_SOCKET = 900;
const SEED = 20_261_124;
const HEADERS_MS = 10_000;

let proxy: RuntimeProcess;
let cleanUp: () => Promise<void>;
let ann: SignedIn;
let bob: SignedIn;
/** Raw connections that were opened at the start and sent a part of a request: when each was closed, ms since then. */
let lorises: Promise<number[]>;

beforeAll(async () => {
  const made = await localSettings({ PING_INTERVAL: '1000', PING_TIMEOUT: '1000', AUDIT_LOG: 'off' });
  cleanUp = made.cleanUp;
  // A process of its own, so that its memory is its own.
  proxy = await startRuntime('node', made.settings);
  ann = await signIn(proxy.url, 'ann', 'ann-password');
  bob = await signIn(proxy.url, 'bob', 'bob-password');
  lorises = Promise.all(Array.from({ length: 200 }, () => loris(proxy.url, SLOW_HEADERS)));
});
afterAll(async () => {
  await proxy.stop();
  await cleanUp();
});

const SLOW_HEADERS = 'GET /api/session HTTP/1.1\r\nHost: sluice\r\nX-Slow: ';
const SLOW_BODY =
  'POST /api/session HTTP/1.1\r\nHost: sluice\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{';

/** Sends the beginning of a request and then a byte now and then. @returns ms until it was cut off */
async function loris(url: string, beginning: string): Promise<number> {
  const began = Date.now();
  const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {}).resume();
  socket.write(beginning);
  const drip = setInterval(() => socket.write('x'), 500);
  // `once` of node:events would throw where the proxy resets the connection, which is one way to cut it off.
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(drip);
  return Date.now() - began;
}

async function residentMb(): Promise<number> {
  const text = await (await fetch(new URL('/metrics', proxy.url))).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]) / 1024 / 1024;
}

/** Throws frames at a socket and asks at the end whether it still lives. @returns how often each code came */
async function flood(frames: Iterable<string | Buffer>, codes: Map<string, number>): Promise<void> {
  const socket = new WebSocket(ann.socketUrl, { headers: { cookie: ann.cookie } });
  await once(socket, 'open');
  const alive = new Promise<void>((resolve, reject) => {
    socket.on('message', (data, binary) => {
      if (binary) return reject(new Error('A page came that nobody may have.'));
      const message = v.parse(proxyMessageSchema, JSON.parse(String(data)));
      if (message.type === 'ping') socket.send('{"type":"pong"}');
      if (message.type === 'error') codes.set(message.error.code, (codes.get(message.error.code) ?? 0) + 1);
      if (message.type === 'result' && message.id === 4_294_967_295) resolve();
    });
    socket.on('close', (code) => reject(new Error(`The socket closed with ${code}.`)));
  });
  alive.catch(() => {});
  for (const frame of frames) socket.send(frame);
  // `busy` where requests of the flood are under way still: asked until it is answered.
  const ask = setInterval(() => socket.send('{"type":"release","id":4294967295,"tickets":[]}'), 20);
  await alive.finally(() => clearInterval(ask));
  socket.removeAllListeners('close');
  socket.terminate();
}

it('100,000 frames that make no sense: answered by code, no crash, no growth, and others’ exports whole', async () => {
  const socket = await TestSocket.open(ann);
  const { shards } = await socket.plan({ index: ORDERS });
  const frames = makeFrames(
    SEED,
    shards.map(({ ticket }) => ticket),
  );
  const codes = new Map<string, number>();
  const round = async (count: number) => {
    for (let sent = 0; sent < count; sent += 2 * A_SOCKET) {
      await Promise.all([flood(frames(A_SOCKET), codes), flood(frames(A_SOCKET), codes)]);
    }
  };
  await round(FRAMES / 4);
  const warm = await residentMb();
  const exported = runExport(bob, { search: { index: ORDERS } });
  await round((FRAMES * 3) / 4);
  const { verdict, text } = await exported;
  expect(verdict).toMatchObject({ complete: true, written: 420 });
  expect(new Set(sortedLines(text)).size).toBe(420);
  const known = Object.keys(ERROR_CODES);
  expect([...codes.keys()].filter((code) => !known.includes(code) || code === 'internal')).toEqual([]);
  expect([...codes.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(FRAMES * 0.8);
  for (const code of ['bad_frame', 'ticket_invalid', 'page_size_invalid', 'bad_request'])
    expect(codes.has(code)).toBe(true);
  // Three times as many frames as before that, and no more memory than a collector may leave.
  expect((await residentMb()) - warm).toBeLessThan(60);
  await socket.release(shards.map(({ ticket }) => ticket));
  await socket.close();
});

it('frames that are too large, too many, or never whole close their socket and no other', async () => {
  const bystander = await TestSocket.open(bob);
  const large = new WebSocket(ann.socketUrl, { headers: { cookie: ann.cookie } });
  await once(large, 'open');
  large.send('x'.repeat(MAX_CLIENT_FRAME_BYTES + 1));
  expect((await once(large, 'close'))[0]).toBe(1009);
  const many = new WebSocket(ann.socketUrl, { headers: { cookie: ann.cookie } });
  await once(many, 'open');
  for (let i = 0; i < 1100; i++) many.send('not json');
  expect((await once(many, 'close'))[0]).toBe(4429);
  // A frame's head, and then a byte of it now and then: no pong can come through.
  const slow = new WebSocket(ann.socketUrl, { headers: { cookie: ann.cookie } });
  await once(slow, 'open');
  const raw = (slow as unknown as { _socket: net.Socket })._socket;
  raw.write(Buffer.from([0x81, 0xfe, 0x40, 0x00, 1, 2, 3, 4]));
  const drip = setInterval(() => raw.write('x'), 100);
  const began = Date.now();
  await once(slow, 'close');
  clearInterval(drip);
  expect(Date.now() - began).toBeLessThan(8000);
  expect((await bystander.plan({ index: ORDERS })).shards.length).toBe(3);
  await bystander.close();
});

it('a request that trickles in is cut off, and holds nobody up meanwhile', async () => {
  const closed = await lorises;
  expect(Math.max(...closed)).toBeLessThan(HEADERS_MS + 10_000);
  const { verdict } = await runExport(bob, { search: { index: ORDERS } });
  expect(verdict).toMatchObject({ complete: true });
  expect(await (await fetch(new URL('/healthz', proxy.url))).json()).toMatchObject({ status: 'ok' });
});

it('a body that trickles in is cut off once the time for a request is over', async () => {
  const { settings, cleanUp: remove } = await localSettings({ LOG_LEVEL: 'silent', AUDIT_LOG: 'off' });
  const hasty = await startProxy(settings, { requestMs: 1500 });
  const closed = await Promise.all(Array.from({ length: 20 }, () => loris(hasty.url, SLOW_BODY)));
  expect(Math.min(...closed)).toBeGreaterThan(1400);
  expect(Math.max(...closed)).toBeLessThan(6000);
  await hasty.close();
  await remove();
});
