import type { ExportRequest } from '../../shared/request.ts';
import type { ExportEvent } from './events.ts';

/** What the worker offers over Comlink. One worker makes one export. */
export interface ExportWorkerApi {
  /** Runs the export; settles when it has ended, however it ended: the events say how. */
  run(options: RunOptions, file: WritableStream<Uint8Array>, onEvent: (event: ExportEvent) => void): Promise<void>;
  pause(): void;
  resume(): void;
  cancel(): void;
}

export type RunOptions = {
  request: ExportRequest;
  /** `ws:` or `wss:` address of the proxy's socket. */
  socketUrl: string;
};
