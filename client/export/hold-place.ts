import { lockName } from '../worker/ledger/lock-name.ts';

/** Holds an export's lock in this page, so that other tabs see it is taken; returns what lets go of it. */
export function holdPlace(id: string): () => void {
  const over = new AbortController();
  const held = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
  navigator.locks.request(lockName(id), { signal: over.signal }, () => held).catch(() => {});
  return () => over.abort();
}

/** The exports that some tab makes, or lets wait for their turn. */
export async function heldExports(): Promise<ReadonlySet<string>> {
  const prefix = lockName('');
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
}
