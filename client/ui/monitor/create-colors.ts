import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import { theme } from '../lib/theme.ts';

const ROLES = {
  chart: '--chart',
  fill: '--chart-fill',
  second: '--chart-2',
  mark: '--chart-mark',
  ink: '--ink-3',
  line: '--line',
} as const;

export type Colors = Record<keyof typeof ROLES, string>;

/** The tokens' colours as a canvas takes them, in the theme of the moment. */
export function createColors(): () => Colors {
  const [colors, setColors] = createSignal(readColors());
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const read = () => setColors(readColors());
  dark.addEventListener('change', read);
  onCleanup(() => dark.removeEventListener('change', read));
  createEffect(on(theme, read, { defer: true }));
  return colors;
}

/** A custom property gives back its unresolved text; an element's computed colour is resolved. */
function readColors(): Colors {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (role: string) => {
    probe.style.color = `var(${role})`;
    return getComputedStyle(probe).color;
  };
  const colors = Object.fromEntries(Object.entries(ROLES).map(([name, role]) => [name, read(role)])) as Colors;
  probe.remove();
  return colors;
}
