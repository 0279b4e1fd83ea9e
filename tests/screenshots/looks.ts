import { fileURLToPath } from 'node:url';

/** Where the pictures go. */
export const FOLDER = fileURLToPath(new URL('../../docs/screenshots', import.meta.url));

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
