import { en } from '../../client/ui/messages/en.ts';
import { ko } from '../../client/ui/messages/ko.ts';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { expect, test } from './support/app.ts';
import { expectNoViolations } from './support/axe.ts';

/** The names that differ by language. */
const WORDS = {
  'en-US': {
    userName: 'User name',
    password: 'Password',
    signIn: 'Sign in',
    index: 'Index',
    export: 'Export…',
    start: 'Start export',
  },
  'ko-KR': {
    userName: '사용자 이름',
    password: '비밀번호',
    signIn: '로그인',
    index: '인덱스',
    export: '내보내기…',
    start: '내보내기 시작',
  },
};
const STATES = {
  'en-US': {
    exports: 'Exports',
    pause: 'Pause',
    resume: 'Resume',
    complete: 'Complete',
    options: 'CSV options',
    only: 'Only chosen columns',
    document: 'Document',
    byShard: 'By shard',
    history: 'History',
    monitor: 'Monitor',
    table: 'The figures as a table',
    keys: 'Keyboard shortcuts',
    columns: '5 columns',
  },
  'ko-KR': {
    exports: '내보내기',
    pause: '일시정지',
    resume: '재개',
    complete: '완료',
    options: 'CSV 옵션',
    only: '고른 열만',
    document: '문서',
    byShard: '샤드별로 보기',
    history: '기록',
    monitor: '모니터',
    table: '수치를 표로 보기',
    keys: '단축키',
    columns: '열 5개',
  },
};

const MESSAGES = { 'en-US': en, 'ko-KR': ko };

/** Colours do not depend on the language: `AXE=all` looks at each pair. */
const isAll = process.env.AXE === 'all';

for (const locale of ['en-US', 'ko-KR'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    if (!isAll && (locale === 'ko-KR') !== (colorScheme === 'dark')) continue;
    test.describe(`${locale}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test('axe finds nothing in any state', async ({ page }) => {
        const words = { ...WORDS[locale], ...STATES[locale] };
        await page.goto('/?index=flights&q=origin:LAS');
        await page.getByRole('button', { name: words.signIn }).click();
        await expect(page.getByRole('alert')).toBeVisible();
        await expectNoViolations(page, 'sign-in');

        await page.getByRole('textbox', { name: words.userName }).fill(E2E_USER.name);
        await page.getByRole('textbox', { name: words.password }).fill(E2E_USER.password);
        await page.getByRole('button', { name: words.signIn }).click();
        await page.getByRole('row').nth(1).click();
        await expect(page.getByRole('complementary', { name: words.document })).toBeVisible();
        await expectNoViolations(page, 'search');
        await page.getByRole('tab').first().click();
        await expectNoViolations(page, 'fields of a document');
        await page.keyboard.press('Escape');
        await page.keyboard.press(' ');
        await expect(page.getByRole('menu')).toBeVisible();
        await expectNoViolations(page, 'menu of a value');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: words.columns }).click();
        await expectNoViolations(page, 'columns');
        await page.keyboard.press('Escape');

        await page.goto('/?index=flights&q=origin:(LAS');
        await expect(page.getByRole('alert')).toBeVisible();
        await expectNoViolations(page, 'error');
        await page.goto('/?index=flights');
        await page.getByRole('combobox', { name: words.index }).click();
        await expectNoViolations(page, 'indices');
        await page.keyboard.press('Escape');

        await page.getByRole('button', { name: words.export, exact: true }).click();
        await page.getByText(words.options).click();
        await expectNoViolations(page, 'dialog');
        await page.getByRole('radio', { name: 'NDJSON', exact: true }).check();
        await page.getByRole('checkbox', { name: words.only }).check();
        await expectNoViolations(page, 'dialog for documents');
        await page.getByRole('checkbox', { name: words.only }).uncheck();
        const { dialog } = MESSAGES[locale];
        await page.getByText(dialog.moreFormats).click();
        await page.getByRole('radio', { name: 'Parquet', exact: true }).check();
        for (const part of [dialog.parquetOptions, dialog.types]) {
          await page.locator('dialog summary').filter({ hasText: part }).click();
        }
        await expectNoViolations(page, 'dialog for types');
        await page.getByRole('radio', { name: 'CSV', exact: true }).check();
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: words.start }).click();
        await download;
        const exports = page.getByRole('region', { name: words.exports, exact: true });
        await exports.getByRole('button', { name: words.pause }).click();
        await expect(exports.getByRole('button', { name: words.resume })).toBeVisible();
        await expectNoViolations(page, 'paused');
        await exports.getByRole('button', { name: words.resume }).click();
        await expect(exports.getByRole('button', { name: words.pause })).toBeVisible();
        await expectNoViolations(page, 'running');
        await expect(exports.getByText(words.complete, { exact: true })).toBeVisible({ timeout: 60_000 });
        await exports.getByText(words.byShard).click();
        await expectNoViolations(page, 'complete');

        await exports.getByRole('button', { name: words.history, exact: true }).click();
        await page.getByRole('dialog').getByText(words.byShard).click();
        await expectNoViolations(page, 'history');
        await page.keyboard.press('Escape');
        await page.getByRole('link', { name: words.monitor }).click();
        await page.getByText(words.table).click();
        await expectNoViolations(page, 'monitor');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: words.keys }).click();
        await expectNoViolations(page, 'keys');
      });
    });
  }
}
