import type { DBSchema, IDBPDatabase } from 'idb';
import { openDatabase } from '../worker/ledger/open-database.ts';

interface FoldersSchema extends DBSchema {
  folders: {
    key: string;
    value: { id: string; folder: FileSystemDirectoryHandle; at: number };
    indexes: { at: number };
  };
}

/** As many as somebody may come back to. */
const KEPT = 20;

/**
 * Keeps the folder that the files of a set are in: leave to write there is asked for once, and not for each of them.
 * `now`: ms since 1970. Never rejects: without it each file asks.
 */
export async function keepFolder(id: string, folder: FileSystemDirectoryHandle, now: number): Promise<void> {
  await use(undefined, async (db) => {
    await db.put('folders', { id, folder, at: now });
    const keys = await db.getAllKeysFromIndex('folders', 'at');
    for (const key of keys.slice(0, -KEPT)) await db.delete('folders', key);
  });
}

/** Undefined where it is not known, or was no folder. Never rejects. */
export async function folderOf(id: string): Promise<FileSystemDirectoryHandle | undefined> {
  return use(undefined, async (db) => {
    const stored: unknown = (await db.get('folders', id))?.folder;
    return stored instanceof FileSystemDirectoryHandle ? stored : undefined;
  });
}

async function use<T>(fallback: T, work: (db: IDBPDatabase<FoldersSchema>) => Promise<T>): Promise<T> {
  const nothing = () => undefined;
  try {
    const db = await openDatabase<FoldersSchema>({
      ...{ name: 'sluice-folders', version: 1, onBlocked: nothing, onTaken: nothing },
      upgrade: (fresh) => void fresh.createObjectStore('folders', { keyPath: 'id' }).createIndex('at', 'at'),
    });
    try {
      return await work(db);
    } finally {
      db.close();
    }
  } catch {
    return fallback;
  }
}
