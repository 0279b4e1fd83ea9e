import { createMemo, createSignal, onCleanup } from 'solid-js';
import type { ExportRequest, ExportState, Exports } from '../../export/exports.ts';
import { openDownload } from '../../sink/stream-saver.ts';

/** The exports as Solid sees them, and what the list's buttons do. */
export function createExportList(exports: Exports) {
  const [list, setList] = createSignal<readonly ExportState[]>(exports.list());
  onCleanup(exports.subscribe(() => setList(exports.list())));
  // Without storage nothing was kept, and there is nothing to show.
  void exports.findKept().catch(() => undefined);

  /** Only the order and the members: an item whose figures change keeps its place in the page, and its focus. */
  const ids = createMemo(() => list().map(({ request }) => request.id), undefined, { equals: sameItems });
  const get = (id: string) => list().find(({ request }) => request.id === id);

  /** Opens the download, then begins to fill it. Call it within a click. */
  async function start(request: ExportRequest): Promise<void> {
    exports.start(request, await openDownload(request.fileName));
  }

  return {
    list,
    ids,
    get,
    start,
    pause: (id: string) => exports.pause(id),
    resume: (id: string) => exports.resume(id),
    cancel: (id: string) => exports.cancel(id),
    dismiss: (id: string) => exports.dismiss(id),
    /** The same request into a new file; the old item makes room. */
    async retry(id: string): Promise<void> {
      const old = get(id);
      if (!old) return;
      await start({ ...old.request, id: crypto.randomUUID() });
      exports.dismiss(id);
    },
  };
}

export type ExportList = ReturnType<typeof createExportList>;

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
