import { type ExportState, phaseOf } from '../../export/exports.ts';
import { isFolder } from '../../sink/target.ts';
import { t } from '../lib/i18n.ts';
import { rowsOf } from './summary.ts';

/** What is said of an export that waits or has ended, by where its rows are: in which file, and with an order whether they are in it at all. */
export function wordsOf(state: ExportState) {
  const words = t().exports;
  const phase = phaseOf(state);
  // Of none that came there is one thing to say, whatever the order.
  const sorted = phase && (phase === 'writing' || rowsOf(state) > 0) ? words.sorted[phase] : undefined;
  if (!state.picked) return { ...words, ...sorted };
  const { cancelledWhy, failedKept } = words.folder;
  // Of several files each is made with its export, and goes with it.
  const member = state.request.member && { cancelledWhy, failedKept };
  const picked = isFolder(state.picked) ? { ...words.picked, ...words.folder } : { ...words.picked, ...member };
  return { ...words, ...picked, ...sorted, ...sorted?.picked };
}
