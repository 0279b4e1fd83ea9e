import { createSignal } from 'solid-js';
import { enPage } from '../messages/en-page.ts';
import { type Figures, type Language, makeFigures } from '../messages/figures.ts';
import type { Messages } from '../messages/messages.ts';
import { fetched } from './missing.ts';
import { readSetting, writeSetting } from './settings.ts';

/** English is there at once, but for what is brought later, and stands in where another language cannot be fetched. */
const en = { ...enPage } as Messages;
const catalogues: Partial<Record<Language, Messages>> = { en };

/** English of a part of the page, which alone reads it; other languages are fetched whole. For the top of its module. */
export function bring(part: Partial<Messages>): void {
  Object.assign(en, part);
}
const FIGURES: Record<Language, Figures> = { en: makeFigures('en'), ko: makeFigures('ko') };

/** `browser`: the first of the browser's languages that there is a catalogue for. */
export const LANGUAGE_CHOICES = ['browser', 'en', 'ko'] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

const [languageChoice, setLanguageChoice] = createSignal<LanguageChoice>(remembered());

export { languageChoice };

/** The language in use. */
export const language = (): Language => {
  const wanted = languageOf(languageChoice());
  return catalogues[wanted] ? wanted : 'en';
};

/** The messages in the language chosen. Read it inside JSX or an effect: it follows the switch. */
export const t = (): Messages => catalogues[language()] ?? en;

/** Of words that a part of the page brings along, those in the language in use. Read it where `t` is read. */
export const inLanguage = <T>(words: Readonly<Record<Language, T>>): T => words[language()];

/** Figures in the language chosen. */
export const figures = (): Figures => FIGURES[language()];

/** Changes the language and remembers it, once it is there. */
export async function chooseLanguage(next: LanguageChoice): Promise<void> {
  try {
    await fetched(() => fetchCatalogue(languageOf(next)));
  } catch {
    return;
  }
  writeSetting('language', next);
  setLanguageChoice(next);
  document.documentElement.lang = language();
}

/** Before anything is drawn: fetches what the language needs. Never rejects. */
export async function beginLanguage(): Promise<void> {
  // A line that is gone, or a release that has gone: the page speaks English until it is loaded anew.
  await fetchCatalogue(languageOf(languageChoice())).catch(() => undefined);
  document.documentElement.lang = language();
}

async function fetchCatalogue(wanted: Language): Promise<void> {
  if (wanted === 'ko') catalogues.ko ??= (await import('../messages/ko.ts')).ko;
}

function languageOf(choice: LanguageChoice): Language {
  return choice === 'browser' ? browserLanguage() : choice;
}

function remembered(): LanguageChoice {
  const chosen = readSetting('language');
  return LANGUAGE_CHOICES.find((choice) => choice === chosen) ?? 'browser';
}

function browserLanguage(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return wanted.find((tag): tag is Language => tag === 'en' || tag === 'ko') ?? 'en';
}
