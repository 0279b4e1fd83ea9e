import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const position = v.pipe(v.number(), v.integer(), v.minValue(-1));
/** Sums of sequence numbers may pass what a double counts exactly. */
const sum = v.pipe(v.number(), v.finite());

/** What is left to read of a shard, and what counts of it. */
export const shardCheckpointSchema = v.object({
  index: v.string(),
  /** As in `Shard`. */
  uuid: v.exactOptional(v.string()),
  shard: count,
  ticket: v.string(),
  expected: count,
  written: count,
  /** As in `Shard`; one of a release before this has none. */
  writes: v.exactOptional(count),
  leftOut: v.exactOptional(count),
  expectedSum: v.exactOptional(sum),
  seqNoSum: v.exactOptional(sum),
  left: v.array(v.object({ after: position, upTo: position })),
});

export type ShardCheckpoint = v.InferOutput<typeof shardCheckpointSchema>;
