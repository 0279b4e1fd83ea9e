import type { Later, Target } from '../sink/target.ts';
import type { Archive } from './archive.ts';
import { pickedOf } from './reopen.ts';
import { type ExportState, hasEnded, type StateEvent } from './state.ts';

/**
 * Exports of this page that have no checkpoint to go on from yet: they wait for their turn, or nobody has told them yet what there is
 * to read. They are written down, so that a page that goes leaves them Interrupted and not gone.
 */
export class NotYetKept {
  readonly #ids = new Set<string>();
  readonly #archive: Pick<Archive, 'addWaiting' | 'removeWaiting'>;

  constructor(archive: Pick<Archive, 'addWaiting' | 'removeWaiting'>) {
    this.#archive = archive;
  }

  note({ request, createdAt }: ExportState, target: Target | Later): void {
    this.#ids.add(request.id);
    void this.#archive.addWaiting({ id: request.id, request, createdAt, ...pickedOf(target) });
  }

  /** What has ended is noted no longer, nor what tells its progress: by then its checkpoint is there. */
  hear({ request: { id }, status }: ExportState, { type }: StateEvent): void {
    if (!hasEnded(status) && type !== 'progress') return;
    if (this.#ids.delete(id)) void this.#archive.removeWaiting(id);
  }
}
