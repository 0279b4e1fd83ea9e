import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { en } from '../../../../client/ui/messages/en.ts';
import { E2E_USER } from '../../../../dev/test/e2e.ts';
import type { Lab } from '../../../faults/support/lab.ts';
import { expectExactFile, ROWS } from '../../../faults/support/rows.ts';
import type { Format } from '../app.ts';
import { type Driven, press, takeFile, until, untilText, write } from './driven.ts';

export type Choice = { format: Format; gzip?: boolean };

/** From the address to the rows of the index. */
export async function signInAndSearch(browser: Driven, lab: Lab): Promise<void> {
  await browser.open(`${lab.url}/?index=faults`);
  await write(browser, en.signIn.userName, E2E_USER.name);
  await write(browser, en.signIn.password, E2E_USER.password);
  await press(browser, 'button', en.signIn.submit);
  await untilText(browser, new RegExp(`${ROWS.toLocaleString('en-US')} rows`));
}

/** `told`: what the dialog has to say before. */
export async function start(browser: Driven, { format, gzip = false }: Choice, told = ''): Promise<void> {
  await press(browser, 'button', 'Export…');
  await untilText(browser, /One object a line/);
  if (!(await browser.press('radio', format))) {
    await press(browser, 'summary', en.dialog.moreFormats);
    await press(browser, 'radio', format);
  }
  if (gzip) await press(browser, 'checkbox', en.dialog.gzip);
  await until(told, async () => (await browser.text()).includes(told));
  await press(browser, 'button', 'Start export');
}

/** The file that comes besides `left` is whole, and its hash is the one that the page tells. */
export async function expectWhole(browser: Driven, format: Format, left: readonly string[] = []): Promise<void> {
  await untilText(browser, /\bComplete\b/);
  const [hash] = await untilText(browser, /\b[0-9a-f]{64}\b/);
  const [name, bytes] = await takeFile(browser.folder, hash, left);
  await expectExactFile(bytes, name, format);
  await press(browser, 'button', 'Dismiss');
}

const SOME_ROWS = /\b([3-9]|[1-3]\d),\d{3} of 40,000 rows/;

/** Reloads in the middle of an export, and goes on with it. */
export async function resumeAfterReload(browser: Driven, lab: Lab, choice: Choice): Promise<void> {
  lab.gate.bytesPerSecond = 30_000;
  await start(browser, choice);
  await untilText(browser, SOME_ROWS);
  await sleep(2_500);
  await browser.reload();
  await untilText(browser, /\bInterrupted\b/);
  await untilText(browser, SOME_ROWS);
  lab.gate.bytesPerSecond = undefined;
  // Firefox keeps what it has of a download that failed.
  const left = await readdir(browser.folder);
  await press(browser, 'button', 'Resume');
  await expectWhole(browser, choice.format, left);
}
