import type { ErrorBody } from '../../shared/errors.ts';
import type { Reader } from '../../shared/request.ts';
import type { Verdict } from '../../shared/verdict.ts';
import type { Carrying } from './socket/connector.ts';

export type { ShardVerdict, UndatedField, Verdict } from '../../shared/verdict.ts';

/** What an export tells of itself. The reducer in `client/export/state.ts` makes the picture of it that the UI shows. */
export type ExportEvent =
  /** How far the plan is, in indices; told of one that takes its time. */
  | { type: 'planning'; done: number; of: number }
  | { type: 'planned'; reader: Reader; shards: readonly ShardPlan[] }
  | { type: 'progress'; progress: Progress }
  | { type: 'retrying'; error: ErrorBody; waitMs: number; attempt: number }
  /** What the messages come by; told when it changes, and is a WebSocket until then. */
  | { type: 'carried'; by: Carrying }
  /** The browser keeps this export no longer: it goes on, but could not be resumed after a reload. */
  | { type: 'unkept'; error: ErrorBody }
  /** All rows are there; they are being copied into the file that the person picked. */
  | { type: 'saving'; bytes: number; of: number }
  | { type: 'paused' }
  | { type: 'resumed' }
  | { type: 'finished'; verdict: Verdict; progress: Progress }
  /** With `lookMs` it looks by itself whether it can go on, after that many ms; the same is told after each look that failed. */
  | { type: 'interrupted'; error: ErrorBody; lookMs?: number }
  | { type: 'failed'; error: ErrorBody }
  | { type: 'cancelled' };

/** One shard's part in the export: `rows` are expected of it. */
export type ShardPlan = { index: string; shard: number; rows: number };

/** Sent a few times a second. */
export type Progress = {
  /** Rows and bytes given to the sink. */
  rows: number;
  bytes: number;
  /** Of a file with an order, rows that are in it, in that order; there once all rows were read, which until then wait beside it. */
  merged?: number;
  /** Rows written by shard, in the plan's order. */
  shardRows: readonly number[];
  /** Bytes that came over the socket. */
  wireBytes: number;
  /** Bytes the worker holds, and its budget. */
  heldBytes: number;
  budgetBytes: number;
  /** Bytes on their way into pages that are not whole yet, as they came over the socket. */
  inFlightBytes: number;
  /** Rows asked for in a page now, and reads under way. */
  pageRows: number;
  readsInFlight: number;
  /** Time from asking for a page to its rows in the file, over the last pages, ms: the median, and what 95 of 100 stay below. */
  p50Ms: number;
  p95Ms: number;
  /** Snapshots that this export holds open at OpenSearch, one a shard. */
  snapshots: number;
};

/** A second count by shard, or why there is none. */
export type Recount = { rows: readonly number[]; error?: undefined } | { rows?: undefined; error: ErrorBody };
