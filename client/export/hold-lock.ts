import { canLock } from '../sink/keep-support.ts';
import { lockName } from '../worker/ledger/lock-name.ts';

/** How long a lock may take that another worker lets go of, ms: one that is not free by then belongs to another tab. */
const LOCK_WAIT_MS = 3_000;

/** An export's lock in this page's hands, from before others hear of the export until its worker takes it over. */
export type Hold = {
  /** False where another tab makes the export. */
  readonly held: Promise<boolean>;
  /** Lets go of it where the worker does not have it; may be called again. */
  release(): void;
};

/** Who begins an export holds its lock: a tab that hears of it and finds the lock free takes it for left behind. */
export class Holds {
  readonly #pending = new Set<string>();

  /** Asks for the lock; `onHeld` is called when it is there, and other tabs may hear of the export. */
  take(id: string, onHeld: () => void): Hold {
    this.#pending.add(id);
    const hold = holdLock(id);
    const held = hold.held.then((isOurs) => {
      this.#pending.delete(id);
      if (isOurs) onHeld();
      return isOurs;
    });
    return { held, release: hold.release };
  }

  /** The lock was asked for and is not there yet. */
  isPending(id: string): boolean {
    return this.#pending.has(id);
  }
}

function holdLock(id: string): Hold {
  if (!canLock()) return { held: Promise.resolve(true), release() {} };
  const over = new AbortController();
  const released = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
  const late = setTimeout(() => over.abort(), LOCK_WAIT_MS);
  const held = new Promise<boolean>((resolve) => {
    const begin = () => {
      clearTimeout(late);
      resolve(true);
      return released;
    };
    // It fails as well when the worker takes the lock over: by then it has been ours.
    navigator.locks.request(lockName(id), { signal: over.signal }, begin).catch(() => resolve(false));
  });
  return { held, release: () => over.abort() };
}

/** The exports that some tab makes, or lets wait for their turn. */
export async function heldExports(): Promise<ReadonlySet<string>> {
  const prefix = lockName('');
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
}
