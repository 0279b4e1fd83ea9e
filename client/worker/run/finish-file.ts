import { SluiceError } from '../../../shared/errors.ts';
import type { RowLedger } from '../ledger/row-ledger.ts';
import type { Clock } from '../util/clock.ts';
import type { Control } from './control.ts';
import type { Recovery } from './recovery.ts';

type Deps = { control: Control; recovery: Recovery; clock: Clock };

/** Work without a break, ms: after that whoever pauses or cancels is heard. */
const TURN_MS = 50;

/**
 * All rows are read: puts those that wait into the file, and ends it. What a picked file does not take now it may take later: as long as the rows are
 * kept, the export waits for that. @throws download_cancelled, checkpoint_lost, and what the export was stopped with
 */
export async function finishFile(ledger: RowLedger, deps: Deps): Promise<void> {
  const { control, recovery } = deps;
  for (;;) {
    try {
      await mergeRows(ledger, deps);
      return await ledger.close(() => control.untilRunning());
    } catch (cause) {
      const error = SluiceError.from(cause);
      const mayWait = error.code === 'disk_full' || error.code === 'file_unwritable';
      if (control.stopped || !mayWait || !(await ledger.again())) throw error;
      recovery.untilResumed(error);
      await control.untilRunning();
    }
  }
}

async function mergeRows(ledger: RowLedger, { control, recovery, clock }: Deps): Promise<void> {
  let turnAt = clock.now();
  for (;;) {
    await recovery.untilWorking();
    if (!control.works) continue;
    // A download that takes nothing any more can be cancelled all the same.
    if (!(await control.unlessStopped(ledger.step()))) return;
    recovery.progressed();
    if (clock.now() - turnAt < TURN_MS) continue;
    await clock.sleep(0);
    turnAt = clock.now();
  }
}
