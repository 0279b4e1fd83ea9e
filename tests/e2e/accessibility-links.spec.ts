import { en } from '../../client/ui/messages/en.ts';
import { enLink } from '../../client/ui/messages/en-link.ts';
import { ko } from '../../client/ui/messages/ko.ts';
import { koLink } from '../../client/ui/messages/ko-link.ts';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { expect, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';

/** Of an index by its id, and of a query in a language that is not taken over. */
const LINK =
  "https://dash.example/app/discover#/?_g=(time:(from:now-90y,to:now))&_a=(index:'d3d7af60-4c81-11e8-b3d7-01146121b73d',query:(language:PPL,query:'source = flights'))";

for (const [locale, t, link] of [
  ['en-US', en, enLink],
  ['ko-KR', ko, koLink],
] as const) {
  test.describe(locale, () => {
    test.use({ locale, contextOptions: { reducedMotion: 'reduce' } });

    test('axe finds nothing in what is asked and told of a link, light and dark', async ({ page }) => {
      await page.goto(`/?from=${encodeURIComponent(LINK)}`);
      await page.getByRole('textbox', { name: t.signIn.userName }).fill(E2E_USER.name);
      await page.getByRole('textbox', { name: t.signIn.password }).fill(E2E_USER.password);
      await page.getByRole('button', { name: t.signIn.submit }).click();
      const dialog = page.getByRole('dialog', { name: link.askTitle });
      await expect(dialog).toBeVisible();
      await expectNoViolationsInThemes(page, 'the dialog that asks for the index of a link');
      await dialog.getByRole('combobox', { name: link.askIndex }).fill('flights');
      await dialog.getByRole('button', { name: link.search }).click();
      await expect(page.getByRole('region', { name: link.label })).toContainText('PPL');
      await expectNoViolationsInThemes(page, 'a link in part');
    });
  });
}
