import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256Of } from '../../../support/sha256.ts';

/** What can be pressed or written into, by its accessible name. */
export type Kind = 'button' | 'radio' | 'checkbox' | 'field' | 'summary';

/** A browser that Playwright does not drive, as far as the tests of it need. */
export interface Driven {
  /** Where its downloads go. */
  folder: string;
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** False where there is none to press. */
  press(kind: Kind, name: string): Promise<boolean>;
  write(kind: Kind, name: string, text: string): Promise<boolean>;
  /** All that the page shows. */
  text(): Promise<string>;
  /** The value of an expression that runs in the page. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/** Asks until there is something to say. @throws Error that names what did not come */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come.`);
    await sleep(100);
  }
}

export async function press(browser: Driven, kind: Kind, name: string): Promise<void> {
  await until(`${kind} “${name}”`, () => browser.press(kind, name));
}

export async function write(browser: Driven, name: string, text: string): Promise<void> {
  await until(`field “${name}”`, () => browser.write('field', name, text));
}

export async function untilText(browser: Driven, pattern: RegExp): Promise<RegExpExecArray> {
  return until(String(pattern), async () => pattern.exec(await browser.text()) ?? undefined);
}

/** While a file is written, Firefox has it in one that ends in `.part`, WebKit in one that ends in `.wkdownload`. */
const UNFINISHED = /\.(part|wkdownload)$/;

/**
 * The one file that the browser has downloaded besides `left`, which is taken out of its folder. The export may be done before the browser has
 * written the last of it: then it is not of that `hash` yet.
 */
export async function takeFile(folder: string, hash: string, left: readonly string[]): Promise<[string, Buffer]> {
  return until(`A file whose SHA-256 is ${hash}`, async () => {
    const names = (await readdir(folder)).filter((name) => !left.includes(name) && !UNFINISHED.test(name));
    const [name = ''] = names;
    if (names.length !== 1) return undefined;
    const bytes = await readFile(join(folder, name));
    if (sha256Of(bytes) !== hash) return undefined;
    await rm(join(folder, name));
    return [name, bytes];
  });
}

/** How large the one file is that the browser has begun; undefined before there are bytes. */
export async function fileBytes(folder: string): Promise<number | undefined> {
  const [name] = await readdir(folder);
  return name === undefined ? undefined : (await stat(join(folder, name))).size || undefined;
}

/** Runs in the page: the element of that kind and accessible name that is shown. */
export function findNamed(kind: Kind, name: string): HTMLElement | null {
  const selectors = {
    button: 'button',
    radio: 'input[type=radio]',
    checkbox: 'input[type=checkbox]',
    field: 'input:not([type=radio], [type=checkbox]), textarea',
    summary: 'summary',
  };
  const nameOf = (element: HTMLElement) => {
    const label = 'labels' in element ? (element.labels as NodeListOf<HTMLElement> | null)?.[0] : undefined;
    // biome-ignore lint/performance/useDomNodeTextContent: in the lines that are seen
    return (element.getAttribute('aria-label') ?? label?.innerText ?? element.innerText).trim();
  };
  const isShown = (element: HTMLElement) => element.getClientRects().length > 0;
  const isReady = (element: HTMLElement) =>
    !element.matches(':disabled') && element.getAttribute('aria-disabled') !== 'true';
  // What a hint adds to a label stands on lines of its own.
  const isNamed = (element: HTMLElement) => nameOf(element).split('\n')[0]?.trim() === name;
  const all = [...document.querySelectorAll<HTMLElement>(selectors[kind])];
  return all.find((element) => isShown(element) && isReady(element) && isNamed(element)) ?? null;
}
