import { createEffect, createSignal, on } from 'solid-js';
import type { LogEntry } from '../../export/exports.ts';
import type { ExportList } from '../exports-dock/create-export-list.ts';

/** The error log that this browser remembers, read again when something new goes wrong. Oldest first. */
export function createLog(exports: ExportList) {
  const [entries, setEntries] = createSignal<readonly LogEntry[]>([]);
  const read = async () => setEntries(await exports.archive.log());
  const last = () => Math.max(0, ...exports.list().map(({ incidents }) => incidents.at(-1)?.at ?? 0));
  createEffect(on(last, () => void read()));
  return {
    entries,
    async clear(): Promise<void> {
      await exports.archive.clearLog();
      setEntries([]);
    },
  };
}

export type Log = ReturnType<typeof createLog>;
