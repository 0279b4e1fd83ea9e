import type { ExportRequest } from '../../shared/request.ts';
import type { WorkerTarget } from '../sink/target.ts';
import type { ExportEvent } from './events.ts';
import type { Kept } from './ledger/keep.ts';
import type { Way } from './socket/find-way.ts';

/** What the worker offers over Comlink. One worker makes one export, or looks after what earlier ones left. */
export interface ExportWorkerApi {
  /**
   * Runs the export, from its checkpoint where there is one; settles when it has ended, however it ended: the events say how.
   * As long as it runs it holds the lock `lockName(id)`, which it takes over from its page: that one holds it before.
   */
  run(options: RunOptions, target: WorkerTarget, listener: RunListener): Promise<void>;
  pause(): Promise<void>;
  resume(how: Resuming): Promise<void>;
  cancel(): Promise<void>;
  hear(news: News): Promise<void>;
  /** The exports that can be gone on with; sweeps what is left over of others. Calls `onBlocked` where a tab of another release is in the way, and waits for it. */
  kept(onBlocked: () => void): Promise<Kept[]>;
  /** Removes what is kept of an export that nobody runs, and closes its snapshots. */
  discard(id: string, socketUrl: string): Promise<void>;
  /** What an export would come by from here, or why it cannot though calls get through; neither where nothing of the kind was found. */
  findWay(socketUrl: string): Promise<Way>;
}

/** `leaveOut`: from now on documents that cannot be read are left out. */
export type Resuming = { leaveOut?: boolean };

export type RunOptions = {
  request: ExportRequest;
  /** `ws:` or `wss:` address of the proxy's socket. */
  socketUrl: string;
  /** WebSockets were found to be blocked on the way, so that the second carrier is tried first. */
  isBlocked: boolean;
  /** It goes on from a checkpoint; without one it fails with checkpoint_lost. */
  again: boolean;
};

/** What may let an interrupted export go on: the browser has a network again, somebody looks at the page, or has signed in. */
export type News = 'online' | 'visible' | 'signed-in';

/** The main thread's ear. */
export type RunListener = {
  /** The worker has the export's lock. */
  onOwned(): void;
  onEvent(event: ExportEvent): void;
  /** Settles when the export, which is interrupted, may take a slot among those that run. */
  slot(): Promise<void>;
};
