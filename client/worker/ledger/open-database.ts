import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { SluiceError } from '../../../shared/errors.ts';

/** A database that takes longer to open, ms, is in another tab's hands, though the browser does not say so. */
const BLOCKED_MS = 3_000;

type Opening<S extends DBSchema> = {
  name: string;
  version: number;
  /** One step a version, each from the one before. */
  upgrade(db: IDBPDatabase<S>, from: number): void;
  /** A tab of another release is in the way: it may still let go. Called once at most. */
  onBlocked(): void;
  /** A newer release wants the database, which is closed by then: nothing more can be read or written. */
  onTaken(): void;
};

/** Opens a database, however long another tab holds it in an older version. @throws other_release where it is in a newer one */
export async function openDatabase<S extends DBSchema>(opening: Opening<S>): Promise<IDBPDatabase<S>> {
  const { name, version, upgrade, onTaken } = opening;
  let isTold = false;
  const tell = () => {
    if (!isTold) opening.onBlocked();
    isTold = true;
  };
  const late = setTimeout(tell, BLOCKED_MS);
  try {
    return await openDB<S>(name, version, {
      upgrade,
      blocked: tell,
      blocking(_, __, { target }) {
        (target as IDBDatabase).close();
        onTaken();
      },
    });
  } catch (cause) {
    if (!(cause instanceof DOMException && cause.name === 'VersionError')) throw cause;
    tell();
    throw otherRelease();
  } finally {
    clearTimeout(late);
  }
}

export function otherRelease(): SluiceError {
  return new SluiceError('other_release', 'Another tab has another release of Sluice open. Close or reload it.');
}
