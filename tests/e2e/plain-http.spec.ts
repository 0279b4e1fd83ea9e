import { chromium } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { E2E_URL } from '../../dev/test/e2e.ts';
import { test as base, expect, expectRows, openExport, searchFor, signIn } from './support/app.ts';

/**
 * The page over http from another machine than this one, by its name: browsers then offer no locks, no service workers, no
 * storage of files and no clipboard. Nothing of Sluice may fall over that; what cannot be had is told.
 */
const HOST = 'plain.test';

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  page: async ({}, use, info) => {
    const { launchOptions } = info.project.use;
    const args = [...(launchOptions?.args ?? []), `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
    const browser = await chromium.launch({ ...launchOptions, args });
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    const { port } = new URL(process.env[E2E_URL] ?? '');
    await page.goto(`http://${HOST}:${port}/`);
    await signIn(page);
    await searchFor(page, 'flights');
    await expectRows(page, 300_000);
    expect(await page.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([false, false]);
    await use(page);
    expect(errors).toEqual([]);
    await browser.close();
  },
});

const WHY = `${en.dialog.unsupported} ${en.dialog.unsupportedWhy.insecure_context}`;

test('the Export dialog says why no export can begin', async ({ page }) => {
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect(dialog.getByRole('alert')).toContainText(WHY);
  const start = dialog.getByRole('button', { name: 'Start export' });
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  // Past what Playwright thinks of a button that is off.
  await start.dispatchEvent('click');
  await expect(dialog).toBeVisible();
  await expect(page.getByText(en.errors.internal.what)).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
});

test('an export that is asked for again from the history says so, too', async ({ page }) => {
  await page.evaluate(addEnded);
  await page.getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('dialog', { name: 'Ended exports' });
  await history.getByRole('button', { name: 'Export again' }).click();
  await expect(history.getByRole('alert')).toHaveText(WHY);
});

test('values cannot be copied, and everything else goes on', async ({ page }) => {
  await page.getByRole('gridcell').first().click();
  const document = page.getByRole('complementary', { name: 'Document' });
  await expect(document).toContainText('1 / ');
  await expect(document.getByRole('button', { name: 'Copy' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Monitor' }).click();
  await expect(page.getByRole('heading', { name: 'Monitor' })).toBeVisible();
});

/** Puts an ended export where an earlier visit, over https, would have left it. */
async function addEnded(): Promise<void> {
  const open = indexedDB.open('sluice-archive');
  const db = await new Promise<IDBDatabase>((resolve) => {
    open.onsuccess = () => resolve(open.result);
  });
  const request = {
    id: '3f0c7a52-8d0e-4b53-9a55-5f1c0a3f6f21',
    search: { index: 'flights', q: '' },
    format: { kind: 'ndjson' },
    fileName: 'flights.ndjson',
  };
  const figures = { createdAt: 1, endedAt: 2, rows: 0, bytes: 0, expected: undefined, retries: 0 };
  const ended = { id: request.id, request, status: 'cancelled', place: 'downloads', ...figures };
  const put = db.transaction('ended', 'readwrite').objectStore('ended').put(ended);
  await new Promise((resolve) => {
    put.onsuccess = resolve;
  });
  db.close();
}
