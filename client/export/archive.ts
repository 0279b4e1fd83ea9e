import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import * as v from 'valibot';
import { errorBodySchema, errorCodeSchema } from '../../shared/errors.ts';
import { type ExportRequest, exportRequestSchema } from '../../shared/request.ts';

const countSchema = v.pipe(v.number(), v.minValue(0));

const undatedSchema = v.object({
  field: v.string(),
  rows: v.number(),
  why: v.picklist(['format', 'untold', 'value']),
  format: v.exactOptional(v.string()),
});

const verdictSchema = v.object({
  complete: v.boolean(),
  expected: countSchema,
  written: countSchema,
  shards: v.array(
    v.object({
      ...{ index: v.string(), shard: v.number(), expected: v.number(), written: v.number() },
      leftOut: v.exactOptional(v.number()),
      recounted: v.exactOptional(v.number()),
    }),
  ),
  // None of either in what an older release wrote down.
  unread: v.optional(v.number(), 0),
  exchanged: v.exactOptional(v.number()),
  leftOut: v.exactOptional(
    v.object({ rows: v.number(), named: v.array(v.object({ index: v.string(), id: v.string() })) }),
  ),
  notRecounted: v.exactOptional(errorCodeSchema),
  unplaced: v.array(v.object({ field: v.string(), rows: v.number() })),
  undated: v.optional(v.array(undatedSchema), []),
  elapsedMs: v.number(),
  retries: v.number(),
});

const incidentSchema = v.object({
  at: v.number(),
  error: errorBodySchema,
  remedy: v.picklist(['retried', 'interrupted', 'failed', 'unkept', 'orphaned', 'counted']),
  waitMs: v.exactOptional(v.number()),
});

const endedSchema = v.object({
  id: v.string(),
  request: exportRequestSchema,
  status: v.picklist(['complete', 'incomplete', 'failed', 'cancelled']),
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

/** What became of an export, kept after it has left the list. */
export type EndedExport = v.InferOutput<typeof endedSchema>;
/** An incident and the export that met it. */
export type LogEntry = v.InferOutput<typeof logSchema>;
/** An export that waits for its turn: all there is of it yet. */
export type Waiting = { id: string; request: ExportRequest; picked?: FileSystemFileHandle; createdAt: number };

/** What this browser remembers of exports beside their checkpoints, within bounds. Without storage it remembers nothing, and never rejects. */
export interface Archive {
  /** Newest first. */
  ended(): Promise<EndedExport[]>;
  addEnded(ended: EndedExport): Promise<void>;
  clearEnded(): Promise<void>;
  /** Oldest first. */
  log(): Promise<LogEntry[]>;
  addLog(entries: readonly LogEntry[]): Promise<void>;
  clearLog(): Promise<void>;
  waiting(): Promise<Waiting[]>;
  addWaiting(waiting: Waiting): Promise<void>;
  removeWaiting(id: string): Promise<void>;
}

interface ArchiveSchema extends DBSchema {
  ended: { key: string; value: EndedExport; indexes: { endedAt: number } };
  log: { key: number; value: LogEntry };
  waiting: { key: string; value: Waiting };
}

/** A history that is longer is read by nobody, and the browser's room is the spool's. */
const ENDED_KEPT = 200;
const LOG_KEPT = 1000;

export function openArchive(): Archive {
  const opened = openDB<ArchiveSchema>('sluice-archive', 1, { upgrade: migrate });
  opened.catch(() => {});
  const attempt = async <T>(fallback: T, work: (db: IDBPDatabase<ArchiveSchema>) => Promise<T>): Promise<T> => {
    try {
      return await work(await opened);
    } catch {
      return fallback;
    }
  };
  return {
    ended: () =>
      attempt([], async (db) => readable(endedSchema, await db.getAllFromIndex('ended', 'endedAt')).reverse()),
    addEnded: (ended) =>
      attempt(undefined, async (db) => {
        await db.put('ended', ended);
        const keys = await db.getAllKeysFromIndex('ended', 'endedAt');
        for (const key of keys.slice(0, -ENDED_KEPT)) await db.delete('ended', key);
      }),
    clearEnded: () => attempt(undefined, (db) => db.clear('ended')),
    log: () => attempt([], async (db) => readable(logSchema, await db.getAll('log'))),
    addLog: (entries) =>
      attempt(undefined, async (db) => {
        for (const entry of entries) await db.add('log', entry);
        const keys = await db.getAllKeys('log');
        for (const key of keys.slice(0, -LOG_KEPT)) await db.delete('log', key);
      }),
    clearLog: () => attempt(undefined, (db) => db.clear('log')),
    waiting: () =>
      attempt([], async (db) =>
        (await db.getAll('waiting')).filter(({ request }) => v.is(exportRequestSchema, request)),
      ),
    addWaiting: (waiting) => attempt(undefined, async (db) => void (await db.put('waiting', waiting))),
    removeWaiting: (id) => attempt(undefined, (db) => db.delete('waiting', id)),
  };
}

function migrate(db: IDBPDatabase<ArchiveSchema>, from: number): void {
  if (from >= 1) return;
  db.createObjectStore('ended', { keyPath: 'id' }).createIndex('endedAt', 'endedAt');
  db.createObjectStore('log', { autoIncrement: true });
  db.createObjectStore('waiting', { keyPath: 'id' });
}

/** What an older version of the app left and this one cannot read is passed over. */
function readable<T extends v.GenericSchema>(schema: T, values: readonly unknown[]): v.InferOutput<T>[] {
  return values.flatMap((value) => {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? [parsed.output] : [];
  });
}
