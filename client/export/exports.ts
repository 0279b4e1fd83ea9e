import type { ErrorBody } from '../../shared/errors.ts';
import type { ExportRequest } from '../../shared/request.ts';
import type { Download, Later, Target } from '../sink/target.ts';
import type { News, Resuming } from '../worker/api.ts';
import type { Way } from '../worker/socket/find-way.ts';
import type { Archive } from './archive.ts';
import { ExportList } from './export-list.ts';
import type { Recorder } from './series.ts';
import type { ExportState } from './state.ts';

export type { ExportRequest } from '../../shared/request.ts';
export type { News } from '../worker/api.ts';
export type { Verdict } from '../worker/events.ts';
export type { Way } from '../worker/socket/find-way.ts';
export type { EndedExport, Incident, LogEntry } from './records.ts';
export { endedOf } from './remember.ts';
export type { Point } from './series.ts';
export type { ExportState, ExportStatus, Look } from './state.ts';
export { hasEnded, rowsPerSecond } from './state.ts';
export { inFile, type Phase, phaseOf, workOf } from './work.ts';

/** All exports that this page knows, newest first. Knows no framework: Solid subscribes to it. */
export interface Exports {
  list(): readonly ExportState[];
  /** Calls `listener` after each change; returns what takes it off again. */
  subscribe(listener: () => void): () => void;
  /** Looks for exports that earlier pages left, or that other tabs make. */
  findKept(): Promise<void>;
  /** Begins to fill `target`, or waits for its turn to. */
  start(request: ExportRequest, target: Target | Later): void;
  pause(id: string): void;
  /**
   * Goes on, within a click, or waits for its turn to. An export without an owner does so into the file that was picked for it, and
   * where there is none, or the person does not let it be written to any more, into a new download.
   */
  resume(id: string, how?: Resuming): Promise<void>;
  cancel(id: string): void;
  /** Tells the exports of this tab what may let those that are interrupted go on. */
  hear(news: News): void;
  /**
   * Tries what an export's connection gets through by, until `signal` aborts. The fault is socket_blocked or carrier_lost, where calls
   * get through and it does not. Neither where nothing of the kind was found; never rejects.
   */
  findWay(signal: AbortSignal): Promise<Way>;
  /** What keeps this page from what the browser keeps: other_release. Subscribers hear of it. */
  hindrance(): ErrorBody | undefined;
  /** Takes an ended export off the list. */
  dismiss(id: string): void;
  /** How many run at once; the others wait. */
  setLimit(limit: number): void;
  /** What is remembered after exports have ended. */
  readonly archive: Archive;
  /** How fast they went in the last minutes, all together. */
  readonly recorder: Recorder;
}

export type ExportsOptions = {
  /** The proxy's socket, `ws:` or `wss:`. */
  socketUrl: string;
  /** Opens a new download of that name. */
  openDownload(fileName: string): Promise<Download>;
  /** Exports that run at once, until `setLimit`. */
  limit: number;
  /** ms since 1970. */
  now?: () => number;
};

export function makeExports(options: ExportsOptions): Exports {
  return new ExportList(options);
}
