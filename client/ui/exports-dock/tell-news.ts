import { createEffect, onCleanup, untrack } from 'solid-js';
import type { SessionPort } from '../lib/create-session.ts';
import type { ExportList } from './create-export-list.ts';

/** Tells the exports of this tab what may let those that are interrupted go on: a network, somebody who looks, a session. */
export function tellNews(exports: ExportList, session: SessionPort): void {
  const online = () => exports.hear('online');
  const seen = () => document.visibilityState === 'visible' && exports.hear('visible');
  window.addEventListener('online', online);
  document.addEventListener('visibilitychange', seen);
  onCleanup(() => {
    window.removeEventListener('online', online);
    document.removeEventListener('visibilitychange', seen);
  });
  tellSignIns(exports, session);
}

/** Signing in may have happened in another tab. An export is its user's: under somebody else's session it would end. */
function tellSignIns(exports: ExportList, session: SessionPort): void {
  let before: string | undefined;
  createEffect(() => {
    const now = session.state();
    if (now.kind !== 'signed-in') return;
    const { user } = now.session;
    if (user === before) untrack(() => exports.hear('signed-in'));
    before = user;
  });
}
