import * as v from 'valibot';
import type { MergeState } from './merge.ts';
import type { Segment } from './run.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const segmentSchema = v.object({ from: count, to: count, rows: count });
const runSchema = v.object({ segments: v.array(segmentSchema), last: v.instance(Uint8Array) });
const leftSchema = v.object({
  run: runSchema,
  segment: count,
  at: count,
  rows: count,
  sum: v.pipe(v.number(), v.integer()),
});

/** How far a merge is, as it lay in a checkpoint: all that it counts on lies within its length of the spool. */
export const mergeStateSchema: v.GenericSchema<unknown, MergeState> = v.pipe(
  v.object({
    length: count,
    passes: count,
    waiting: v.array(runSchema),
    merging: v.exactOptional(v.object({ left: v.array(leftSchema), made: v.exactOptional(v.array(segmentSchema)) })),
  }),
  v.check((state) => segmentsOf(state).every(({ from, to }) => from < to && to <= state.length)),
);

function segmentsOf({ waiting, merging }: Pick<MergeState, 'waiting' | 'merging'>): Segment[] {
  const runs = [...waiting, ...(merging?.left ?? []).map(({ run }) => run)];
  return [...runs.flatMap(({ segments }) => segments), ...(merging?.made ?? [])];
}

/** Rows that are in runs; those that are in the file are not. */
export function rowsLeft({ waiting, merging }: MergeState): number {
  const sum = (segments: readonly Segment[]) => segments.reduce((all, { rows }) => all + rows, 0);
  const left = (merging?.left ?? []).map(({ run, segment, rows }) => sum(run.segments.slice(segment)) - rows);
  return [...waiting.map(({ segments }) => sum(segments)), ...left, sum(merging?.made ?? [])].reduce(
    (a, b) => a + b,
    0,
  );
}
