import { SluiceError } from '../../shared/errors.ts';
import type { ExportRequest } from '../../shared/request.ts';
import type { Progress } from '../worker/events.ts';
import type { Checkpoint } from '../worker/ledger/checkpoint.ts';
import type { Kept } from '../worker/ledger/keep.ts';
import type { Incident, Waiting } from './records.ts';
import { type ExportState, initialState } from './state.ts';

/** The picture of an export that was found in the browser when the page was opened. */
export function keptState({ checkpoint, lost, owned }: Kept, incidents: readonly Incident[] = []): ExportState {
  if (lost) return lostState(lost, { owned, incidents });
  const { request, picked, reader, shards, retries, createdAt, savedAt } = checkpoint;
  return {
    ...initialState(request, createdAt),
    status: owned ? 'running' : 'interrupted',
    owner: owned ? 'elsewhere' : 'nobody',
    picked,
    changedAt: savedAt,
    reader,
    shards: shards.map(({ index, shard, expected }) => ({ index, shard, rows: expected })),
    expected: shards.reduce((sum, { expected }) => sum + expected, 0),
    progress: progressOf(checkpoint),
    retries,
    incidents,
  };
}

/** In a sorted export's spool lie its runs, and behind them what is kept of the file, which is begun once all rows are read. */
function progressOf({ rows, bytes, shards, sorted }: Checkpoint): Progress {
  const shardRows = shards.map(({ written }) => written);
  const isReading = shards.some(({ left }) => left.length > 0);
  if (!sorted) return { ...idle, rows, bytes, shardRows };
  if (isReading) return { ...idle, rows, bytes: sorted.rowBytes ?? 0, shardRows };
  const file = sorted.file ?? { rows: 0, bytes: 0 };
  return { ...idle, rows, bytes: file.bytes, merged: file.rows, shardRows };
}

/** The picture of one that cannot be gone on with here; another tab, of another release, may do so. */
function lostState(request: ExportRequest, of: { owned: boolean; incidents: readonly Incident[] }): ExportState {
  const state = { ...initialState(request, 0), incidents: of.incidents };
  if (of.owned) return { ...state, status: 'running', owner: 'elsewhere' };
  return { ...state, status: 'failed', error: CHECKPOINT_LOST };
}

/** The picture of an export whose turn had not come yet when its tab went, or comes in another tab. */
export function waitingState({ request, picked, createdAt }: Waiting, owned: boolean): ExportState {
  return {
    ...initialState(request, createdAt),
    status: owned ? 'queued' : 'interrupted',
    owner: owned ? 'elsewhere' : 'nobody',
    picked,
  };
}

const CHECKPOINT_LOST = new SluiceError(
  'checkpoint_lost',
  'This version cannot go on with what was kept of the export.',
).toBody();

const idle = {
  ...{ wireBytes: 0, heldBytes: 0, budgetBytes: 0, inFlightBytes: 0, pageRows: 0, readsInFlight: 0 },
  ...{ p50Ms: 0, p95Ms: 0, snapshots: 0 },
};
