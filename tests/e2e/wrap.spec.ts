import type { Page } from '@playwright/test';
import { expect, searchFor, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

const INDEX = 'e2e-wrap';
const ROWS = 400;

test.beforeAll(async () => {
  const client = openSearch();
  const textOf = (n: number) => Array.from({ length: (n * 7) % 40 }, (_, i) => `word${i}`).join(' ');
  const documents = Array.from({ length: ROWS }, (_, n) =>
    JSON.stringify({ n, text: `${n}: ${textOf(n)}`, a: 'short' }),
  );
  await makeIndex(client, INDEX, { documents });
  await client.close();
});

/** Of each drawn row, in order: its number, where it lies, and whether a value of fewer than eight lines is cut off. */
function drawn(page: Page) {
  return page.locator('[role="row"][data-index]').evaluateAll((rows) =>
    rows
      .map((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        const texts = [...row.querySelectorAll('bdi')];
        const line = Number.parseFloat(getComputedStyle(row).lineHeight);
        const isCut = texts.some((text) => text.scrollHeight > text.clientHeight + 1 && text.clientHeight < 7.5 * line);
        return { index: Number(row.getAttribute('data-index')), top, bottom, isCut };
      })
      .sort((a, b) => a.index - b.index),
  );
}

/** Rows that follow each other lie one behind another, and each holds its whole text. */
async function expectInOrder(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const rows = await drawn(page);
      return rows.flatMap((row, i) => {
        const next = rows[i + 1];
        const isApart = next?.index === row.index + 1 && Math.abs(next.top - row.bottom) > 1;
        return isApart || row.isCut ? [row.index] : [];
      });
    })
    .toEqual([]);
}

const heights = async (page: Page) => (await drawn(page)).map(({ top, bottom }) => Math.round(bottom - top));

test('long text is wrapped for whoever wants it, down to the last row, and this browser remembers it', async ({
  signedIn: page,
}) => {
  await searchFor(page, INDEX);
  await expect(page.getByRole('gridcell', { name: 'short' }).first()).toBeVisible();
  expect(new Set(await heights(page)).size).toBe(1);
  const choose = async () => {
    await page.getByRole('button', { name: /columns$/ }).click();
    await page.getByRole('checkbox', { name: 'Wrap long text' }).press(' ');
    await page.keyboard.press('Escape');
  };
  await choose();
  await expectInOrder(page);
  expect(new Set(await heights(page)).size).toBeGreaterThan(2);

  await page.getByRole('gridcell', { name: 'short' }).first().focus();
  for (let n = 0; n < 3; n++) {
    await page.keyboard.press('PageDown');
    await expect(page.locator(':focus')).toBeInViewport();
    await expectInOrder(page);
  }
  await page.keyboard.press('Control+End');
  await expect(page.getByRole('row').filter({ has: page.locator(':focus') })).toBeInViewport();
  await expectInOrder(page);

  await page.reload();
  await expect(page.getByRole('gridcell', { name: 'short' }).first()).toBeVisible();
  await expectInOrder(page);
  expect(new Set(await heights(page)).size).toBeGreaterThan(2);
  await choose();
  await expect.poll(async () => new Set(await heights(page)).size).toBe(1);
  await expectInOrder(page);
});
