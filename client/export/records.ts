import * as v from 'valibot';
import { errorBodySchema } from '../../shared/errors.ts';
import { exportRequestSchema, READERS } from '../../shared/request.ts';
import { ENDINGS, verdictSchema } from '../../shared/verdict.ts';
import type { PickedHandle } from '../sink/target.ts';
import { wholeOf } from '../worker/ledger/read-whole.ts';
import type { ExportState } from './state.ts';

/**
 * What is read of other tabs and of earlier visits: written by this release, an older or a newer one. What cannot be read is left
 * out and harms nothing else.
 */

const finiteSchema = v.pipe(v.number(), v.finite());
const countSchema = v.pipe(v.number(), v.finite(), v.minValue(0));
/** What was done: asked again, waits for a person, ended, goes on unkept, left by its tab or worker, told in the verdict. */
const REMEDIES = ['retried', 'interrupted', 'failed', 'unkept', 'orphaned', 'counted'] as const;

const incidentSchema = v.object({
  /** ms since 1970. */
  at: v.number(),
  error: errorBodySchema,
  remedy: v.picklist(REMEDIES),
  /** ms before it was asked again. */
  waitMs: v.exactOptional(v.number()),
});

/** A file made without what a newer release asks for would be another one. */
const wholeRequestSchema = wholeOf(exportRequestSchema);

const handleSchema = v.custom<PickedHandle>((handle) => typeof handle === 'object' && handle !== null);

const endedSchema = v.object({
  id: v.string(),
  request: wholeRequestSchema,
  status: v.picklist(ENDINGS),
  place: v.picklist(['downloads', 'picked']),
  /** ms since 1970. */
  createdAt: v.number(),
  endedAt: v.number(),
  rows: v.number(),
  bytes: v.number(),
  expected: v.optional(v.number()),
  retries: v.number(),
  verdict: v.optional(verdictSchema),
  error: v.optional(errorBodySchema),
});

const logSchema = v.object({ ...incidentSchema.entries, exportId: v.string(), fileName: v.string() });

const waitingSchema = v.object({
  id: v.string(),
  request: wholeRequestSchema,
  picked: v.exactOptional(handleSchema),
  createdAt: finiteSchema,
});

const lookSchema = v.variant('kind', [
  v.object({ kind: v.literal('at'), at: finiteSchema }),
  v.object({ kind: v.literal('queued') }),
  v.object({ kind: v.literal('now') }),
]);

const progressSchema = v.object({
  ...{ rows: countSchema, bytes: countSchema, shardRows: v.array(countSchema) },
  merged: v.exactOptional(countSchema),
  ...{ wireBytes: countSchema, heldBytes: countSchema, budgetBytes: countSchema, inFlightBytes: countSchema },
  ...{ pageRows: countSchema, readsInFlight: countSchema, p50Ms: countSchema, p95Ms: countSchema },
  snapshots: countSchema,
});

const stateSchema = v.object({
  request: wholeRequestSchema,
  status: v.picklist([...(['queued', 'running', 'paused', 'interrupted'] as const), ...ENDINGS]),
  owner: v.picklist(['here', 'elsewhere', 'nobody']),
  look: v.undefinedable(lookSchema),
  kept: v.boolean(),
  picked: v.undefinedable(handleSchema),
  createdAt: finiteSchema,
  changedAt: finiteSchema,
  // Not there in what a tab of a release before this tells.
  planning: v.optional(v.object({ done: countSchema, of: countSchema })),
  reader: v.undefinedable(v.picklist(READERS)),
  shards: v.array(v.object({ index: v.string(), shard: countSchema, rows: countSchema })),
  expected: v.undefinedable(countSchema),
  progress: v.undefinedable(progressSchema),
  samples: v.array(v.tuple([finiteSchema, countSchema])),
  saving: v.undefinedable(v.object({ bytes: countSchema, of: countSchema })),
  retries: countSchema,
  incidents: v.array(incidentSchema),
  verdict: v.undefinedable(verdictSchema),
  error: v.undefinedable(errorBodySchema),
});

const messageSchema = v.variant('type', [
  v.strictObject({ type: v.literal('ask') }),
  v.strictObject({ type: v.literal('state'), state: stateSchema }),
]);

/** One thing that went wrong. */
export type Incident = Readonly<v.InferOutput<typeof incidentSchema>>;
/** What became of an export, kept after it has left the list. */
export type EndedExport = v.InferOutput<typeof endedSchema>;
/** An incident and the export that met it. */
export type LogEntry = v.InferOutput<typeof logSchema>;
/** An export that waits for its turn: all there is of it yet. */
export type Waiting = v.InferOutput<typeof waitingSchema>;
/** What tabs tell each other. */
export type TabMessage = { type: 'ask' } | { type: 'state'; state: ExportState };

export const readEnded = (stored: readonly unknown[]): EndedExport[] => readable(endedSchema, stored);
export const readLog = (stored: readonly unknown[]): LogEntry[] => readable(logSchema, stored);
export const readWaiting = (stored: readonly unknown[]): Waiting[] => readable(waitingSchema, stored);

/** Undefined for what this release does not understand. */
export function readMessage(data: unknown): TabMessage | undefined {
  return readable(messageSchema, [data])[0];
}

function readable<T>(schema: v.GenericSchema<unknown, T>, values: readonly unknown[]): T[] {
  return values.flatMap((value) => {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? [parsed.output] : [];
  });
}
