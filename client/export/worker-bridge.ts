import * as Comlink from 'comlink';
import { type ErrorBody, SluiceError } from '../../shared/errors.ts';
import { canLock } from '../sink/keep-support.ts';
import type { Later, Target, WorkerTarget } from '../sink/target.ts';
import type { ExportWorkerApi, News, Resuming, RunListener, RunOptions } from '../worker/api.ts';
import type { Kept } from '../worker/ledger/keep.ts';
import { lockName } from '../worker/ledger/lock-name.ts';
import type { Way } from '../worker/socket/find-way.ts';
import type { Hold } from './hold-lock.ts';

/** One export's worker, from the main thread's side. */
export interface ExportWorker {
  pause(): void;
  resume(how: Resuming): void;
  cancel(): void;
  hear(news: News): void;
}

export type WorkerListener = Omit<RunListener, 'onOwned'> & {
  /** Opens the download that is to be opened now. The browser may ask the person about it, for as long as it likes. */
  openLate(): Promise<Target>;
  /** The worker is gone without having ended the export. */
  onDeath(): void;
};

/** A worker that has settled its run may take this long to say so, ms; after that it is dead. */
const LAST_WORDS_MS = 2_000;
/** So long, ms, an export of another tab may be without an owner: it ends, and that is still to be heard, or its page replaces a dead worker. */
const LEFT_MS = 3_000;

/** Starts a worker for one export and ends it when the export has ended. The worker takes over the lock that `hold` has. */
export function startExportWorker(
  { hold, ...options }: RunOptions & { hold: Hold },
  target: Target | Later,
  listener: WorkerListener,
): ExportWorker {
  const { onEvent, openLate, slot } = listener;
  // Asked for before the worker has it, the lock would be ours: a worker takes as long to load as the line does.
  const onOwned = () => whenOrphaned(options.request.id, life.signal, () => setTimeout(die, LAST_WORDS_MS));
  const { worker, api, stop } = spawn();
  const life = new AbortController();
  const settle = (how: () => void) => {
    if (life.signal.aborted) return;
    life.abort();
    stop();
    hold.release();
    how();
  };
  const die = () => settle(listener.onDeath);
  worker.addEventListener('error', die, { once: true });
  let handed = target.kind === 'later' ? undefined : handOver(target, life.signal);
  const run = async (isOurs: boolean) => {
    if (!isOurs) return onEvent({ type: 'failed', error: ownedElsewhere() });
    handed ??= handOver(await openLate(), life.signal);
    if (!life.signal.aborted) await api.run(options, handed, Comlink.proxy({ onOwned, onEvent, slot }));
  };
  hold.held.then(run).then(() => settle(() => {}), die);
  return {
    pause: () => void api.pause(),
    resume: (how) => void api.resume(how),
    // Before it has a file it knows of nothing to cancel.
    cancel: () => (handed ? void api.cancel() : settle(() => onEvent({ type: 'cancelled' }))),
    hear: (news) => void api.hear(news),
  };
}

/** What an export fails with that cannot have its lock. */
export function ownedElsewhere(): ErrorBody {
  return new SluiceError('owned_elsewhere', 'Another tab is making this export.').toBody();
}

/** The end of a worker's life is the end of its download: of one that it left half done nothing more will come. */
function handOver(target: Target, life: AbortSignal): WorkerTarget {
  if (target.kind === 'picked') return target;
  const { port, inMemory, end } = target.download;
  if (life.aborted) end();
  life.addEventListener('abort', end, { once: true });
  return Comlink.transfer({ kind: 'download', port, inMemory }, [port]);
}

/**
 * What earlier pages left to go on with; sweeps the rest. Calls `onBlocked` where a tab of another release is in the way, and waits
 * for it to let go. @throws worker_died, and what the storage says
 */
export function findKept(onBlocked: () => void): Promise<Kept[]> {
  return askOnce((api) => api.kept(Comlink.proxy(onBlocked)));
}

/** Removes what is kept of an export, and closes its snapshots. @throws as findKept */
export function discardKept(id: string, socketUrl: string): Promise<void> {
  return askOnce((api) => api.discard(id, socketUrl));
}

/** What an export would come by, as the worker says it; gives up, and closes what it has opened, once `signal` aborts. @throws as findKept */
export function findWay(socketUrl: string, signal: AbortSignal): Promise<Way> {
  return askOnce((api) => api.findWay(socketUrl), signal);
}

/** One call to a worker of its own. One that could not be loaded would never answer, nor does one that is stopped by `signal`. */
async function askOnce<T>(
  call: (api: Comlink.Remote<ExportWorkerApi>) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { worker, api, stop } = spawn();
  const died = new Promise<never>((_, reject) => {
    const failed = () => reject(new SluiceError('worker_died', 'The worker could not begin. Reload the page.'));
    worker.addEventListener('error', failed, { once: true });
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([call(api), died]).finally(stop);
}

/** Waits for the export's lock, which falls free when its owner is gone, in whatever tab it was. */
function whenOrphaned(id: string, signal: AbortSignal, gone: () => void): void {
  if (!canLock()) return;
  navigator.locks.request(lockName(id), { signal }, async () => gone()).catch(() => {});
}

/** Waits until another tab's export is left behind: its lock is free, and nobody has taken it up again. */
export function whenLeft(id: string, left: () => void): void {
  const { signal } = new AbortController();
  whenOrphaned(id, signal, () => setTimeout(() => whenOrphaned(id, signal, left), LEFT_MS));
}

function spawn() {
  const worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module', name: 'export' });
  const api = Comlink.wrap<ExportWorkerApi>(worker);
  const stop = () => {
    api[Comlink.releaseProxy]();
    worker.terminate();
  };
  return { worker, api, stop };
}
