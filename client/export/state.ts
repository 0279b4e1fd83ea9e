import type { ErrorBody } from '../../shared/errors.ts';
import type { ExportRequest, Reader } from '../../shared/request.ts';
import type { Kept } from '../worker/api.ts';
import type { ExportEvent, Progress, ShardPlan, Verdict } from '../worker/events.ts';

export type ExportStatus =
  | 'queued'
  | 'running'
  | 'paused'
  | 'interrupted'
  | 'complete'
  | 'incomplete'
  | 'failed'
  | 'cancelled';

/** Who makes the export: a worker of this tab, another tab, or nobody at present (then it needs a new file to go on). */
export type Owner = 'here' | 'elsewhere' | 'nobody';

/** All that the UI shows of one export. Times in ms since 1970. */
export type ExportState = {
  readonly request: ExportRequest;
  readonly status: ExportStatus;
  readonly owner: Owner;
  /** It could be gone on with after a reload. */
  readonly kept: boolean;
  /** The file that the person picked for it; without one it goes into a download. */
  readonly picked: FileSystemFileHandle | undefined;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly reader: Reader | undefined;
  readonly shards: readonly ShardPlan[];
  readonly expected: number | undefined;
  readonly progress: Progress | undefined;
  /** Samples of the last minute, for the rate: `[ms since 1970, rows]`. */
  readonly samples: readonly (readonly [number, number])[];
  /** How far the last step of a picked file is, in bytes, once all rows are there. */
  readonly saving: { bytes: number; of: number } | undefined;
  readonly retries: number;
  readonly lastRetry: { error: ErrorBody; waitMs: number } | undefined;
  readonly verdict: Verdict | undefined;
  readonly error: ErrorBody | undefined;
};

const SAMPLES_KEPT_MS = 60_000;

export function initialState(request: ExportRequest, now: number): ExportState {
  return {
    request,
    status: 'queued',
    owner: 'nobody',
    kept: true,
    picked: undefined,
    createdAt: now,
    changedAt: now,
    reader: undefined,
    shards: [],
    expected: undefined,
    progress: undefined,
    samples: [],
    saving: undefined,
    retries: 0,
    lastRetry: undefined,
    verdict: undefined,
    error: undefined,
  };
}

/** The picture of an export that was found in the browser when the page was opened. */
export function keptState({ checkpoint, owned }: Kept): ExportState {
  const { request, picked, reader, shards, rows, bytes, retries, createdAt, savedAt } = checkpoint;
  const shardRows = shards.map(({ written }) => written);
  return {
    ...initialState(request, createdAt),
    status: owned ? 'running' : 'interrupted',
    owner: owned ? 'elsewhere' : 'nobody',
    picked,
    changedAt: savedAt,
    reader,
    shards: shards.map(({ index, shard, expected }) => ({ index, shard, rows: expected })),
    expected: shards.reduce((sum, { expected }) => sum + expected, 0),
    progress: { ...idle, rows, bytes, shardRows },
    retries,
  };
}

const idle = { wireBytes: 0, heldBytes: 0, budgetBytes: 0, pageRows: 0, readsInFlight: 0, pageMs: 0 };

export type StateEvent =
  | ExportEvent
  /** A worker of this tab takes it up, into that file or into a download. */
  | { type: 'started'; picked?: FileSystemFileHandle | undefined }
  /** Whoever ran it is gone. */
  | { type: 'orphaned' };

/** The only way an export's picture changes. An export that has ended stays as it ended. */
export function reduce(state: ExportState, event: StateEvent, now: number): ExportState {
  if (hasEnded(state.status)) return state;
  switch (event.type) {
    case 'started':
      return {
        ...to(state, 'running', now),
        owner: 'here',
        picked: event.picked,
        saving: undefined,
        error: undefined,
      };
    case 'orphaned':
      return orphan(state, now);
    case 'planned':
      return {
        ...state,
        reader: event.reader,
        shards: event.shards,
        expected: event.shards.reduce((sum, shard) => sum + shard.rows, 0),
      };
    case 'progress':
      return withProgress(state, event.progress, now);
    case 'retrying':
      return { ...state, retries: state.retries + 1, lastRetry: { error: event.error, waitMs: event.waitMs } };
    case 'saving':
      return { ...state, saving: { bytes: event.bytes, of: event.of } };
    case 'unkept':
      return { ...state, kept: false };
    case 'paused':
      return to(state, 'paused', now);
    case 'resumed':
      return { ...to(state, 'running', now), error: undefined };
    case 'interrupted':
      return { ...to(state, 'interrupted', now), error: event.error };
    case 'finished':
      return {
        ...end(withProgress(state, event.progress, now), event.verdict.complete ? 'complete' : 'incomplete', now),
        verdict: event.verdict,
        expected: event.verdict.expected,
      };
    case 'failed':
      return { ...end(state, 'failed', now), error: event.error };
    case 'cancelled':
      return end(state, 'cancelled', now);
    default:
      return event satisfies never;
  }
}

export function hasEnded(status: ExportStatus): boolean {
  return status === 'complete' || status === 'incomplete' || status === 'failed' || status === 'cancelled';
}

/** Rows a second over the last ten seconds of samples; undefined until there are two. */
export function rowsPerSecond(state: ExportState): number | undefined {
  const last = state.samples.at(-1);
  const first = last && state.samples.find(([at]) => at >= last[0] - 10_000);
  if (!last || !first || last[0] === first[0]) return undefined;
  return ((last[1] - first[1]) * 1000) / (last[0] - first[0]);
}

function to(state: ExportState, status: ExportStatus, now: number): ExportState {
  return { ...state, status, changedAt: now };
}

function end(state: ExportState, status: ExportStatus, now: number): ExportState {
  return { ...to(state, status, now), owner: 'nobody', kept: false };
}

/** An export without an owner can be gone on with where the browser kept it; else it has failed. */
function orphan(state: ExportState, now: number): ExportState {
  const error: ErrorBody = { code: 'worker_died', message: 'Whoever made this export is gone.', retryable: true };
  if (!state.kept) return { ...end(state, 'failed', now), error };
  return { ...to(state, 'interrupted', now), owner: 'nobody', error };
}

function withProgress(state: ExportState, progress: Progress, now: number): ExportState {
  const kept = state.samples.filter(([at]) => at >= now - SAMPLES_KEPT_MS);
  return { ...state, progress, samples: [...kept, [now, progress.rows]] };
}
