import type { ExportRequest } from '../../shared/request.ts';
import type { WorkerTarget } from '../sink/target.ts';
import type { ExportEvent } from './events.ts';
import type { Checkpoint } from './journal/checkpoint.ts';

/** What the worker offers over Comlink. One worker makes one export, or looks after what earlier ones left. */
export interface ExportWorkerApi {
  /**
   * Runs the export, from its checkpoint where there is one; settles when it has ended, however it ended: the events say how.
   * As long as it runs it holds the lock `lockName(id)`.
   */
  run(options: RunOptions, target: WorkerTarget, listener: RunListener): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  cancel(): Promise<void>;
  /** The exports that can be gone on with; sweeps what is left over of others. */
  kept(): Promise<Kept[]>;
  /** Removes what is kept of an export that nobody runs, and closes its snapshots. */
  discard(id: string, socketUrl: string): Promise<void>;
}

export type RunOptions = {
  request: ExportRequest;
  /** `ws:` or `wss:` address of the proxy's socket. */
  socketUrl: string;
  /** It goes on from a checkpoint; without one it fails with checkpoint_lost. */
  again: boolean;
};

/** The main thread's ear. */
export type RunListener = {
  onEvent(event: ExportEvent): void;
};

/** `owned`: a tab is running it now. */
export type Kept = { checkpoint: Checkpoint; owned: boolean };

/** The Web Lock that says who runs an export. It goes with its owner, however that ends. */
export function lockName(exportId: string): string {
  return `sluice-export-${exportId}`;
}
