import { createSignal } from 'solid-js';
import { en } from '../messages/en.ts';
import { ko } from '../messages/ko.ts';
import type { Messages } from '../messages/messages.ts';
import { type Figures, type Language, makeFigures } from './format.ts';
import { readSetting, writeSetting } from './settings.ts';

const CATALOGUES: Record<Language, Messages> = { en, ko };
const FIGURES: Record<Language, Figures> = { en: makeFigures('en'), ko: makeFigures('ko') };

const [language, setLanguage] = createSignal<Language>(preferred());

export { language };

/** The messages in the language chosen. Read it inside JSX or an effect: it follows the switch. */
export const t = (): Messages => CATALOGUES[language()];

/** Figures in the language chosen. */
export const figures = (): Figures => FIGURES[language()];

/** Changes the language and remembers it. */
export function chooseLanguage(next: Language): void {
  setLanguage(next);
  writeSetting('language', next);
  applyLanguage();
}

export function applyLanguage(): void {
  document.documentElement.lang = language();
}

/** What was chosen before, or the first of the browser's languages that there is a catalogue for. */
function preferred(): Language {
  const chosen = readSetting('language');
  if (chosen === 'en' || chosen === 'ko') return chosen;
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return wanted.find((tag): tag is Language => tag === 'en' || tag === 'ko') ?? 'en';
}
