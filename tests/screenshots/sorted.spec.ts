import { E2E_USER } from '../../dev/test/e2e.ts';
import { expect, test } from '../e2e/support/app.ts';
import { openSortedLab, SORTED_SEARCH, slowDisk } from '../e2e/support/sorted.ts';
import { LOOKS, pathOf, useOf } from './looks.ts';

/** What an export with an order looks like while its rows are read, while they are written, and in between. */
const WORDS = {
  'en-US': {
    ...{ signIn: 'Sign in', export: 'Export…', start: 'Start export', table: 'As in the table', exports: 'Exports' },
    ...{
      interrupted: 'Interrupted',
      paused: 'Paused',
      reading: 'Reading, then sorting',
      writing: 'Writing in order',
      pause: 'Pause',
    },
    ...{ resume: 'Resume', complete: 'Complete', history: 'History', toggle: 'Show or hide the list' },
  },
  'ko-KR': {
    ...{ signIn: '로그인', export: '내보내기…', start: '내보내기 시작', table: '표와 같이', exports: '내보내기' },
    ...{
      interrupted: '중단됨',
      paused: '일시정지',
      reading: '읽은 뒤 정렬',
      writing: '순서대로 쓰는 중',
      pause: '일시정지',
    },
    ...{ resume: '재개', complete: '완료', history: '기록', toggle: '목록 보이기/숨기기' },
  },
};

let lab: Awaited<ReturnType<typeof openSortedLab>>;
test.beforeAll(async () => {
  lab = await openSortedLab();
});
test.afterAll(() => lab.close());

for (const look of LOOKS) {
  test.describe(look.name, () => {
    test.use(useOf(look));

    test('a sorted export in both phases', async ({ page }) => {
      test.setTimeout(60_000);
      const words = WORDS[look.locale];
      const exports = page.getByRole('region', { name: words.exports, exact: true });
      const item = exports.getByRole('listitem').first();
      const press = (name: string) => item.getByRole('button', { name, exact: true }).click();
      const shoot = (state: string) =>
        page.screenshot({ path: pathOf(`sorted-${state}`, look.name), animations: 'disabled' });
      const disk = slowDisk(page, 1_500);
      page.on('dialog', (dialog) => void dialog.accept());
      lab.gate.bytesPerSecond = undefined;
      await page.goto(`${lab.proxy.url}/${SORTED_SEARCH}`);
      await page.locator('#username').fill(E2E_USER.name);
      await page.locator('#password').fill(E2E_USER.password);
      await page.getByRole('button', { name: words.signIn }).click();
      await page.getByRole('row').nth(3).waitFor();
      await page.getByRole('button', { name: words.export, exact: true }).click();
      await page.getByRole('radio', { name: 'NDJSON', exact: true }).check();
      await page.getByRole('radio', { name: words.table, exact: true }).check();
      lab.gate.bytesPerSecond = 30_000;
      await page.getByRole('button', { name: words.start }).click();
      await expect(item.getByText(words.reading)).toBeVisible();
      await page.waitForTimeout(6_500);
      await shoot('reading');
      await page.reload();
      await expect(item.getByText(words.interrupted, { exact: true })).toBeVisible();
      await shoot('reading-left');
      lab.gate.bytesPerSecond = undefined;
      await press(words.resume);
      await expect(item.getByText(words.writing)).toBeVisible();
      await page.waitForTimeout(1_600);
      await shoot('writing');
      await press(words.pause);
      await expect(item.getByText(words.paused, { exact: true })).toBeVisible();
      await shoot('writing-paused');
      await disk.setFast();
      await press(words.resume);
      await expect(item.getByText(words.complete, { exact: true })).toBeVisible();
      await shoot('complete');
      await exports.getByRole('button', { name: words.history, exact: true }).click();
      await page.getByRole('dialog').getByRole('row').nth(1).waitFor();
      await shoot('history');
    });
  });
}
