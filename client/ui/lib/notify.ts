import { createSignal } from 'solid-js';
import { hrefOf } from './href.ts';
import { readSetting, writeSetting } from './settings.ts';

const isOffered = typeof Notification !== 'undefined';
const [wanted, setWanted] = createSignal(readSetting('notify') === 'on' && isOffered);
const [refused, setRefused] = createSignal(false);

/** Whether somebody wants to be told; whether the browser will not do it. */
export { refused as notifyRefused, wanted as notifyWanted };

/** Asks the browser, within a person's act, and remembers the answer. */
export async function chooseNotify(next: boolean): Promise<void> {
  setWanted(next);
  setRefused(false);
  const allowed = next && isOffered && (await Notification.requestPermission()) === 'granted';
  setRefused(next && !allowed);
  setWanted(allowed);
  writeSetting('notify', allowed ? 'on' : 'off');
}

/** Says it outside the page, if that was wanted and is allowed. */
export function notify(title: string, body: string): void {
  if (!wanted() || !isOffered || Notification.permission !== 'granted') return;
  try {
    const notification = new Notification(title, { body, icon: hrefOf('/favicon.svg') });
    notification.addEventListener('click', () => window.focus());
  } catch {
    // Chrome on Android lets service workers alone do this: then the page is the only place.
  }
}
