import { SluiceError } from '../../../shared/errors.ts';
import type { RowLedger } from '../ledger/row-ledger.ts';
import type { Clock } from '../util/clock.ts';
import type { Network } from '../util/network.ts';
import type { Control } from './control.ts';
import type { Recovery } from './recovery.ts';

const PROGRESS_EVERY_MS = 250;

type WatchDeps = {
  clock: Clock;
  network: Pick<Network, 'isOnline'>;
  control: Control;
  recovery: Pick<Recovery, 'stalledMs' | 'stillWaiting' | 'interrupt'>;
  ledger: Pick<RowLedger, 'tally' | 'commitIfDue'>;
  /** How long an export may make no progress, ms. */
  downloadTimeout: number;
  /** Tells how far it is. */
  tell(): void;
};

/** Reports progress, saves it, and interrupts what has made none for too long. */
export async function watch(
  { clock, network, control, recovery, ledger, downloadTimeout, tell }: WatchDeps,
  over: AbortSignal,
): Promise<void> {
  let told = ledger.tally.rows;
  while (!over.aborted) {
    await clock.sleep(PROGRESS_EVERY_MS, over);
    if (over.aborted) return;
    await ledger.commitIfDue();
    // Pages that were under way when it was paused still come.
    if (!control.stopped && (control.mode === 'running' || ledger.tally.rows !== told)) tell();
    told = ledger.tally.rows;
    if (!control.works) continue;
    if (control.mode === 'running' && !network.isOnline()) recovery.stillWaiting();
    if (recovery.stalledMs < downloadTimeout) continue;
    recovery.interrupt(new SluiceError('timeout', 'No row has arrived for too long.'));
  }
}
