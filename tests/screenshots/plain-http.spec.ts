import { chromium } from '@playwright/test';
import { E2E_USER, e2eUrl } from '../../dev/test/e2e.ts';
import { expect, test } from '../e2e/support/app.ts';
import { openSearch } from '../e2e/support/index.ts';
import { makeIndex } from '../support/indices.ts';
import { LOOKS, pathOf, useOf } from './looks.ts';

/** The Export dialog over http from another machine: a file that is gathered in memory, and one that is too large for that. */
const HOST = 'plain.test';
const INDEX = 'shots-large';
const WORDS = {
  'en-US': { signIn: 'Sign in', export: 'Export…', memory: 'Gathered in memory.', tooLarge: 'too large' },
  'ko-KR': { signIn: '로그인', export: '내보내기…', memory: '메모리에 모아', tooLarge: '너무 커서' },
};

test.beforeAll(async () => {
  const client = openSearch();
  const source = JSON.stringify({ text: 'x'.repeat(100_000) });
  const docs = Array.from({ length: 2_100 }, (_, n) => ({ id: String(n), source }));
  await makeIndex(client, INDEX, docs);
  await client.close();
});
test.afterAll(async () => {
  const client = openSearch();
  await client.indices.delete({ index: INDEX });
  await client.close();
});

for (const look of LOOKS) {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a test's needs from this pattern
  test(`over http: ${look.name}`, async ({}, info) => {
    const { launchOptions } = info.project.use;
    const args = [...(launchOptions?.args ?? []), `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
    const browser = await chromium.launch({ ...launchOptions, args });
    const page = await browser.newPage(useOf(look));
    const words = WORDS[look.locale];
    const { port } = new URL(e2eUrl() ?? '');
    await page.goto(`http://${HOST}:${port}/?index=movies`);
    await page.locator('#username').fill(E2E_USER.name);
    await page.locator('#password').fill(E2E_USER.password);
    await page.getByRole('button', { name: words.signIn }).click();
    await page.getByRole('button', { name: words.export, exact: true }).waitFor();
    for (const [index, said, state] of [
      ['movies', words.memory, 'memory'],
      [INDEX, words.tooLarge, 'memory-too-large'],
    ] as const) {
      await page.goto(`http://${HOST}:${port}/?index=${index}`);
      await page.getByRole('button', { name: words.export, exact: true }).click();
      await page.getByRole('radio', { name: 'NDJSON', exact: true }).check();
      const note = page.locator('.estimate-note').filter({ hasText: said });
      await expect(note).toBeVisible();
      await note.scrollIntoViewIfNeeded();
      await page.screenshot({ path: pathOf(state, look.name), animations: 'disabled' });
    }
    await browser.close();
  });
}
