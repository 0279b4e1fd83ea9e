import { type ExportState, type ExportStatus, hasEnded, phaseOf, rowsPerSecond, workOf } from '../../export/exports.ts';
import { wantingOf } from './wanting.ts';

/** In the order in which the dock's head names them. */
const STATUSES: readonly ExportStatus[] = [
  ...(['running', 'paused', 'interrupted', 'queued'] as const),
  ...(['incomplete', 'failed', 'complete', 'cancelled'] as const),
];

/** `wanting`: one of them whose file goes without something, by which they look. */
type Count = { status: ExportStatus; count: number; wanting?: ExportState };

/** How many exports there are of each status; statuses that no export has are left out. */
export function countsOf(list: readonly ExportState[]): Count[] {
  return STATUSES.flatMap((status): Count[] => {
    const those = list.filter((one) => one.status === status);
    const wanting = those.find((one) => wantingOf(one));
    return those.length === 0 ? [] : [{ status, count: those.length, ...(wanting ? { wanting } : {}) }];
  });
}

export function unfinished(list: readonly ExportState[]): ExportState[] {
  return list.filter(({ status }) => !hasEnded(status));
}

/** Those that end, or stop, with this tab. */
export function runningHere(list: readonly ExportState[]): ExportState[] {
  return unfinished(list).filter(({ owner }) => owner === 'here');
}

/** The share of all unfinished exports' work that is done, 0 to 1; undefined when there is none to speak of. */
export function waterLevel(list: readonly ExportState[]): number | undefined {
  const work = unfinished(list).map(workOf);
  const all = work.reduce((sum, { of = 0 }) => sum + of, 0);
  if (all === 0) return undefined;
  const done = work.reduce((sum, one) => sum + (one.of === undefined ? 0 : one.done), 0);
  return Math.min(1, done / all);
}

/** Whole percent, rounded down: 100 is said of what is whole only. */
export function percentOf(state: ExportState): number {
  if (state.status === 'complete') return 100;
  const { done, of } = workOf(state);
  return of ? Math.min(99, Math.floor((done / of) * 100)) : 0;
}

/** Rows written, or as long as they are read only, read: what an export speaks of. */
export function rowsOf(state: ExportState): number {
  const { progress } = state;
  return (phaseOf(state) === 'writing' ? progress?.merged : progress?.rows) ?? 0;
}

/**
 * How full each shard's segment is, 0 to 1; past `most` shards one figure for all. Half of a sorted export's is what was read of the shard, half what
 * was written of all of them.
 */
export function segmentsOf(state: ExportState, most: number): { filled: number; isShort: boolean }[] {
  const isOver = state.verdict !== undefined;
  if (state.shards.length === 0 || state.shards.length > most) {
    const { done, of } = workOf(state);
    const filled = state.expected === 0 && isOver ? 1 : done / (of || 1);
    return [{ filled: Math.min(1, filled), isShort: state.status === 'incomplete' }];
  }
  return state.shards.map(({ rows }, i) => {
    const written = state.verdict?.shards[i]?.written ?? state.progress?.shardRows[i] ?? 0;
    const expected = state.verdict?.shards[i]?.expected ?? rows;
    const share = expected === 0 ? 1 : Math.min(1, written / expected);
    return { filled: isOver ? share : withWriting(state, share), isShort: isOver && written !== expected };
  });
}

function withWriting(state: ExportState, read: number): number {
  const phase = phaseOf(state);
  if (!phase) return read;
  const written = phase === 'writing' && state.expected ? Math.min(1, rowsOf(state) / state.expected) : 0;
  return (read + written) / 2;
}

/** The file's size when it is whole, in bytes, from what there is of it; rows that wait to be packed tell nothing of it. */
export function bytesExpected(state: ExportState): number | undefined {
  const { progress, expected, request } = state;
  const rows = rowsOf(state);
  if (!progress || !expected || rows === 0) return undefined;
  if (phaseOf(state) === 'reading' && request.format.gzip) return undefined;
  return Math.round((progress.bytes / rows) * expected);
}

/** ms until the last row is written, at the present rate. */
export function timeLeft(state: ExportState): number | undefined {
  const rate = rowsPerSecond(state);
  const { done, of } = workOf(state);
  if (!rate || of === undefined) return undefined;
  return (Math.max(0, of - done) / rate) * 1000;
}

/** The last minute's rate as an SVG path in a box of 100 by 26; undefined until there are three samples. */
export function sparkline(samples: ExportState['samples']): string | undefined {
  const rates = samples.slice(1).map(([at, rows], i) => {
    const [atBefore, rowsBefore] = samples[i] ?? [at, rows];
    return { at, rate: at > atBefore ? Math.max(0, (rows - rowsBefore) / (at - atBefore)) : 0 };
  });
  const first = rates[0];
  const last = rates.at(-1);
  if (!first || !last || last.at === first.at) return undefined;
  const highest = Math.max(...rates.map(({ rate }) => rate), Number.MIN_VALUE);
  const point = ({ at, rate }: { at: number; rate: number }) =>
    `${round(((at - first.at) / (last.at - first.at)) * 100)} ${round(24 - (rate / highest) * 22)}`;
  return `M${rates.map(point).join('L')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
