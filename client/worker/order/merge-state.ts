import * as v from 'valibot';
import type { MergeState } from './merge.ts';
import { SEGMENT_FOOTER, SEGMENT_HEADER, type Segment } from './run.ts';
import type { RunLeft } from './run-reader.ts';

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
  v.check((state) => areWhole(state), 'Its segments do not lie beside one another within its length.'),
  v.check(({ merging }) => (merging?.left ?? []).every(isWithin), 'A run is not left within a segment.'),
);

/** Each row is in one segment: what two of them held would be in the file twice. */
function areWhole(state: MergeState): boolean {
  const inOrder = segmentsOf(state).sort((a, b) => a.from - b.from);
  return inOrder.every(({ from, to }, i) => from < to && to <= (inOrder[i + 1]?.from ?? state.length));
}

function isWithin({ run, segment, at, rows }: RunLeft): boolean {
  const current = run.segments[segment];
  if (!current) return segment === run.segments.length && rows === 0;
  return at >= current.from + SEGMENT_HEADER && at <= current.to - SEGMENT_FOOTER && rows <= current.rows;
}

/** All that lie in the spool, those that were read, too. */
export function segmentsOf({ waiting, merging }: Pick<MergeState, 'waiting' | 'merging'>): Segment[] {
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
