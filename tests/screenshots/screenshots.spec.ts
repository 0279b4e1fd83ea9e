import type { Page } from '@playwright/test';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { expect, test } from '../e2e/support/app.ts';
import { LOOKS, pathOf, useOf } from './looks.ts';

const WORDS = {
  'en-US': {
    signIn: 'Sign in',
    export: 'Export…',
    exports: 'Exports',
    close: 'Close',
    start: 'Start export',
    pause: 'Pause',
    resume: 'Resume',
    complete: 'Complete',
  },
  'ko-KR': {
    signIn: '로그인',
    export: '내보내기…',
    exports: '내보내기',
    close: '닫기',
    start: '내보내기 시작',
    pause: '일시정지',
    resume: '재개',
    complete: '완료',
  },
};

for (const look of LOOKS) {
  const { name, locale, width } = look;
  test.describe(name, () => {
    const isMobile = width < 700;
    test.use(useOf(look));

    test('the states of the app', async ({ page }) => {
      const words = WORDS[locale];
      const shoot = (state: string) => page.screenshot({ path: pathOf(state, name), animations: 'disabled' });
      const exports = page.getByRole('region', { name: words.exports, exact: true });

      await page.goto('/');
      await page.getByRole('button', { name: words.signIn }).waitFor();
      await shoot('sign-in');
      await enter(page, words.signIn);
      await page.getByRole('button', { name: /^flights/ }).waitFor();
      await shoot('start');

      await page.goto('/?index=flights&q=origin:(ORD OR ATL OR DFW) AND distance:[200 TO 2500]');
      await page.getByRole('row').nth(6).waitFor();
      if (!isMobile) await page.getByRole('row').nth(6).click();
      await page.mouse.move(0, 0);
      await shoot('search');

      await page.getByRole('button', { name: words.export, exact: true }).click();
      const start = page.getByRole('button', { name: words.start });
      await expect(start).toHaveAttribute('aria-disabled', 'false');
      await shoot('export');
      await start.click();
      await expect(exports.getByText(words.complete, { exact: true })).toBeVisible();

      await page.goto('/?index=flights');
      await startAndPause(page, words);
      await shoot('paused');
      await exports.getByRole('button', { name: words.resume }).click();
      await expect(exports.getByRole('meter')).toBeVisible();
      await page.waitForTimeout(400);
      await shoot('running');
      await expect(exports.getByText(words.complete, { exact: true })).toBeVisible();
      await shoot('complete');

      await page.goto('/?index=flights&q=origin:(ORD OR ATL AND distance:[200 TO 2500]');
      await page.getByRole('alert').waitFor();
      await shoot('error');
    });
  });
}

async function enter(page: Page, signIn: string): Promise<void> {
  await page.locator('#username').fill(E2E_USER.name);
  await page.locator('#password').fill(E2E_USER.password);
  await page.getByRole('button', { name: signIn }).click();
}

async function startAndPause(page: Page, words: (typeof WORDS)['en-US']): Promise<void> {
  await page.getByRole('row').nth(6).waitFor();
  await page.getByRole('button', { name: words.export, exact: true }).click();
  await page.getByRole('radio', { name: 'NDJSON', exact: true }).check();
  await page.getByRole('button', { name: words.start }).click();
  const pause = page.getByRole('button', { name: words.pause });
  await page.waitForTimeout(900);
  await pause.click();
  await page.getByRole('button', { name: words.resume }).waitFor();
}
