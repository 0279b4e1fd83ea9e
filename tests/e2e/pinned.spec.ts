import type { Page } from '@playwright/test';
import { expect, searchFor, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

const INDEX = 'e2e-pinned';
const COLUMNS = Array.from({ length: 16 }, (_, i) => `c${String(i).padStart(2, '0')}`);

test.beforeAll(async () => {
  const client = openSearch();
  const row = (n: number) => COLUMNS.map((name, i) => `"${name}":"${name} of ${n} ${'x'.repeat(i % 7)}"`).join(',');
  const documents = Array.from({ length: 300 }, (_, n) => `{${row(n)}}`);
  await makeIndex(client, INDEX, { documents });
  await client.close();
});

const head = (page: Page, name: string) => page.getByRole('columnheader', { name, exact: true });
const heads = (page: Page) =>
  page.getByRole('columnheader').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
const boxOf = async (page: Page, name: string) => (await head(page, name).boundingBox()) ?? { x: 0, y: 0, width: 0 };

async function chooseInMenu(page: Page, name: string, item: string): Promise<void> {
  await head(page, name).click({ button: 'right' });
  await page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
}

/** Where the focus is: in sight, and right of what is pinned, unless it is pinned itself. */
async function expectFocusInSight(page: Page, edge: number): Promise<void> {
  const { x, right, pinned, room } = await page.locator(':focus').evaluate((cell) => {
    const { left, right } = cell.getBoundingClientRect();
    const room = cell.closest('section')?.getBoundingClientRect().right ?? 0;
    return { x: left, right, pinned: getComputedStyle(cell).position === 'sticky', room };
  });
  if (!pinned) expect(x).toBeGreaterThanOrEqual(edge - 1);
  expect(right).toBeLessThanOrEqual(room + 1);
}

test('pinned columns stay at the left, the keys reach every cell, and this browser remembers them', async ({
  signedIn: page,
}) => {
  await page.setViewportSize({ width: 1000, height: 800 });
  await searchFor(page, INDEX);
  await expect(head(page, 'c00')).toBeVisible();
  await chooseInMenu(page, 'c04', 'Pin');
  await chooseInMenu(page, 'c02', 'Pin');
  expect((await heads(page)).slice(0, 4)).toEqual(['c02', 'c04', 'c00', 'c01']);
  await expect(head(page, 'c02')).toHaveAttribute('aria-description', 'Pinned');
  await expect(head(page, 'c02')).toBeFocused();
  // Pinned ones change places among each other, and with no other.
  await page.keyboard.press('Control+ArrowRight');
  await page.keyboard.press('Control+ArrowRight');
  expect((await heads(page)).slice(0, 4)).toEqual(['c04', 'c02', 'c00', 'c01']);
  await expect(head(page, 'c02')).toBeFocused();
  await page.keyboard.press(' ');
  await expect(page.getByRole('menuitem', { name: 'Move right' })).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');

  const [first, last] = [await boxOf(page, 'c04'), await boxOf(page, 'c02')];
  const edge = last.x + last.width;
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(page.locator(':focus')).toHaveAttribute('aria-colindex', '16');
  await expectFocusInSight(page, edge);
  expect([await boxOf(page, 'c04'), await boxOf(page, 'c02')]).toEqual([first, last]);
  const pinnedCell = page.getByRole('gridcell', { name: /^c04 of \d+ xxxx$/ }).first();
  expect((await pinnedCell.boundingBox())?.x).toBe(first.x);
  for (let column = 15; column >= 1; column -= 1) {
    await page.keyboard.press('ArrowLeft');
    await expect(page.locator(':focus')).toHaveAttribute('aria-colindex', String(column));
    await expectFocusInSight(page, edge);
  }
  await page.keyboard.press('Control+End');
  await expectFocusInSight(page, edge);
  expect((await boxOf(page, 'c04')).y).toBe(first.y);

  await page.reload();
  await expect(head(page, 'c04')).toBeVisible();
  expect((await heads(page)).slice(0, 4)).toEqual(['c04', 'c02', 'c00', 'c01']);
  await chooseInMenu(page, 'c04', 'Unpin');
  await chooseInMenu(page, 'c02', 'Unpin');
  await expect(head(page, 'c02')).toHaveCSS('position', 'relative');
});

test('on a phone what is pinned leaves room for the others', async ({ signedIn: page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/?index=${INDEX}`);
  await expect(head(page, 'c00')).toBeVisible();
  for (const name of ['c00', 'c01', 'c02', 'c03']) await chooseInMenu(page, name, 'Pin');
  const stuck = page.locator('[role="columnheader"].pinned');
  const widths = await stuck.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
  expect(widths.length).toBeGreaterThan(0);
  expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(0.6 * 390);
  // The first is made as narrow as that.
  await page.keyboard.press('Home');
  for (let i = 0; i < 14; i += 1) await page.keyboard.press('Shift+ArrowRight');
  await expect(stuck).toHaveCount(1);
  expect((await boxOf(page, 'c00')).width).toBe(234);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expectFocusInSight(page, 234);
});
