import type { Member } from '../../../shared/request.ts';
import type { ExportState } from '../../export/exports.ts';

/** Larger sets show only files that somebody has to look at, until they are asked to show all. */
const SHOWN_FILES = 6;

export function canFold({ files }: Pick<Member, 'files'>): boolean {
  return files > SHOWN_FILES;
}

/** Whether a file is out of sight while its set is folded: it waits, was cancelled, or all is well with it. */
export function isFolded({ request: { member }, status, verdict }: ExportState): boolean {
  if (!member || !canFold(member)) return false;
  return status === 'queued' || status === 'cancelled' || (status === 'complete' && verdict?.written === member.rows);
}
