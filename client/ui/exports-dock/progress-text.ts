import { type ExportState, phaseOf } from '../../export/exports.ts';
import { t } from '../lib/i18n.ts';
import { rowsOf } from './summary.ts';

/** How far an export is, in rows, as its counter and its progress bar say it. */
export function rowsText(state: ExportState): string {
  const words = t().exports;
  if (state.expected === undefined) return state.status === 'running' ? planningText(state) : words.notBegun;
  const phase = phaseOf(state);
  const rows = rowsOf(state);
  return phase ? words.sorted.rowsOf[phase](rows, state.expected) : words.rowsOf(rows, state.expected);
}

function planningText({ planning }: ExportState): string {
  const words = t().exports;
  return planning ? words.planningOf(planning.done, planning.of) : words.planning;
}

/** What an export with an order does at present; undefined of one that does nothing, or writes rows as they come. */
export function doingText(state: Pick<ExportState, 'status' | 'request' | 'progress'>): string | undefined {
  const phase = state.status === 'running' ? phaseOf(state) : undefined;
  return phase && t().exports.sorted.doing[phase];
}
