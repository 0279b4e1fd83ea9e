import { en } from '../../client/ui/messages/en.ts';
import { ko } from '../../client/ui/messages/ko.ts';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { expect, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';

for (const [locale, t] of [
  ['en-US', en],
  ['ko-KR', ko],
] as const) {
  test.describe(locale, () => {
    test.use({ locale, contextOptions: { reducedMotion: 'reduce' } });

    test('axe finds nothing in any state of the search, light and dark', async ({ page }) => {
      await page.goto('/?index=flights&filter=delay:between:60,&filter=-origin:is:LAS&filter=nowhere:exists');
      await page.getByRole('textbox', { name: t.signIn.userName }).fill(E2E_USER.name);
      await page.getByRole('textbox', { name: t.signIn.password }).fill(E2E_USER.password);
      await page.getByRole('button', { name: t.signIn.submit }).click();
      await page.getByRole('list', { name: t.filter.list }).getByRole('button').first().click();
      await expect(page.getByRole('combobox', { name: t.filter.field })).toBeVisible();
      await expectNoViolationsInThemes(page, 'filter editor');
      await page.keyboard.press('Escape');

      await expect(page.getByRole('heading', { name: t.results.none })).toBeVisible();
      await expectNoViolationsInThemes(page, 'no rows');
      await page.goto('/?index=flightz');
      await page.getByRole('alert').getByRole('button', { name: 'flights' }).waitFor();
      await page.getByRole('combobox', { name: t.search.index }).click();
      await page.keyboard.press('ArrowDown');
      await expectNoViolationsInThemes(page, 'an index that is not there, and the list of indices');

      await page.goto('/?index=flights&from=2001-01-03&to=2001-01-09');
      await expect(page.getByRole('slider').first()).toBeVisible();
      await expect(
        page.getByRole('complementary', { name: t.facets.label }).getByRole('listitem').first(),
      ).toBeVisible();
      await expectNoViolationsInThemes(page, 'chart and facets');
      await page.getByRole('button', { name: /2001/ }).first().click();
      await expect(page.getByRole('button', { name: t.ranges.last.m(15) })).toBeVisible();
      await expectNoViolationsInThemes(page, 'time range');
      await page.keyboard.press('Escape');

      await page.getByRole('gridcell').nth(3).click({ button: 'right' });
      await expect(page.getByRole('menuitem').first()).toBeVisible();
      await expectNoViolationsInThemes(page, 'what can be done with a value');
      await page.keyboard.press('Escape');
      await page.getByRole('columnheader').first().click({ button: 'right' });
      await page.getByRole('menuitem', { name: t.table.statistics }).click();
      await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible();
      await expectNoViolationsInThemes(page, 'statistics of a column');
      await page.keyboard.press('Escape');

      const query = page.getByRole('searchbox', { name: t.search.query });
      await query.pressSequentially('origin:L');
      await expect(page.getByRole('option', { name: /^LAS/ })).toBeVisible();
      await page.keyboard.press('ArrowDown');
      await expectNoViolationsInThemes(page, 'completion');
      await query.fill('orign:(LAS');
      await expect(page.getByRole('button', { name: t.query.didYouMean('origin') })).toBeVisible();
      await expect(page.getByRole('button', { name: t.query.closeAtEnd })).toBeVisible();
      await expectNoViolationsInThemes(page, 'fault while writing');
      await query.fill('origin:LAS AND delay:[1 TO 5]');
      await expect(page.getByRole('button', { name: t.query.asQueryString })).toBeVisible();
      await expectNoViolationsInThemes(page, 'a query string in DQL');
      await page.getByRole('combobox', { name: t.query.language }).selectOption('dsl');
      await page.getByRole('textbox', { name: t.query.dsl }).fill('{');
      await expect(page.getByRole('button', { name: t.search.goToFault })).toBeVisible();
      await expectNoViolationsInThemes(page, 'query DSL');

      await page.setViewportSize({ width: 390, height: 844 });
      await page.getByRole('button', { name: t.facets.show, exact: true }).click();
      await expectNoViolationsInThemes(page, 'facets on a phone');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('button', { name: t.facets.show, exact: true })).toBeFocused();
    });
  });
}
