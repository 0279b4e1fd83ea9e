import { createSignal } from 'solid-js';
import { en } from '../messages/en.ts';
import { type Figures, type Language, makeFigures } from '../messages/figures.ts';
import { ko } from '../messages/ko.ts';
import type { Messages } from '../messages/messages.ts';
import { readSetting, writeSetting } from './settings.ts';

const CATALOGUES: Record<Language, Messages> = { en, ko };
const FIGURES: Record<Language, Figures> = { en: makeFigures('en'), ko: makeFigures('ko') };

/** `browser`: the first of the browser's languages that there is a catalogue for. */
export const LANGUAGE_CHOICES = ['browser', 'en', 'ko'] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

const [languageChoice, setLanguageChoice] = createSignal<LanguageChoice>(remembered());

export { languageChoice };

/** The language in use. */
export const language = (): Language => {
  const choice = languageChoice();
  return choice === 'browser' ? browserLanguage() : choice;
};

/** The messages in the language chosen. Read it inside JSX or an effect: it follows the switch. */
export const t = (): Messages => CATALOGUES[language()];

/** Figures in the language chosen. */
export const figures = (): Figures => FIGURES[language()];

/** Changes the language and remembers it. */
export function chooseLanguage(next: LanguageChoice): void {
  setLanguageChoice(next);
  writeSetting('language', next);
  applyLanguage();
}

export function applyLanguage(): void {
  document.documentElement.lang = language();
}

function remembered(): LanguageChoice {
  const chosen = readSetting('language');
  return LANGUAGE_CHOICES.find((choice) => choice === chosen) ?? 'browser';
}

function browserLanguage(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return wanted.find((tag): tag is Language => tag === 'en' || tag === 'ko') ?? 'en';
}
