import type { ExportState } from './state.ts';

type Counted = Pick<ExportState, 'request' | 'expected' | 'progress'>;

/** What an export with an order does with its rows: reads all of them, then writes them into the file. */
export type Phase = 'reading' | 'writing';

/** Undefined without an order: rows are written as they are read. */
export function phaseOf({ request, progress }: Pick<Counted, 'request' | 'progress'>): Phase | undefined {
  if (!request.order) return undefined;
  return progress?.merged === undefined ? 'reading' : 'writing';
}

/**
 * How far an export is, in steps: of what it has to do, undefined until that is counted, and of what is done. A row is one step; with an order
 * it is two, as it is read in one and written in another.
 */
export function workOf({ request, expected, progress }: Counted): { done: number; of: number | undefined } {
  const rows = progress?.rows ?? 0;
  if (!request.order) return { done: rows, of: expected };
  return { done: rows + (progress?.merged ?? 0), of: expected === undefined ? undefined : 2 * expected };
}

/** Steps that whoever takes it up does not do again: a download is written anew. */
export function lastingSteps(state: Counted & Pick<ExportState, 'picked'>): number {
  return state.picked ? workOf(state).done : (state.progress?.rows ?? 0);
}

/** Rows and bytes of the file as far as it is made. Rows that wait to be sorted are in none. */
export function inFile(state: Counted): { rows: number; bytes: number } {
  const { progress } = state;
  const phase = phaseOf(state);
  if (!progress || phase === 'reading') return { rows: 0, bytes: 0 };
  return { rows: phase === 'writing' ? (progress.merged ?? 0) : progress.rows, bytes: progress.bytes };
}
