import { createMemo, createSignal, onCleanup } from 'solid-js';
import type { ExportRequest, ExportState, Exports, News } from '../../export/exports.ts';
import { archiveName, openTarget } from '../../sink/open-target.ts';
import type { Place } from '../../sink/target.ts';
import { newId } from '../lib/new-id.ts';
import { rememberAtOnce } from './at-once.ts';
import { makeSets } from './make-sets.ts';

/** What a person asks for; it becomes an export once its file is open. */
export type NewExport = Omit<ExportRequest, 'id'>;

/** The exports as Solid sees them, and what the list's buttons do. */
export function createExportList(exports: Exports) {
  const { list, hindrance } = createView(exports);
  const sets = makeSets(exports);
  // Without storage nothing was kept, and there is nothing to show.
  void exports.findKept().catch(() => undefined);

  /** Only the order and the members: an item whose figures change keeps its place in the page, and its focus. */
  const ids = createMemo(() => list().map(({ request }) => request.id), undefined, { equals: sameItems });
  const get = (id: string) => list().find(({ request }) => request.id === id);

  const places = createMemo(() => placesIn(list()));

  /**
   * Opens the file, then begins to fill it, within a click. False when the person chose none after all.
   * @throws as openTarget
   */
  async function start(asked: NewExport, place: Place): Promise<boolean> {
    const wanted = { fileName: asked.fileName, inParts: asked.parts !== undefined };
    const target = await openTarget(place, wanted);
    if (!target) return false;
    const fileName = target.kind === 'picked' ? target.handle.name : archiveName(wanted);
    exports.start({ ...asked, id: newId(), fileName }, target);
    return true;
  }

  return {
    list,
    hindrance,
    ids,
    get,
    start,
    startSet: sets.startSet,
    cancelSet: sets.cancelSet,
    resumeSet: sets.resumeSet,
    /** Its place in the line of those that wait in this tab, from 1; undefined when it does not wait. */
    placeOf: ({ request }: ExportState) => places().get(request.id),
    pause: (id: string) => exports.pause(id),
    resume: (id: string) => exports.resume(id),
    goOnWithout: (id: string) => exports.resume(id, { leaveOut: true }),
    cancel: (id: string) => exports.cancel(id),
    dismiss: (id: string) => exports.dismiss(id),
    hear: (news: News) => exports.hear(news),
    findWay: (signal: AbortSignal) => exports.findWay(signal),
    archive: exports.archive,
    recorder: exports.recorder,
    setAtOnce(limit: number): void {
      rememberAtOnce(limit);
      exports.setLimit(limit);
    },
    /** The same request into a new file; the old item makes room. */
    async retry(id: string): Promise<void> {
      const old = get(id);
      if (!old) return;
      if (await sets.remake(old)) return exports.dismiss(id);
      const place = old.picked ? 'picked' : 'downloads';
      if (await start(old.request, place)) exports.dismiss(id);
    },
  };
}

/** Of those that wait in this tab, their places in the line, from 1. */
function placesIn(list: readonly ExportState[]): ReadonlyMap<string, number> {
  const line = list.filter((one) => one.status === 'queued' && one.owner === 'here');
  const inTurn = line.reverse().sort((a, b) => a.changedAt - b.changedAt);
  return new Map(inTurn.map(({ request }, i) => [request.id, i + 1]));
}

/** The exports, and what keeps this page from those that the browser keeps. */
function createView(exports: Exports) {
  const [list, setList] = createSignal<readonly ExportState[]>(exports.list());
  const [hindrance, setHindrance] = createSignal(exports.hindrance(), { equals: (a, b) => a?.code === b?.code });
  onCleanup(
    exports.subscribe(() => {
      setList(exports.list());
      setHindrance(exports.hindrance());
    }),
  );
  return { list, hindrance };
}

export type ExportList = ReturnType<typeof createExportList>;

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
