import { SluiceError } from '../../../shared/errors.ts';
import type { ExportRequest } from '../../../shared/request.ts';
import { type Kept, lockName } from '../api.ts';
import type { Clock } from '../util/clock.ts';
import type { Checkpoint, CheckpointStore } from './checkpoint.ts';
import { Journal, type JournalOptions } from './journal.ts';
import type { Spool, SpoolStore } from './spool.ts';

/** What keeps an export; `from`: where an earlier run of it got to. */
export type Keep = { journal: Journal; spool: Spool; from: Checkpoint | undefined };

export type Stores = { spools: SpoolStore; checkpoints: CheckpointStore };
export type KeepOptions = Stores & {
  request: ExportRequest;
  again: boolean;
  picked?: FileSystemFileHandle | undefined;
  clock: Clock;
  lost(error: SluiceError): void;
};

const KEPT_FOR_MS = 7 * 24 * 60 * 60 * 1000;

/** Opens what keeps an export; with `again`, where an earlier run of it got to. @throws checkpoint_lost */
export async function openKeep(options: KeepOptions): Promise<Keep> {
  const { request, again, picked, spools, checkpoints, clock, lost } = options;
  const { id } = request;
  const from = again ? await checkpoints.get(id) : undefined;
  const spool = await spools.open(id);
  if (again && (!from || spool.length < from.bytes)) {
    spool.close();
    throw new SluiceError('checkpoint_lost', 'What was kept of this export is gone. Start it anew.');
  }
  if (!again) spool.cutBack(0);
  return { spool, from, journal: makeJournal({ id, spool, picked, spools, checkpoints, clock, lost }) };
}

function makeJournal({ spools, ...options }: Omit<JournalOptions, 'removeSpool'> & Stores): Journal {
  return new Journal({ ...options, removeSpool: () => spools.remove(options.id) });
}

/** The exports that can be gone on with. Checkpoints past their time go, and spools that no checkpoint and no tab knows. */
export async function sweep({ spools, checkpoints }: Stores, now: number): Promise<Kept[]> {
  // Before the locks: a spool that a tab begins from now on is none of these.
  const spoolIds = await spools.list();
  const held = await heldLocks();
  const kept: Kept[] = [];
  for (const checkpoint of await checkpoints.list()) {
    const owned = held.has(lockName(checkpoint.id));
    if (owned || now - checkpoint.savedAt < KEPT_FOR_MS) kept.push({ checkpoint, owned });
    else await checkpoints.remove(checkpoint.id);
  }
  const known = new Set(kept.map(({ checkpoint }) => checkpoint.id));
  for (const id of spoolIds) {
    // One that cannot be removed is left for a later visit, and hides nothing that is kept.
    if (!known.has(id) && !held.has(lockName(id))) await spools.remove(id).catch(() => {});
  }
  return kept;
}

async function heldLocks(): Promise<Set<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name ? [name] : [])));
}
