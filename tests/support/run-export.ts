import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Sink } from '../../client/sink/sink.ts';
import { loadFormat } from '../../client/worker/encode/formats.ts';
import type { ExportEvent, Verdict } from '../../client/worker/events.ts';
import { ExportRun } from '../../client/worker/run/export-run.ts';
import { openProxySocket, type SocketLike } from '../../client/worker/socket/proxy-socket.ts';
import { askDateFormats } from '../../client/worker/util/ask-date-formats.ts';
import { systemClock } from '../../client/worker/util/clock.ts';
import { type Order, sortValuesOf } from '../../shared/order.ts';
import type { ExportFormat, ExportRequest, Reader } from '../../shared/request.ts';
import type { Search } from '../../shared/search.ts';
import { makeMemoryKeep } from './memory-keep.ts';
import type { SignedIn } from './session.ts';

export type ExportTestOptions = {
  search: Partial<Search> & { index: string };
  format?: ExportFormat;
  reader?: Reader;
  /** What is to be sorted is kept in memory. */
  order?: Order;
  budgetBytes?: number;
  /** Leave out what cannot be read. */
  leaveOut?: true;
  sink?: Sink;
  /** Holds up the file's first bytes. */
  beforeFirstWrite?(): Promise<void>;
  onEvent?(event: ExportEvent, run: ExportRun): void;
};

export type Exported = {
  text: string;
  events: ExportEvent[];
  verdict: Verdict | undefined;
  last: ExportEvent | undefined;
};

/** Runs a whole export as the worker does, on a real socket, into memory. */
export async function runExport(session: SignedIn, options: ExportTestOptions): Promise<Exported> {
  const chunks: Uint8Array[] = [];
  const events: ExportEvent[] = [];
  const request: ExportRequest = {
    id: randomUUID(),
    search: { q: '', ...options.search },
    format: options.format ?? { kind: 'ndjson' },
    fileName: 'test.out',
    ...(options.reader ? { reader: options.reader } : {}),
    ...(options.order ? { order: options.order } : {}),
    ...(options.leaveOut ? { leaveOut: true } : {}),
  };
  const run: ExportRun = new ExportRun(request, {
    askDateFormats: (asked) =>
      askDateFormats(asked, (path, { headers, ...init }) =>
        fetch(new URL(path, session.url), { ...init, headers: { ...headers, cookie: session.cookie } }),
      ),
    connect: () => openProxySocket(session.socketUrl, (url) => openSocket(url, session.cookie)),
    sink: options.sink ?? makeMemorySink(chunks, options.beforeFirstWrite),
    format: await loadFormat(request.format, { sortValues: sortValuesOf(request.order) }),
    emit: (event) => {
      events.push(event);
      if (options.onEvent) options.onEvent(event, run);
      else if (event.type === 'interrupted') run.cancel();
    },
    clock: systemClock,
    network: { isOnline: () => true, whenOnline: async () => {} },
    wallClock: Date.now,
    random: Math.random,
    slot: async () => {},
    ...(options.budgetBytes ? { budgetBytes: options.budgetBytes } : {}),
    ...(options.order ? { keep: await makeMemoryKeep(request) } : {}),
  });
  await run.run();
  const last = events.at(-1);
  return {
    text: Buffer.concat(chunks).toString('utf8'),
    events,
    last,
    verdict: last?.type === 'finished' ? last.verdict : undefined,
  };
}

function openSocket(url: string, cookie: string): SocketLike {
  const socket = new WebSocket(url, { headers: { cookie } });
  // A socket that cannot be had closes as well, as in a browser; an error that nobody listens to would end the tests.
  socket.on('error', () => {});
  return socket as unknown as SocketLike;
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
