import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type ElementHandle } from 'puppeteer-core';
import { type Driven, findNamed, type Kind } from './driven.ts';

/** The Firefox that people have, over WebDriver BiDi: Playwright drives a build of its own only. */
export async function launchFirefox(executablePath: string): Promise<{ browser: Browser; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    extraPrefsFirefox: {
      'browser.download.folderList': 2,
      'browser.download.dir': folder,
      'browser.download.useDownloadDir': true,
      'browser.download.always_ask_before_handling_new_types': false,
      'intl.accept_languages': 'en-US',
    },
  });
  return { browser, folder };
}

export async function driveFirefox(executablePath: string): Promise<Driven> {
  const { browser, folder } = await launchFirefox(executablePath);
  const page = await browser.newPage();
  page.on('dialog', (dialog) => void dialog.accept());
  const find = async (kind: Kind, name: string) => {
    const handle = await page.evaluateHandle(findNamed, kind, name);
    return handle.asElement() as ElementHandle<HTMLElement> | null;
  };
  const at = async (kind: Kind, name: string, act: (element: ElementHandle<HTMLElement>) => Promise<void>) => {
    const element = await find(kind, name);
    if (element) await act(element);
    return element !== null;
  };
  return {
    folder,
    open: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    press: (kind, name) => at(kind, name, (element) => element.click()),
    write: (kind, name, text) => at(kind, name, (element) => element.type(text)),
    text: () => page.evaluate('document.body.innerText') as Promise<string>,
    evaluate: (expression) => page.evaluate(expression),
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
