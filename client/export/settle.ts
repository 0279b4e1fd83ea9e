import { clearFolder } from '../sink/clear-folder.ts';
import { isFolder } from '../sink/target.ts';
import { isPartOf } from '../worker/encode/parts/part-names.ts';
import type { Archive } from './archive.ts';
import { remember } from './remember.ts';
import type { ExportState } from './state.ts';

/** What follows from a step of an export beside its picture: it is remembered, and the folder of one that came to nothing goes, as does its file among several. */
export function settle(archive: Archive, before: ExportState, after: ExportState): void {
  remember(archive, before, after);
  const { status, picked, request } = after;
  const cameToNothing = status !== before.status && (status === 'cancelled' || status === 'failed');
  if (!cameToNothing) return;
  if (isFolder(picked)) void clearFolder(picked, isPartOf(request));
  // Of several files each was made here, empty, in a folder of their own.
  else if (request.member) void picked?.remove?.().catch(() => {});
}
