import { fileURLToPath } from 'node:url';

/** Those that pages of this repository show; the others are for looking at. */
const SHOWN: ReadonlySet<string> = new Set(['complete-1440-light', 'verdict-1440-light', 'monitor-1440-light']);

/** Where the picture of a state in a look goes. */
export function pathOf(state: string, look: string): string {
  const picture = `${state}-${look}`;
  const folder = SHOWN.has(picture) ? 'docs/screenshots' : 'screenshots';
  return fileURLToPath(new URL(`../../${folder}/${picture}.png`, import.meta.url));
}

/** The sizes, themes and languages that each state is shown in. */
export const LOOKS = [
  { name: '1440-light', width: 1440, height: 900, colorScheme: 'light', locale: 'en-US', scale: 1 },
  { name: '1440-dark', width: 1440, height: 900, colorScheme: 'dark', locale: 'en-US', scale: 1 },
  { name: '390-light', width: 390, height: 844, colorScheme: 'light', locale: 'en-US', scale: 2 },
  { name: '390-dark-ko', width: 390, height: 844, colorScheme: 'dark', locale: 'ko-KR', scale: 2 },
] as const;

export type Look = (typeof LOOKS)[number];

/** A look as Playwright's options. */
export function useOf({ width, height, colorScheme, locale, scale }: Look) {
  const isMobile = width < 700;
  return {
    viewport: { width, height },
    isMobile,
    hasTouch: isMobile,
    colorScheme,
    locale,
    deviceScaleFactor: scale,
    timezoneId: 'Asia/Seoul',
  };
}
