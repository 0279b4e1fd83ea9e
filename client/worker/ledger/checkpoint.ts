import * as v from 'valibot';
import { dateFormatsSchema } from '../../../shared/dates/date-formats.ts';
import { exportRequestSchema, READERS } from '../../../shared/request.ts';
import type { PickedHandle } from '../../sink/target.ts';
import { mergeStateSchema, rowsLeft, segmentsOf } from '../order/merge-state.ts';
import { shardCheckpointSchema } from '../source/shard-checkpoint.ts';
import { readWhole } from './read-whole.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ms = v.pipe(v.number(), v.finite());
const rowsByField = v.map(v.string(), count);

/** Of an export with an order: its runs, and how far they are merged; then how much of the file lies behind them, if it is kept. */
const sortedSchema = v.object({
  merge: mergeStateSchema,
  /** Bytes of the rows that were read, without their keys; as long as some are left to read. */
  rowBytes: v.exactOptional(count),
  /** Where in the spool it begins, its bytes and its rows. */
  file: v.exactOptional(v.object({ at: count, bytes: count, rows: count })),
});

export type SortedState = v.InferOutput<typeof sortedSchema>;

const entriesSchema = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  request: exportRequestSchema,
  reader: v.picklist(READERS),
  /** The tickets hold the search's digest only. */
  apart: v.exactOptional(v.literal(true)),
  shards: v.array(shardCheckpointSchema),
  /** Rows that were read, and bytes in the spool: of the file, or with an order of its runs. The spool may be longer, never shorter. */
  rows: count,
  bytes: count,
  /** From where the file's encoder goes on. One of a release before this has none: it made text files only. */
  encoder: v.exactOptional(v.looseObject({})),
  sorted: v.exactOptional(sortedSchema),
  /** What the person picked for it; without that it goes on into a new download. */
  picked: v.exactOptional(v.custom<PickedHandle>((handle) => typeof handle === 'object' && handle !== null)),
  unplaced: rowsByField,
  /** How the rows' dates are read, where they are written in a zone, and those that stayed; neither is there of an export that an older version began. */
  dates: v.exactOptional(dateFormatsSchema),
  undated: v.exactOptional(rowsByField),
  /** The first documents that were left out, as they cannot be read. */
  leftOut: v.exactOptional(v.array(v.object({ index: v.string(), id: v.string() }))),
  retries: count,
  /** Time spent so far, ms. */
  elapsedMs: ms,
  /** ms since 1970. */
  createdAt: ms,
  savedAt: ms,
});

export type Checkpoint = v.InferOutput<typeof entriesSchema>;

/** From here an export goes on: what is left to read, and how many bytes of the spool count. */
export const checkpointSchema = v.pipe(entriesSchema, v.check(isSound, 'Its parts do not agree.'));

/** Rows with an order are in runs or in the file, each once, and go into the file once all are read. */
function isSound({ request, sorted, shards, rows, bytes }: Checkpoint): boolean {
  if ((request.order === undefined) !== (sorted === undefined)) return false;
  if (!sorted) return true;
  const { merge, file } = sorted;
  const isReading = shards.some(({ left }) => left.length > 0);
  const isMerging = merge.merging !== undefined || merge.passes > 0 || file !== undefined;
  const inFile = file ?? { at: bytes, bytes: 0, rows: 0 };
  const isWhole =
    merge.length === bytes && inFile.at + inFile.bytes === bytes && rowsLeft(merge) + inFile.rows === rows;
  const read = shards.reduce((sum, { written }) => sum + written, 0);
  return isWhole && read === rows && isBehind(file, merge) && !(isReading && isMerging);
}

/** The file begins in the last pass, behind all runs. */
function isBehind(file: SortedState['file'], merge: SortedState['merge']): boolean {
  if (!file) return true;
  return merge.merging?.made === undefined && segmentsOf(merge).every(({ to }) => to <= file.at);
}

/** A checkpoint as it lay in the browser, of this release or an older one; undefined where this release cannot go on from it. */
export function readCheckpoint(stored: unknown): Checkpoint | undefined {
  return readWhole(checkpointSchema, stored);
}

/** Where checkpoints lie. */
export interface CheckpointStore {
  /** As it lies there; `readCheckpoint` reads it. */
  get(id: string): Promise<unknown>;
  list(): Promise<unknown[]>;
  /** In one transaction: after a crash there is the old one or the new one. */
  put(checkpoint: Checkpoint): Promise<void>;
  remove(id: string): Promise<void>;
}
