import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Sink } from '../../client/sink/sink.ts';
import { loadFormat } from '../../client/worker/encode/formats.ts';
import type { ExportEvent, Verdict } from '../../client/worker/events.ts';
import { ExportRun } from '../../client/worker/run/export-run.ts';
import { openCarrier } from '../../client/worker/socket/carrier-socket.ts';
import { openProxySocket, type ProxySocket } from '../../client/worker/socket/proxy-socket.ts';
import type { SocketLike } from '../../client/worker/socket/socket-like.ts';
import { askDateFormats } from '../../client/worker/util/ask-date-formats.ts';
import { callUrl } from '../../client/worker/util/call-url.ts';
import { systemClock } from '../../client/worker/util/clock.ts';
import { type Order, sortValuesOf } from '../../shared/order.ts';
import type { ExportFormat, ExportRequest, Reader } from '../../shared/request.ts';
import type { Search } from '../../shared/search.ts';
import { World } from '../model/world.ts';
import { gunzipOne } from './gunzip.ts';
import { MemoryRoom } from './memory-room.ts';
import type { SignedIn } from './session.ts';

export type ExportTestOptions = {
  search: Partial<Search> & { index: string };
  format?: ExportFormat;
  reader?: Reader;
  order?: Order;
  /** Keeps the export, and goes on with what it has; without one, what is to be sorted has a room of its own. */
  room?: MemoryRoom;
  /** The machine that makes it: when it goes down nobody hears of the export any more. */
  world?: World;
  budgetBytes?: number;
  /** Leave out what cannot be read. */
  leaveOut?: true;
  sink?: Sink;
  commitEvery?: { ms: number; bytes: number };
  /** How it reaches the proxy, where that is another way than the run's. */
  connect?(): Promise<ProxySocket>;
  /** Holds up the file's first bytes. */
  beforeFirstWrite?(): Promise<void>;
  onEvent?(event: ExportEvent, run: ExportRun): void;
};

export type Exported = {
  /** Unpacked, where it is in gzip. */
  text: string;
  bytes: Uint8Array;
  events: ExportEvent[];
  verdict: Verdict | undefined;
  last: ExportEvent | undefined;
};

/** Runs a whole export as the worker does, on a real socket, into memory; or until its machine goes down. */
export async function runExport(session: SignedIn, options: ExportTestOptions): Promise<Exported> {
  const { world = new World(), order, room = order && new MemoryRoom(), budgetBytes, commitEvery } = options;
  const chunks: Uint8Array[] = [];
  const events: ExportEvent[] = [];
  const request = room?.checkpoint?.request ?? requestOf(options);
  const keep = await room?.open(request, world);
  const sockets = new Set<WebSocket>();
  const run: ExportRun = new ExportRun(request, {
    askDateFormats: (asked) =>
      askDateFormats(asked, (call, { headers, ...init }) =>
        fetch(callUrl(session.socketUrl, call), { ...init, headers: { ...headers, cookie: session.cookie } }),
      ),
    connect: async () => {
      await world.step();
      if (options.connect) return options.connect();
      if (process.env.CARRIER === 'requests') return openProxySocket(session.socketUrl, () => openRequests(session));
      return openProxySocket(session.socketUrl, (url) => openSocket(url, session.cookie, { sockets, world }));
    },
    sink: onWorld(options.sink ?? makeMemorySink(chunks, options.beforeFirstWrite), world),
    format: await loadFormat(request.format, { sortValues: sortValuesOf(request.order) }),
    emit: (event) => {
      if (world.crashed) return;
      events.push(event);
      if (options.onEvent) options.onEvent(event, run);
      else if (event.type === 'interrupted') run.cancel();
    },
    clock: { ...systemClock, sleep: (ms, signal) => (world.crashed ? NEVER : systemClock.sleep(ms, signal)) },
    network: { isOnline: () => true, whenOnline: async () => {} },
    wallClock: Date.now,
    random: Math.random,
    slot: async () => {},
    ...(budgetBytes ? { budgetBytes } : {}),
    ...(commitEvery ? { commitEvery } : {}),
    ...(keep ? { keep } : {}),
  });
  await Promise.race([run.run(), world.down]);
  if (world.crashed) for (const socket of sockets) socket.terminate();
  const last = events.at(-1);
  const bytes = Buffer.concat(chunks);
  const isPacked = request.format.gzip && last?.type === 'finished';
  return {
    bytes,
    text: isPacked ? gunzipOne(bytes) : bytes.toString('utf8'),
    events,
    last,
    verdict: last?.type === 'finished' ? last.verdict : undefined,
  };
}

type Here = { sockets: Set<WebSocket>; world: World };

const NEVER = new Promise<never>(() => {});

function requestOf({ search, format, reader, order, leaveOut }: ExportTestOptions): ExportRequest {
  return {
    id: randomUUID(),
    search: { q: '', ...search },
    format: format ?? { kind: 'ndjson' },
    fileName: 'test.out',
    ...(reader ? { reader } : {}),
    ...(order ? { order } : {}),
    ...(leaveOut ? { leaveOut } : {}),
  };
}

function openSocket(url: string, cookie: string, { sockets, world }: Here): SocketLike {
  const socket = new WebSocket(url, { headers: { cookie } });
  sockets.add(socket);
  // A socket that cannot be had closes as well, as in a browser; an error that nobody listens to would end the tests.
  socket.on('error', () => {});
  socket.on('close', () => sockets.delete(socket));
  // A machine may go down between two messages.
  const { emit } = socket;
  socket.emit = (name, ...args) => {
    if (name === 'message' && !world.countStep()) return false;
    return emit.call(socket, name, ...args);
  };
  return socket as unknown as SocketLike;
}

function openRequests({ url, cookie }: SignedIn): SocketLike {
  return openCarrier(new URL('/api/carrier', url), {
    fetch: (at, { headers, ...init }) => fetch(at, { ...init, headers: { ...headers, cookie } }),
  });
}

function onWorld(sink: Sink, world: World): Sink {
  return {
    ...sink,
    async write(bytes) {
      await world.step();
      await sink.write(bytes);
    },
  };
}

function makeMemorySink(chunks: Uint8Array[], beforeFirst?: () => Promise<void>): Sink {
  return {
    async write(bytes) {
      if (chunks.length === 0) await beforeFirst?.();
      chunks.push(bytes.slice());
    },
    async close() {},
    async abort() {},
  };
}

/** The rows of an NDJSON file, in an order of their own. */
export function sortedLines(ndjson: string): string[] {
  const lines = ndjson.split('\n');
  if (lines.pop() !== '') throw new Error('The file does not end with a line end.');
  return lines.sort();
}
