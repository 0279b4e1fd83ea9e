import type { ErrorBody } from '../../shared/errors.ts';
import type { ExportRequest, Reader } from '../../shared/request.ts';
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

/** All that the UI shows of one export. Times in ms since 1970. */
export type ExportState = {
  readonly request: ExportRequest;
  readonly status: ExportStatus;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly reader: Reader | undefined;
  readonly shards: readonly ShardPlan[];
  readonly expected: number | undefined;
  readonly progress: Progress | undefined;
  /** Samples of the last minute, for the rate: `[ms since 1970, rows]`. */
  readonly samples: readonly (readonly [number, number])[];
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
    createdAt: now,
    changedAt: now,
    reader: undefined,
    shards: [],
    expected: undefined,
    progress: undefined,
    samples: [],
    retries: 0,
    lastRetry: undefined,
    verdict: undefined,
    error: undefined,
  };
}

export type StateEvent = ExportEvent | { type: 'started' };

/** The only way an export's picture changes. An export that has ended stays as it ended. */
export function reduce(state: ExportState, event: StateEvent, now: number): ExportState {
  if (hasEnded(state.status)) return state;
  switch (event.type) {
    case 'started':
      return to(state, 'running', now);
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
    case 'paused':
      return to(state, 'paused', now);
    case 'resumed':
      return { ...to(state, 'running', now), error: undefined };
    case 'finished':
      return {
        ...to(withProgress(state, event.progress, now), event.verdict.complete ? 'complete' : 'incomplete', now),
        verdict: event.verdict,
        expected: event.verdict.expected,
      };
    case 'interrupted':
      return { ...to(state, 'interrupted', now), error: event.error };
    case 'failed':
      return { ...to(state, 'failed', now), error: event.error };
    case 'cancelled':
      return to(state, 'cancelled', now);
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

function withProgress(state: ExportState, progress: Progress, now: number): ExportState {
  const kept = state.samples.filter(([at]) => at >= now - SAMPLES_KEPT_MS);
  return { ...state, progress, samples: [...kept, [now, progress.rows]] };
}
