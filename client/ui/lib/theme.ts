import { createSignal } from 'solid-js';
import { readSetting, writeSetting } from './settings.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const [theme, setTheme] = createSignal<Theme>(remembered());

export { theme };

/** Light, dark, or as the system; remembered. */
export function chooseTheme(next: Theme): void {
  setTheme(next);
  writeSetting('theme', next);
  applyTheme();
}

/** Puts the choice on <html>, where tokens.css looks for it. */
export function applyTheme(): void {
  if (theme() === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme();
}

function remembered(): Theme {
  const value = readSetting('theme');
  return THEMES.find((name) => name === value) ?? 'system';
}
