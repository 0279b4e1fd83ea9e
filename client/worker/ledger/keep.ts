import * as v from 'valibot';
import { SluiceError } from '../../../shared/errors.ts';
import { type ExportRequest, exportRequestSchema } from '../../../shared/request.ts';
import type { PickedHandle } from '../../sink/target.ts';
import { type Checkpoint, type CheckpointStore, readCheckpoint } from './checkpoint.ts';
import { Journal, type JournalOptions } from './journal.ts';
import { KeptFile } from './kept-file.ts';
import { lockName } from './lock-name.ts';
import { readWhole } from './read-whole.ts';
import type { SpoolStore } from './spool.ts';

/** What keeps an export; `from`: where an earlier run of it got to. `file`: where the file's bytes are, of a sorted one. */
export type Keep = { journal: Journal; from: Checkpoint | undefined; file?: KeptFile };

export type Stores = { spools: SpoolStore; checkpoints: CheckpointStore };
export type KeepOptions = Stores & {
  request: ExportRequest;
  again: boolean;
  picked?: PickedHandle | undefined;
  lost(error: SluiceError): void;
};

const KEPT_FOR_MS = 7 * 24 * 60 * 60 * 1000;

/** Opens what keeps an export; with `again`, where an earlier run of it got to. @throws checkpoint_lost */
export async function openKeep(options: KeepOptions): Promise<Keep> {
  const { request, again, picked, spools, checkpoints, lost } = options;
  const { id } = request;
  const from = again ? readCheckpoint(await checkpoints.get(id)) : undefined;
  const spool = await spools.open(id);
  if (again && (!from || spool.length < from.bytes)) {
    spool.close();
    throw new SluiceError('checkpoint_lost', 'What was kept of this export is gone. Start it anew.');
  }
  if (!again) spool.cutBack(0);
  const isOnlyCopy = request.order !== undefined;
  const journal = makeJournal({ id, spool, picked, spools, checkpoints, lost, isOnlyCopy });
  return { from, journal, ...(isOnlyCopy ? { file: new KeptFile(journal) } : {}) };
}

function makeJournal({ spools, ...options }: Omit<JournalOptions, 'removeSpool'> & Stores): Journal {
  return new Journal({ ...options, removeSpool: () => spools.remove(options.id) });
}

/**
 * An export that this browser keeps; `owned`: a tab is running it now. Of one that this release cannot go on with there is no more
 * than what was asked for: it has to start anew.
 */
export type Kept = { readonly owned: boolean } & (
  | { readonly checkpoint: Checkpoint; readonly lost?: undefined }
  | { readonly checkpoint?: undefined; readonly lost: ExportRequest }
);

const namedSchema = v.object({ id: v.string(), savedAt: v.number() });

/**
 * What there is of exports. Checkpoints past their time go, and spools that no checkpoint and no tab knows; one that cannot be
 * read keeps its spool, as the release that has made it may come back.
 */
export async function sweep({ spools, checkpoints }: Stores, now: number): Promise<Kept[]> {
  // Before the locks: a spool that a tab begins from now on is none of these.
  const spoolIds = await spools.list();
  const held = await heldLocks();
  const kept: Kept[] = [];
  const known = new Set<string>();
  for (const stored of await checkpoints.list()) {
    if (!v.is(namedSchema, stored)) continue;
    const { id, savedAt } = stored;
    const owned = held.has(lockName(id));
    if (!owned && now - savedAt >= KEPT_FOR_MS) {
      await checkpoints.remove(id);
      continue;
    }
    known.add(id);
    const found = keptOf(stored, owned);
    if (found) kept.push(found);
  }
  for (const id of spoolIds) {
    // One that cannot be removed is left for a later visit, and hides nothing that is kept.
    if (!known.has(id) && !held.has(lockName(id))) await spools.remove(id).catch(() => {});
  }
  return kept;
}

function keptOf(stored: { id: string; request?: unknown }, owned: boolean): Kept | undefined {
  const checkpoint = readCheckpoint(stored);
  if (checkpoint) return { checkpoint, owned };
  const lost = readWhole(exportRequestSchema, stored.request);
  return lost && { lost, owned };
}

async function heldLocks(): Promise<Set<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name ? [name] : [])));
}
