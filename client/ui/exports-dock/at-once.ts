import { createSignal } from 'solid-js';
import { readSetting, writeSetting } from '../lib/settings.ts';

export const AT_ONCE_CHOICES = [1, 2, 3, 4, 6] as const;
const DEFAULT = 2;

const [atOnce, setAtOnce] = createSignal(remembered());

/** How many exports of this tab run at once. */
export { atOnce };

export function rememberAtOnce(limit: number): void {
  setAtOnce(limit);
  writeSetting('at-once', String(limit));
}

function remembered(): number {
  const value = Number(readSetting('at-once'));
  return AT_ONCE_CHOICES.find((choice) => choice === value) ?? DEFAULT;
}
