import type { ExportRequest, Member } from '../../../shared/request.ts';
import { type EndedExport, type ExportState, type ExportStatus, hasEnded, inFile } from '../../export/exports.ts';

/** One file of a set, as it stands. */
export type SetFile = {
  readonly id: string;
  readonly fileName: string;
  readonly status: ExportStatus;
  /** Rows in it. */
  readonly rows: number;
  readonly member: Member;
};

/** The files that were asked for at once: one for each value of a field. */
export type FileSet = Omit<Member, 'at' | 'rows'> & {
  /** By their place; undefined is what nothing is known of any more. */
  readonly known: readonly (SetFile | undefined)[];
};

type Known = SetFile & { readonly createdAt: number };

/**
 * The sets of which a file is in the list, newest first. What has left the list is taken from what is remembered; of a file that was made
 * again the later one counts.
 */
export function setsOf(list: readonly ExportState[], ended: readonly EndedExport[]): FileSet[] {
  const listed = list.flatMap((state) => knownOf(state.request, { ...state, rows: inFile(state).rows }));
  const ids = [...new Set(listed.map(({ member }) => member.id))];
  const inList = new Set(listed.map(({ id }) => id));
  const left = ended.filter(({ id }) => !inList.has(id)).flatMap((one) => knownOf(one.request, one));
  return ids.map((id) => setOf(id, [...listed, ...left]));
}

function knownOf(request: ExportRequest, at: Pick<Known, 'status' | 'rows' | 'createdAt'>): Known[] {
  const { member, id, fileName } = request;
  return member ? [{ id, fileName, member, status: at.status, rows: at.rows, createdAt: at.createdAt }] : [];
}

function setOf(id: string, all: readonly Known[]): FileSet {
  const own = all.filter(({ member }) => member.id === id).sort((a, b) => a.createdAt - b.createdAt);
  const byPlace = new Map(own.map((one) => [one.member.at, one]));
  const [{ member } = { member: undefined }] = own;
  const { field = '', files = 0, sum = 0, total = 0, left = 0 } = member ?? {};
  return { id, field, files, sum, total, left, known: Array.from({ length: files }, (_, at) => byPlace.get(at)) };
}

/** What has become of a set. `differing`: files that are not complete, or have other rows than were counted. */
export type SetOutcome = {
  readonly ended: number;
  readonly isOver: boolean;
  readonly unknown: number;
  /** Rows in all files. */
  readonly rows: number;
  readonly differing: readonly SetFile[];
};

export function outcomeOf({ files, known }: FileSet): SetOutcome {
  const there = known.filter((file) => file !== undefined);
  const ended = there.filter(({ status }) => hasEnded(status));
  const unknown = files - there.length;
  return {
    ...{ ended: ended.length, unknown },
    isOver: ended.length + unknown === files,
    rows: there.reduce((sum, { rows }) => sum + rows, 0),
    differing: ended.filter(({ status, rows, member }) => status !== 'complete' || rows !== member.rows),
  };
}
