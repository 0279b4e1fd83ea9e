import * as v from 'valibot';
import { errorCodeSchema } from './errors.ts';

/** How an export ends: told to the proxy's audit, shown by the page, and kept in the browser's history. */
export const ENDINGS = ['complete', 'incomplete', 'failed', 'cancelled'] as const;

/**
 * Why a date stays as it is stored: its index's format is none that is read here, or was not shown to be; the field is no
 * date in its index, or OpenSearch did not tell; or the value is no date of the format, or none of four digits for the year.
 */
export const WHY_UNDATED = ['format', 'untold', 'value'] as const;
export type WhyUndated = (typeof WHY_UNDATED)[number];

/** Why a value is not in its cell as it is stored: it is of another type, and is in `_rest`; or it is longer than a cell may be, and was cut. */
export const WHY_MISFIT = ['type', 'cut'] as const;

const listOf = <T extends v.GenericSchema>(schema: T) => v.pipe(v.array(schema), v.readonly());
const countSchema = v.pipe(v.number(), v.finite(), v.minValue(0));

const shardVerdictSchema = v.object({
  index: v.string(),
  /** The index's, where it is known. */
  uuid: v.exactOptional(v.string()),
  shard: v.number(),
  expected: v.number(),
  written: v.number(),
  leftOut: v.exactOptional(v.number()),
  /** Rows of the result up to the high-water mark when all were written. */
  recounted: v.exactOptional(v.number()),
});
export type ShardVerdict = v.InferOutput<typeof shardVerdictSchema>;

const undatedSchema = v.object({
  field: v.string(),
  rows: v.number(),
  why: v.picklist(WHY_UNDATED),
  /** The one that is not read here. */
  format: v.exactOptional(v.string()),
});
export type UndatedField = v.InferOutput<typeof undatedSchema>;

const misfitSchema = v.object({ field: v.string(), rows: v.number(), why: v.picklist(WHY_MISFIT) });
export type Misfit = v.InferOutput<typeof misfitSchema>;

const sha256Schema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const partSchema = v.object({ name: v.string(), bytes: countSchema, sha256: v.exactOptional(sha256Schema) });

const documentSchema = v.object({ index: v.string(), id: v.string() });

/** Rows expected against rows written, also as an older release wrote it down. */
export const verdictSchema = v.object({
  complete: v.boolean(),
  expected: countSchema,
  written: countSchema,
  shards: listOf(shardVerdictSchema),
  /** Rows that a second count at the end found under the high-water marks and the file does not hold. */
  unread: v.optional(v.number(), 0),
  /** Shards with as many rows as were counted, of which some are others: they were changed in between, or the name leads elsewhere. */
  exchanged: v.exactOptional(v.number()),
  /** Documents that cannot be read and are not in the file: all of them counted, the first ones named. */
  leftOut: v.exactOptional(v.object({ rows: v.number(), named: listOf(documentSchema) })),
  /** Why there was no second count. */
  notRecounted: v.exactOptional(errorCodeSchema),
  /** Fields that no column took, with the rows that had them. In the file only where `_rest` was chosen. */
  unplaced: listOf(v.object({ field: v.string(), rows: v.number() })),
  /** Dates that were to be written in a zone and stay as they are stored. */
  undated: v.optional(listOf(undatedSchema), []),
  /** Values that did not fit their columns' types, by column. */
  misfits: v.exactOptional(listOf(misfitSchema)),
  /**
   * SHA-256 of the file, in hex; an older release's has none, nor one that was begun without. Of files in a folder it is that of the list
   * that `sha256sum` prints of them in their order.
   */
  sha256: v.exactOptional(sha256Schema),
  /** The files in a folder, where a manifest is to name them. */
  parts: v.exactOptional(listOf(partSchema)),
  elapsedMs: v.number(),
  retries: v.number(),
});
export type Verdict = v.InferOutput<typeof verdictSchema>;
