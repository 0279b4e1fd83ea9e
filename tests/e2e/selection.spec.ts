import { parse } from 'csv-parse/sync';
import { expect, expectRows, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';

test('rows are picked by mouse and keys, and copied as TSV and JSON', async ({ signedIn: page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.goto('/?index=flights&columns=origin,delay&sort=delay:desc');
  await expectRows(page, 300_000);
  const row = (place: number) => page.getByRole('grid').locator(`[role="row"][aria-rowindex="${place + 1}"]`);
  const textsOf = async (places: number[]) =>
    Promise.all(places.map((place) => row(place).getByRole('gridcell').allInnerTexts()));
  const bar = page.getByRole('toolbar', { name: 'Selected rows' });

  await row(2).getByRole('gridcell').first().click();
  await expect(page.getByRole('complementary', { name: 'Document' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar).toContainText('1 row selected');
  await row(4)
    .getByRole('gridcell')
    .first()
    .click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('3 rows selected');
  await row(6)
    .getByRole('gridcell')
    .first()
    .click({ modifiers: ['ControlOrMeta'] });
  await expect(bar).toContainText('4 rows selected');
  await expect(row(6)).toHaveAttribute('aria-selected', 'true');
  await expectNoViolationsInThemes(page, 'picked rows');
  await page.keyboard.press('Control+c');
  const read = parse(await clipboard(), { delimiter: '\t' }) as string[][];
  expect(read).toEqual([['origin', 'delay'], ...(await textsOf([2, 3, 4, 6]))]);

  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar).toContainText('3 rows selected');
  await bar.getByRole('button', { name: 'Copy as JSON' }).click();
  await expect(bar).toContainText('Copied');
  const documents = JSON.parse(await clipboard()) as { origin: string; delay: number; distance: number }[];
  expect(documents.map(({ origin, delay }) => [origin, String(delay)])).toEqual(await textsOf([6, 7, 8]));
  expect(documents[0]?.distance).toBeGreaterThan(0);
  await bar.getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar).toHaveCount(0);
  await expect(page.getByRole('gridcell').and(page.locator(':focus'))).toBeVisible();
});
