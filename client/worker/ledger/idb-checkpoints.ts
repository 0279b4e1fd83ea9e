import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Checkpoint, CheckpointStore } from './checkpoint.ts';
import { openDatabase, otherRelease } from './open-database.ts';

interface SluiceSchema extends DBSchema {
  checkpoints: { key: string; value: Checkpoint };
}

const NAME = 'sluice';
/** The first is of releases that go on with whatever they find, and would pass over what they do not know of it. */
const VERSION = 2;

/**
 * Checkpoints in IndexedDB, written with strict durability: a checkpoint that is said to be there survives a crash. Waits for a tab
 * of another release to let go of them, and says so by `onBlocked`. @throws other_release, there and once a newer release has taken them
 */
export async function openIdbCheckpoints(onBlocked: () => void): Promise<CheckpointStore> {
  let isTaken = false;
  const onTaken = () => {
    isTaken = true;
  };
  const db = await openDatabase<SluiceSchema>({ name: NAME, version: VERSION, upgrade: migrate, onBlocked, onTaken });
  return {
    get: (id) => db.get('checkpoints', id),
    list: () => db.getAll('checkpoints'),
    async put(checkpoint) {
      if (isTaken) throw otherRelease();
      const transaction = db.transaction('checkpoints', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.put(checkpoint), transaction.done]);
    },
    remove: (id) => (isTaken ? removeFromNewer(id) : db.delete('checkpoints', id)),
  };
}

/** The same as `openIdbCheckpoints`, for whom it cannot wait. @throws other_release where a tab of another release is in the way */
export function openIdbCheckpointsNow(): Promise<CheckpointStore> {
  return new Promise((resolve, reject) => {
    openIdbCheckpoints(() => reject(otherRelease())).then(resolve, reject);
  });
}

/** An export that has ended here must not be offered there. */
async function removeFromNewer(id: string): Promise<void> {
  const db = await openDB<SluiceSchema>(NAME, undefined, {
    blocking: (_, __, { target }) => (target as IDBDatabase).close(),
  });
  try {
    if (db.objectStoreNames.contains('checkpoints')) await db.delete('checkpoints', id);
  } finally {
    db.close();
  }
}

/** One step a version, each from the one before. */
function migrate(db: IDBPDatabase<SluiceSchema>, from: number): void {
  if (from < 1) db.createObjectStore('checkpoints', { keyPath: 'id' });
}
