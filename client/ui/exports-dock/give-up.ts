import { onCleanup } from 'solid-js';
import type { GivenUp } from '../../../shared/protocol.ts';
import type { ExportState } from '../../export/exports.ts';
import { hrefOf } from '../lib/href.ts';
import type { ExportList } from './create-export-list.ts';
import { runningHere } from './summary.ts';

/** Tells the proxy, as the page is closed, whose snapshots it need not keep: a beacon goes out though the page is gone. */
export function giveUpUnkept(exports: ExportList): void {
  const tell = (event: PageTransitionEvent) => {
    const ids = runningHere(exports.list())
      .filter(isOfNoUse)
      .map(({ request }) => request.id);
    // A page that the browser puts aside as it is may come back, and go on.
    if (event.persisted || ids.length === 0) return;
    const body: GivenUp = { exports: ids };
    navigator.sendBeacon(hrefOf('/api/given-up'), new Blob([JSON.stringify(body)], { type: 'application/json' }));
  };
  window.addEventListener('pagehide', tell);
  onCleanup(() => window.removeEventListener('pagehide', tell));
}

/** Whether nobody goes on with what it holds open: without a checkpoint nothing is resumed, and a scroll's place is in none. */
function isOfNoUse({ kept, reader }: ExportState): boolean {
  return !kept || reader === 'scroll';
}
