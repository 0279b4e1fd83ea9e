import { createSignal } from 'solid-js';
import { readSetting, writeSetting } from '../../lib/settings.ts';

const [wraps, setWraps] = createSignal(readSetting('wrap') === 'on');

/** Whether long values go on in the lines below, as far as a row has room for, or end with their first. */
export { wraps };

/** Remembered. */
export function chooseWrap(on: boolean): void {
  setWraps(on);
  writeSetting('wrap', on ? 'on' : 'off');
}
