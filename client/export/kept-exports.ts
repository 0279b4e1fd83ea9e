import type { Archive } from './archive.ts';
import { heldExports } from './hold-lock.ts';
import { keptState, waitingState } from './kept-state.ts';
import type { ExportState } from './state.ts';
import { findKept } from './worker-bridge.ts';

/** The exports that earlier pages left, or that other tabs make. @throws as findKept */
export async function keptExports(archive: Archive, onBlocked: () => void): Promise<ExportState[]> {
  const [kept, waiting, log] = await Promise.all([findKept(onBlocked), archive.waiting(), archive.log()]);
  const held = await heldExports();
  const incidentsOf = (id: string) => log.filter(({ exportId }) => exportId === id);
  const begun = kept.map((one) => keptState(one, incidentsOf((one.lost ?? one.checkpoint).id)));
  const found = [...waiting.map((one) => waitingState(one, held.has(one.id))), ...begun];
  // One that was resumed and waits has both: its checkpoint says more.
  return [...new Map(found.map((state) => [state.request.id, state])).values()];
}
