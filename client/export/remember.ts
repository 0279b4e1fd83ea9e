import type { Verdict } from '../worker/events.ts';
import type { Archive } from './archive.ts';
import type { EndedExport } from './records.ts';
import type { ExportState } from './state.ts';
import { inFile } from './work.ts';

/** Puts into the archive what a step of an export adds: its end, and what went wrong. */
export function remember(archive: Archive, before: ExportState, after: ExportState): void {
  const ended = before.status === after.status ? undefined : endedOf(after);
  if (ended) void archive.addEnded(ended);
  const last = after.incidents.at(-1);
  if (!last || last === before.incidents.at(-1)) return;
  const { id, fileName } = after.request;
  void archive.addLog([{ ...last, exportId: id, fileName }]);
}

/** What is kept of an export that has ended; undefined as long as it has not. */
export function endedOf(state: ExportState): EndedExport | undefined {
  const { request, status, picked, createdAt, changedAt, expected, retries, verdict, error } = state;
  if (status !== 'complete' && status !== 'incomplete' && status !== 'failed' && status !== 'cancelled') {
    return undefined;
  }
  return {
    ...{ id: request.id, request, status, createdAt, endedAt: changedAt, retries, error },
    place: picked ? 'picked' : 'downloads',
    ...inFile(state),
    expected,
    verdict: verdict && keptVerdict(verdict),
  };
}

/** Lists of its own: what is kept may be changed by nobody. */
function keptVerdict({ leftOut, misfits, parts, ...verdict }: Verdict): NonNullable<EndedExport['verdict']> {
  return {
    ...verdict,
    shards: verdict.shards.map((shard) => ({ ...shard })),
    unplaced: verdict.unplaced.map((field) => ({ ...field })),
    undated: verdict.undated.map((field) => ({ ...field })),
    ...(parts ? { parts: parts.map((part) => ({ ...part })) } : {}),
    ...(misfits ? { misfits: misfits.map((column) => ({ ...column })) } : {}),
    ...(leftOut ? { leftOut: { rows: leftOut.rows, named: leftOut.named.map((one) => ({ ...one })) } } : {}),
  };
}
