import { en } from '../../client/ui/messages/en.ts';
import { ko } from '../../client/ui/messages/ko.ts';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { expect, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';

/** Few rows: axe looks at each of them. */
const FEW = '/?index=flights&filter=delay:is:60&filter=origin:is:LAS';

for (const [locale, t] of [
  ['en-US', en],
  ['ko-KR', ko],
] as const) {
  test.describe(locale, () => {
    test.use({ locale, contextOptions: { reducedMotion: 'reduce' } });

    test.beforeEach(async ({ page }) => {
      await page.goto(FEW);
      await page.getByRole('textbox', { name: t.signIn.userName }).fill(E2E_USER.name);
      await page.getByRole('textbox', { name: t.signIn.password }).fill(E2E_USER.password);
      await page.getByRole('button', { name: t.signIn.submit }).click();
      await expect(page.getByRole('gridcell').first()).toBeVisible();
    });

    test('axe finds nothing in pinned columns and wrapped text, light and dark', async ({ page }) => {
      await page.getByRole('button', { name: /^(?:\d+ columns|열 \d+개)$/ }).click();
      await page.getByRole('checkbox', { name: t.table.wrap }).check();
      await page.keyboard.press('Escape');
      await page.getByRole('columnheader').nth(1).click({ button: 'right' });
      await page.getByRole('menuitem', { name: t.table.pin, exact: true }).click();
      await page.getByRole('columnheader').first().click({ button: 'right' });
      await expect(page.getByRole('menuitem', { name: t.table.unpin })).toBeVisible();
      await expectNoViolationsInThemes(page, 'a pinned column and its menu, over wrapped rows');
    });

    test('axe finds nothing in what is found in a document, light and dark', async ({ page }) => {
      await page.getByRole('gridcell').first().click();
      const find = page.getByRole('searchbox', { name: t.document.find });
      await find.fill('las');
      await expect(page.getByText(t.document.hit(1, 1, false), { exact: true })).toBeVisible();
      await expectNoViolationsInThemes(page, 'what is found in the JSON of a document');
      await page.getByRole('tab', { name: t.document.fields }).click();
      await find.fill('a');
      await expect(page.getByRole('tabpanel').locator('mark').first()).toBeVisible();
      await expectNoViolationsInThemes(page, 'what is found in the fields of a document');
    });
  });
}
