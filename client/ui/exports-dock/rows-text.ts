import { type ExportState, phaseOf } from '../../export/exports.ts';
import { t } from '../lib/i18n.ts';
import { rowsOf } from './summary.ts';

/** How far an export is, in rows, as its counter and its progress bar say it. */
export function rowsText(state: ExportState): string {
  const words = t().exports;
  if (state.expected === undefined) return state.status === 'running' ? words.planning : words.notBegun;
  const phase = phaseOf(state);
  const rows = rowsOf(state);
  return phase ? words.sorted.rowsOf[phase](rows, state.expected) : words.rowsOf(rows, state.expected);
}
