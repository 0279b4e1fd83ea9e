import { devices } from '@playwright/test';
import {
  expect,
  expectRows,
  expectStatus,
  exportItems,
  openExport,
  searchFor,
  startExport,
  test,
} from './support/app.ts';

for (const width of [360, 390, 768, 1440]) {
  test(`at ${width} px nothing lies outside the page, from the search to the file`, async ({ signedIn: page }) => {
    await page.setViewportSize({ width, height: 844 });
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    expect(await fits()).toBe(true);
    await searchFor(page, 'flights');
    await expectRows(page, 300_000);
    expect(await fits()).toBe(true);
    const dialog = await openExport(page, { format: 'CSV' });
    await expect(dialog.getByText(/about .* MB/)).toBeVisible({ timeout: 30_000 });
    await expect(dialog.getByRole('button', { name: 'Start export' })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await startExport(page, { format: 'CSV' });
    await expectStatus(exportItems(page).first(), 'Complete');
    expect(await fits()).toBe(true);
    await expect(exportItems(page).first().getByRole('button', { name: 'Dismiss' })).toBeInViewport({ ratio: 1 });
  });
}

test.describe('by touch', () => {
  const { viewport, hasTouch, isMobile, userAgent } = devices['Pixel 7'];
  test.use({ viewport, hasTouch, isMobile, userAgent });

  test('the whole way can be tapped', async ({ signedIn: page }) => {
    await page.getByRole('button', { name: /^flights/ }).tap();
    await expectRows(page, 300_000);
    await page.getByRole('button', { name: 'Export…' }).tap();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByText('NDJSON', { exact: true }).tap();
    await expect(dialog.getByRole('radio', { name: 'NDJSON' })).toBeChecked();
    await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-disabled', 'false');
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Start export' }).tap();
    expect((await download).suggestedFilename()).toBe('flights.ndjson');
    await expectStatus(exportItems(page).first(), 'Complete');
  });
});
