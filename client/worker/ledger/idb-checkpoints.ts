import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Checkpoint, CheckpointStore } from './checkpoint.ts';

interface SluiceSchema extends DBSchema {
  checkpoints: { key: string; value: Checkpoint };
}

const NAME = 'sluice';
const VERSION = 1;

/** Checkpoints in IndexedDB, written with strict durability: a checkpoint that is said to be there survives a crash. */
export async function openIdbCheckpoints(): Promise<CheckpointStore> {
  const db = await openDB<SluiceSchema>(NAME, VERSION, { upgrade: migrate });
  return {
    get: (id) => db.get('checkpoints', id),
    list: () => db.getAll('checkpoints'),
    async put(checkpoint) {
      const transaction = db.transaction('checkpoints', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.put(checkpoint), transaction.done]);
    },
    remove: (id) => db.delete('checkpoints', id),
  };
}

/** One step a version, each from the one before. */
function migrate(db: IDBPDatabase<SluiceSchema>, from: number): void {
  if (from < 1) db.createObjectStore('checkpoints', { keyPath: 'id' });
}
