import type { ErrorBody } from '../../shared/errors.ts';
import type { ExportRequest, Reader } from '../../shared/request.ts';
import type { PickedHandle } from '../sink/target.ts';
import type { ExportEvent, Progress, ShardPlan, Verdict } from '../worker/events.ts';
import type { Carrying } from '../worker/socket/connector.ts';
import type { Incident } from './records.ts';
import { workOf } from './work.ts';

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

/** How an interrupted export goes on by itself: it looks at a time, ms since 1970, waits for a place to look, or looks now. */
export type Look = { kind: 'at'; at: number } | { kind: 'queued' } | { kind: 'now' };

/** All that the UI shows of one export. Times in ms since 1970. */
export type ExportState = {
  readonly request: ExportRequest;
  readonly status: ExportStatus;
  readonly owner: Owner;
  /** Undefined where it waits for a person, or is not interrupted. */
  readonly look: Look | undefined;
  /** What its messages come by; a WebSocket where it is not said. */
  readonly carrying?: Carrying;
  /** It could be gone on with after a reload. */
  readonly kept: boolean;
  /** The file that the person picked for it, or the folder for its parts; without one it goes into a download. */
  readonly picked: PickedHandle | undefined;
  readonly createdAt: number;
  readonly changedAt: number;
  /** How far its plan is, in indices, where that takes its time. */
  readonly planning?: { readonly done: number; readonly of: number } | undefined;
  readonly reader: Reader | undefined;
  readonly shards: readonly ShardPlan[];
  readonly expected: number | undefined;
  readonly progress: Progress | undefined;
  /** Samples of the last minute, for the rate: `[ms since 1970, steps done]`, as `workOf` counts them. */
  readonly samples: readonly (readonly [number, number])[];
  /** How far the last step of a picked file is, in bytes, once all rows are there. */
  readonly saving: { bytes: number; of: number } | undefined;
  readonly retries: number;
  /** What went wrong and what was done about it, oldest first; the last `INCIDENTS_KEPT` of them. */
  readonly incidents: readonly Incident[];
  readonly verdict: Verdict | undefined;
  readonly error: ErrorBody | undefined;
};

const SAMPLES_KEPT_MS = 60_000;
/** A flapping line makes hundreds: the last ones tell the story, `retries` counts all. */
const INCIDENTS_KEPT = 100;

export function initialState(request: ExportRequest, now: number): ExportState {
  return {
    request,
    status: 'queued',
    owner: 'nobody',
    look: undefined,
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
    incidents: [],
    verdict: undefined,
    error: undefined,
  };
}

type Interrupted = Extract<ExportEvent, { type: 'interrupted' }>;

export type StateEvent =
  | ExportEvent
  /** It waits for its turn in this tab; `picked` as in `started`. */
  | { type: 'queued'; picked?: PickedHandle | undefined }
  /** Interrupted, it waits for a slot among those that run, to look whether it can go on; it has one, and looks. */
  | { type: 'lining-up' }
  | { type: 'looking' }
  /** A worker of this tab takes it up, into that file or into a download. */
  | { type: 'started'; picked?: PickedHandle | undefined }
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
    case 'queued':
      return state.status === 'running'
        ? state
        : { ...to(state, 'queued', now), owner: 'here', picked: event.picked, error: undefined };
    case 'orphaned':
      return orphan(state, now);
    case 'planning':
      return { ...state, planning: { done: event.done, of: event.of } };
    case 'planned':
      return {
        ...state,
        planning: undefined,
        reader: event.reader,
        shards: event.shards,
        expected: event.shards.reduce((sum, shard) => sum + shard.rows, 0),
      };
    case 'progress':
      return withProgress(state, event.progress, now);
    case 'retrying':
      return {
        ...met(state, { at: now, error: event.error, remedy: 'retried', waitMs: event.waitMs }),
        retries: state.retries + 1,
      };
    case 'saving':
      return { ...state, saving: { bytes: event.bytes, of: event.of } };
    case 'carried':
      return { ...state, carrying: event.by };
    case 'unkept':
      return { ...met(state, { at: now, error: event.error, remedy: 'unkept' }), kept: false };
    case 'paused':
      return to(state, 'paused', now);
    case 'resumed':
      return { ...to(state, 'running', now), error: undefined };
    case 'interrupted':
      return interrupt(state, event, now);
    case 'lining-up':
      return state.status === 'interrupted' ? { ...state, look: { kind: 'queued' } } : state;
    case 'looking':
      return state.status === 'interrupted' ? { ...state, look: { kind: 'now' } } : state;
    case 'finished':
      return finish(withProgress(state, event.progress, now), event.verdict, now);
    case 'failed':
      return end(troubled(state, { at: now, error: event.error, remedy: 'failed' }), 'failed', now);
    case 'cancelled':
      return end(state, 'cancelled', now);
    default:
      return event satisfies never;
  }
}

export function hasEnded(status: ExportStatus): boolean {
  return status === 'complete' || status === 'incomplete' || status === 'failed' || status === 'cancelled';
}

/** It is one of those that run at once: it reads, or tries whether it can. */
export function takesSlot({ status, look }: ExportState): boolean {
  return status === 'running' || look?.kind === 'now';
}

/** Rows a second over the last ten seconds of samples, read, or with an order read or written; undefined until there are two. */
export function rowsPerSecond(state: ExportState): number | undefined {
  const last = state.samples.at(-1);
  const first = last && state.samples.find(([at]) => at >= last[0] - 10_000);
  if (!last || !first || last[0] === first[0]) return undefined;
  // A file that could not be written is gone back in.
  return Math.max(0, ((last[1] - first[1]) * 1000) / (last[0] - first[0]));
}

function to(state: ExportState, status: ExportStatus, now: number): ExportState {
  return { ...state, status, look: undefined, changedAt: now };
}

function end(state: ExportState, status: ExportStatus, now: number): ExportState {
  return { ...to(state, status, now), owner: 'nobody', kept: false };
}

/** An export without an owner can be gone on with where the browser kept it; else it has failed. */
function orphan(state: ExportState, now: number): ExportState {
  const error: ErrorBody = { code: 'worker_died', message: 'Whoever made this export is gone.', retryable: true };
  if (!state.kept) return end(troubled(state, { at: now, error, remedy: 'failed' }), 'failed', now);
  return { ...troubled(state, { at: now, error, remedy: 'orphaned' }), owner: 'nobody' };
}

function finish(state: ExportState, verdict: Verdict, now: number): ExportState {
  const done = {
    ...end(state, verdict.complete ? 'complete' : 'incomplete', now),
    verdict,
    expected: verdict.expected,
  };
  if (verdict.complete) return done;
  const message = `${verdict.written} of ${verdict.expected} rows were written.`;
  return met(done, {
    at: now,
    error: { code: 'rows_missing', message, retryable: false },
    remedy: 'counted',
  });
}

/** A look that failed is not one more thing that happened: over a night there are hundreds of them. */
function interrupt(state: ExportState, { error, lookMs }: Interrupted, now: number): ExportState {
  const look = lookMs === undefined ? undefined : ({ kind: 'at', at: now + lookMs } as const);
  if (state.status === 'interrupted') return { ...state, error, look };
  return { ...troubled(state, { at: now, error, remedy: 'interrupted' }), look };
}

function met(state: ExportState, incident: Incident): ExportState {
  return { ...state, incidents: [...state.incidents, incident].slice(-INCIDENTS_KEPT) };
}

function troubled(state: ExportState, incident: Incident): ExportState {
  return { ...met(to(state, 'interrupted', incident.at), incident), error: incident.error };
}

function withProgress(state: ExportState, progress: Progress, now: number): ExportState {
  const kept = state.samples.filter(([at]) => at >= now - SAMPLES_KEPT_MS);
  return { ...state, progress, samples: [...kept, [now, workOf({ ...state, progress }).done]] };
}
