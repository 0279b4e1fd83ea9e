import type { DBSchema, IDBPDatabase } from 'idb';
import { openDatabase } from '../worker/ledger/open-database.ts';
import type { EndedExport, LogEntry, Waiting } from './records.ts';

/** Fetched when something is read: the page is there before. */
const records = () => import('./records.ts');

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

/** Two sets of as many files as there may be. A history that is longer is read by nobody, and the browser's room is the spool's. */
const ENDED_KEPT = 500;
const LOG_KEPT = 1000;
/** As of the checkpoints: an older release would make another file of a request than was asked for. */
const VERSION = 2;

/**
 * `hinder` is told whether another release is in the way: an older one, which may let go of the archive yet, until when all that is asked
 * waits; or a newer one, which has taken it.
 */
export function openArchive(hinder: (isHindered: boolean) => void): Archive {
  const hindered = () => hinder(true);
  const opened = openDatabase<ArchiveSchema>({
    ...{ name: 'sluice-archive', version: VERSION, upgrade: migrate },
    ...{ onBlocked: hindered, onTaken: hindered },
  });
  opened.then(() => hinder(false)).catch(() => {});
  const attempt = async <T>(fallback: T, work: (db: IDBPDatabase<ArchiveSchema>) => Promise<T>): Promise<T> => {
    try {
      return await work(await opened);
    } catch {
      return fallback;
    }
  };
  return {
    ended: () =>
      attempt([], async (db) => {
        const stored = await db.getAllFromIndex('ended', 'endedAt');
        return (await records()).readEnded(stored).reverse();
      }),
    addEnded: (ended) =>
      attempt(undefined, async (db) => {
        await db.put('ended', ended);
        const keys = await db.getAllKeysFromIndex('ended', 'endedAt');
        for (const key of keys.slice(0, -ENDED_KEPT)) await db.delete('ended', key);
      }),
    clearEnded: () => attempt(undefined, (db) => db.clear('ended')),
    log: () => attempt([], async (db) => (await records()).readLog(await db.getAll('log'))),
    addLog: (entries) =>
      attempt(undefined, async (db) => {
        for (const entry of entries) await db.add('log', entry);
        const keys = await db.getAllKeys('log');
        for (const key of keys.slice(0, -LOG_KEPT)) await db.delete('log', key);
      }),
    clearLog: () => attempt(undefined, (db) => db.clear('log')),
    waiting: () => attempt([], async (db) => (await records()).readWaiting(await db.getAll('waiting'))),
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
