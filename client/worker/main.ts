import * as Comlink from 'comlink';
import { SluiceError } from '../../shared/errors.ts';
import type { ExportRequest } from '../../shared/request.ts';
import { makeMemorySink } from '../sink/memory-sink.ts';
import { PartsFolder } from '../sink/parts-folder.ts';
import { makePickedFileSink } from '../sink/picked-file.ts';
import type { Sink } from '../sink/sink.ts';
import { makeStreamSink } from '../sink/stream-sink.ts';
import { isFolder, type WorkerTarget } from '../sink/target.ts';
import type { ExportWorkerApi, RunListener, RunOptions } from './api.ts';
import { loadFile, loadHasher } from './encode/formats.ts';
import { isPartOf } from './encode/parts/part-names.ts';
import { PartPlaces } from './encode/parts/part-places.ts';
import type { ExportEvent } from './events.ts';
import { readCheckpoint } from './ledger/checkpoint.ts';
import { openIdbCheckpoints, openIdbCheckpointsNow } from './ledger/idb-checkpoints.ts';
import { type Keep, type KeepOptions, openKeep, type Stores, sweep } from './ledger/keep.ts';
import { lockName } from './ledger/lock-name.ts';
import { makeOpfsSpools } from './ledger/opfs-spools.ts';
import { ExportRun } from './run/export-run.ts';
import { takeCarrierSlot } from './socket/carrier-slots.ts';
import { openCarrier } from './socket/carrier-socket.ts';
import { Connector } from './socket/connector.ts';
import { findWay } from './socket/find-way.ts';
import type { ProxySocket } from './socket/proxy-socket.ts';
import { askDateFormats } from './util/ask-date-formats.ts';
import { callUrl } from './util/call-url.ts';
import { systemClock } from './util/clock.ts';
import { makeDeferred } from './util/deferred.ts';
import { browserNetwork } from './util/network.ts';

/** The worker's entry: one export, or the care for what earlier ones left, asked for over Comlink. */

/** How long a call may take that only asks whether the session stands, ms: on a line that swallows all it would take minutes. */
const SESSION_MS = 10_000;
/** How long a socket may take that is only to show that sockets get through, ms. */
const PROBE_MS = 5_000;

const running = makeDeferred<ExportRun>();

const api: ExportWorkerApi = {
  async run(options, target, listener) {
    const own = () => {
      listener.onOwned();
      return runHere(options, target, listener);
    };
    // Without https there are none.
    if (!('locks' in navigator)) return own();
    // From the page, which holds it until now: let go of first, the lock would be somebody else's for a moment.
    await navigator.locks.request(lockName(options.request.id), { steal: true }, own);
  },
  pause: async () => (await running.promise).pause(),
  resume: async (how) => (await running.promise).resume(how),
  cancel: async () => (await running.promise).cancel(),
  hear: async (news) => (await running.promise).hear(news),
  kept: async (onBlocked) =>
    sweep({ spools: makeOpfsSpools(), checkpoints: await openIdbCheckpoints(onBlocked) }, Date.now()),
  async discard(id, socketUrl) {
    const { spools, checkpoints } = await openStores();
    const checkpoint = readCheckpoint(await checkpoints.get(id));
    await checkpoints.remove(id);
    await spools.remove(id);
    const connection =
      checkpoint &&
      (await makeConnector({ socketUrl })
        .open()
        .catch(() => undefined));
    await connection?.release(checkpoint?.shards.map(({ ticket }) => ticket) ?? []).catch(() => {});
    connection?.close();
  },
  findWay: (socketUrl) => findWay(makeConnector({ socketUrl, lifeMs: PROBE_MS }), systemClock),
};

async function runHere(options: RunOptions, target: WorkerTarget, listener: RunListener): Promise<void> {
  const { request, socketUrl } = options;
  const emit = (event: ExportEvent) => listener.onEvent(event);
  let sink: Sink | undefined;
  try {
    const picked = target.kind === 'picked' ? target.handle : undefined;
    const places = isFolder(picked) ? new PartPlaces() : undefined;
    const format = await loadFile(request, places);
    const lost = (error: SluiceError) => emit({ type: 'unkept', error: error.toBody() });
    const keep = await openKeepIfPossible({ ...options, picked, lost });
    sink = await makeSink(target, { keep, listener, places, request });
    const ports = {
      sink,
      format,
      emit,
      clock: systemClock,
      network: browserNetwork,
      firstEncoding: isOnThisMachine(socketUrl) ? 'identity' : 'gzip',
      wallClock: Date.now,
      random: Math.random,
      slot: () => listener.slot(),
    } as const;
    const connector = makeConnector(options);
    const run = new ExportRun(request, {
      ...ports,
      connect: () => connected(connector, emit),
      askDateFormats: (asked) => askDateFormats(asked, (call, init) => fetch(callUrl(socketUrl, call), init)),
      ...(keep ? { keep } : {}),
    });
    running.resolve(run);
    await run.run();
  } catch (error) {
    await (sink ? sink.abort(error).catch(() => {}) : abandon(target, error));
    emit({ type: 'failed', error: SluiceError.from(error).toBody() });
  }
}

type SinkParts = {
  keep: Keep | undefined;
  listener: RunListener;
  places: PartPlaces | undefined;
  request: ExportRequest;
};

async function makeSink(target: WorkerTarget, { keep, listener, places, request }: SinkParts): Promise<Sink> {
  if (target.kind === 'download') return makeDownloadSink(target);
  const copied = (bytes: number, of: number) => listener.onEvent({ type: 'saving', bytes, of });
  const kept = keep?.file ?? keep?.journal;
  if (!isFolder(target.handle)) return makePickedFileSink({ handle: target.handle, kept, copied });
  const placeOf = (part: number) => places?.placeOf(part);
  const folder = new PartsFolder({
    ...{ folder: target.handle, isPart: isPartOf(request), placeOf },
    hasher: await loadHasher(),
  });
  return makePickedFileSink({ handle: folder, kept, copied });
}

/** A download that nobody will fill is broken off; a picked file is as it was. */
async function abandon(target: WorkerTarget, error: unknown): Promise<void> {
  if (target.kind === 'download')
    await makeDownloadSink(target)
      .abort(error)
      .catch(() => {});
}

function makeDownloadSink({ port, inMemory }: Extract<WorkerTarget, { kind: 'download' }>): Sink {
  return inMemory ? makeMemorySink(port) : makeStreamSink(port);
}

/** Between two programs of one machine there is no line to spare; should it lead on from there, the export finds out. */
function isOnThisMachine(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

/** Without room, with another release in the way, or without the file system that a worker may write to, an export runs all the same, unkept. */
async function openKeepIfPossible(options: Omit<KeepOptions, keyof Stores>): Promise<Keep | undefined> {
  try {
    return await openKeep({ ...options, ...(await openStores()) });
  } catch (cause) {
    if (options.again) throw cause;
    const full = new SluiceError('storage_full', 'This browser keeps no copy of this export.', { cause });
    options.lost(cause instanceof SluiceError ? cause : full);
    return undefined;
  }
}

async function openStores(): Promise<Stores> {
  return { spools: makeOpfsSpools(), checkpoints: await openIdbCheckpointsNow() };
}

/** Tells what the connection comes by, where that is another than before. */
async function connected(connector: Connector, emit: (event: ExportEvent) => void): Promise<ProxySocket> {
  const before = connector.carrying;
  const socket = await connector.open();
  if (connector.carrying !== before) emit({ type: 'carried', by: connector.carrying });
  return socket;
}

type ConnectorParts = Pick<RunOptions, 'socketUrl'> & { isBlocked?: boolean; lifeMs?: number };

/** `lifeMs`: when its sockets are closed, whatever has come of them. */
function makeConnector({ socketUrl, isBlocked = false, lifeMs }: ConnectorParts): Connector {
  return new Connector({
    socketUrl,
    isBlocked,
    makeSocket(url) {
      const socket = new WebSocket(url);
      if (lifeMs !== undefined) setTimeout(() => socket.close(), lifeMs);
      return socket;
    },
    makeCarrier: () =>
      openCarrier(callUrl(socketUrl, 'carrier'), { fetch: (url, init) => fetch(url, init), slot: takeCarrierSlot }),
    askSession: () => fetch(callUrl(socketUrl, 'session'), { signal: AbortSignal.timeout(SESSION_MS) }),
  });
}

Comlink.expose(api);
