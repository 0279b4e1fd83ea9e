import { batch } from 'solid-js';
import { type ExportState, type Exports, hasEnded } from '../../export/exports.ts';
import { fetched } from '../lib/missing.ts';
import { newId } from '../lib/new-id.ts';
import type { SetAsked, SetPlace } from '../several/start-set.ts';

/** Fetched with the first set of files. */
const sets = () => fetched(() => import('../several/start-set.ts'));

/** What is done to all files of a set at once. */
export function makeSets(exports: Exports) {
  /** In the order in which they were asked for. */
  const filesOf = (set: string) =>
    exports
      .list()
      .filter(({ request }) => request.member?.id === set)
      .reverse();

  return {
    /** As `startSet`. @throws as that */
    startSet: async (asked: SetAsked, place: SetPlace) => (await sets()).startSet(exports, asked, place),
    cancelSet(set: string): void {
      const own = filesOf(set).filter(({ status }) => !hasEnded(status));
      const waits = ({ status }: ExportState) => status === 'queued';
      // Those that wait first: else each that makes room would begin one of them.
      const inTurn = [...own.filter(waits), ...own.filter((state) => !waits(state))];
      batch(() => {
        for (const { request } of inTurn) exports.cancel(request.id);
      });
    },
    /** Goes on with all that are paused or interrupted, within a click. @throws as Exports.resume */
    async resumeSet(set: string): Promise<void> {
      await (await sets()).mayWriteSet(set);
      for (const { request, status, owner } of filesOf(set)) {
        const canResume = owner !== 'elsewhere' && (status === 'paused' || status === 'interrupted');
        if (canResume) await exports.resume(request.id);
      }
    },
    /** Makes one of them again in its place, within a click; false where it has none to be made in. */
    async remake(old: ExportState): Promise<boolean> {
      const target = old.request.member && (await (await sets()).fileInSet(old));
      if (target) exports.start({ ...old.request, id: newId() }, target);
      return target !== undefined;
    },
  };
}
