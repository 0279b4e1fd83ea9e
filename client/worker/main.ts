import * as Comlink from 'comlink';
import { SluiceError } from '../../shared/errors.ts';
import { makeStreamSink } from '../sink/stream-sink.ts';
import { type ExportWorkerApi, lockName, type RunListener, type RunOptions } from './api.ts';
import type { ExportEvent } from './events.ts';
import { makeFormat } from './format/make-format.ts';
import { openIdbCheckpoints } from './journal/idb-checkpoints.ts';
import { openKeep, type Stores, sweep } from './journal/keep.ts';
import { makeOpfsSpools } from './journal/opfs-spools.ts';
import { ExportRun, type Keep } from './run/export-run.ts';
import { type Connection, connect, type MakeSocket } from './socket/connection.ts';
import { systemClock } from './util/clock.ts';
import { makeDeferred } from './util/deferred.ts';

/** The worker's entry: one export, or the care for what earlier ones left, asked for over Comlink. */
const LOCK_WAIT_MS = 3_000;

const running = makeDeferred<ExportRun>();

const makeSocket: MakeSocket = (url) => new WebSocket(url);

const api: ExportWorkerApi = {
  async run(options, file, listener) {
    // A lock that is not free belongs to another tab, or to a worker that is just ending.
    const soon = AbortSignal.timeout(LOCK_WAIT_MS);
    try {
      await navigator.locks.request(lockName(options.request.id), { signal: soon }, () =>
        runHere(options, file, listener),
      );
    } catch (cause) {
      const error = new SluiceError('owned_elsewhere', 'Another tab is making this export.', { cause });
      await file.abort(error).catch(() => {});
      listener.onEvent({ type: 'failed', error: error.toBody() });
    }
  },
  pause: async () => (await running.promise).pause(),
  resume: async () => (await running.promise).resume(),
  cancel: async () => (await running.promise).cancel(),
  kept: async () => sweep(await openStores(), Date.now()),
  async discard(id, socketUrl) {
    const { spools, checkpoints } = await openStores();
    const checkpoint = await checkpoints.get(id);
    await checkpoints.remove(id);
    await spools.remove(id);
    const connection = checkpoint && (await connectSignedIn(socketUrl).catch(() => undefined));
    await connection?.release(checkpoint?.shards.map(({ ticket }) => ticket) ?? []).catch(() => {});
    connection?.close();
  },
};

async function runHere(options: RunOptions, file: WritableStream<Uint8Array>, listener: RunListener): Promise<void> {
  const { request, socketUrl } = options;
  const sink = makeStreamSink(file, async () => listener.whenClosed());
  const emit = (event: ExportEvent) => listener.onEvent(event);
  try {
    const format = await makeFormat(request.format);
    const keep = await openKeepIfPossible(options, (error) => emit({ type: 'unkept', error: error.toBody() }));
    const ports = { sink, format, emit, clock: systemClock, wallClock: Date.now, random: Math.random };
    const run = new ExportRun(request, {
      ...ports,
      connect: () => connectSignedIn(socketUrl),
      ...(keep ? { keep } : {}),
    });
    running.resolve(run);
    await run.run();
  } catch (error) {
    await sink.abort(error).catch(() => {});
    emit({ type: 'failed', error: SluiceError.from(error).toBody() });
  }
}

/** Without room, or without the file system that a worker may write to, an export runs all the same, unkept. */
async function openKeepIfPossible(options: RunOptions, lost: (error: SluiceError) => void): Promise<Keep | undefined> {
  try {
    return await openKeep({ ...options, ...(await openStores()), clock: systemClock, lost });
  } catch (cause) {
    if (options.again) throw cause;
    lost(new SluiceError('storage_full', 'This browser keeps no copy of this export.', { cause }));
    return undefined;
  }
}

async function openStores(): Promise<Stores> {
  return { spools: makeOpfsSpools(), checkpoints: await openIdbCheckpoints() };
}

/** A browser does not tell why a socket was refused, so a failed one asks whether the session still stands. */
async function connectSignedIn(socketUrl: string): Promise<Connection> {
  try {
    return await connect(socketUrl, makeSocket);
  } catch (error) {
    const session = await fetch('/api/session').catch(() => undefined);
    if (session?.status !== 401) throw error;
    throw new SluiceError('signed_out', 'Your session has ended. Sign in again, then go on.');
  }
}

Comlink.expose(api);
