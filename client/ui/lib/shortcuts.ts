import { createSignal, onCleanup, onMount } from 'solid-js';
import { readSetting, writeSetting } from './settings.ts';

const [on, setOn] = createSignal(readSetting('shortcuts') !== 'off');

/** Whether single keys act. They can be switched off, since speech input and a resting hand press keys unmeant (WCAG 2.1.4). */
export { on as shortcutsOn };

export function chooseShortcuts(next: boolean): void {
  setOn(next);
  writeSetting('shortcuts', next ? 'on' : 'off');
}

/**
 * Single keys: what carries `aria-keyshortcuts` with just that key is pressed, or focused where it is a field. So a part
 * announces its own key, and none has to know of another.
 */
export function createShortcuts(): void {
  const press = (event: KeyboardEvent) => {
    if (!on() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length !== 1 || isTaken(event.target)) return;
    const target = elementOf(event.key);
    if (!target) return;
    event.preventDefault();
    act(target);
  };
  onMount(() => document.addEventListener('keydown', press));
  onCleanup(() => document.removeEventListener('keydown', press));
}

function elementOf(key: string): HTMLElement | undefined {
  const all = document.querySelectorAll<HTMLElement>(`[aria-keyshortcuts="${CSS.escape(key)}"]`);
  return [...all].find((element) => element.checkVisibility());
}

function act(target: HTMLElement): void {
  target.focus();
  if (target instanceof HTMLInputElement) target.select();
  else target.click();
}

/** Where keys are text or choose an item, and while a dialog is open, they stay what they are. */
const TAKEN = 'input, textarea, select, [contenteditable], dialog, [role="menu"], [role="listbox"]';

function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  return target instanceof HTMLElement && target.closest(TAKEN) !== null;
}
