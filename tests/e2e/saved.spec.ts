import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, expectStatus, exportItems, openExport, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';

/** A search with a time relative to now, of which every row is a part. */
const SEARCH =
  '/?index=flights&dql=origin:+LAS&from=now-90y&to=now&filter=delay:between:120,&columns=date,origin,delay';
const TITLE = 'Late ones of Las Vegas';

async function saveOne(page: Page): Promise<string> {
  await page.goto(SEARCH);
  await expect(page.getByRole('button', { name: 'Export…' })).toHaveAttribute('aria-disabled', 'false');
  const rows = ((await page.getByRole('heading', { level: 1 }).textContent()) ?? '').replace(/\D/g, '');
  const dialog = await openExport(page, { format: 'CSV', fileName: 'late_{date}' });
  await dialog.getByRole('button', { name: 'Save this export' }).click();
  await dialog.getByRole('textbox', { name: 'Title' }).fill(TITLE);
  await dialog.getByRole('textbox', { name: 'Title' }).press('Enter');
  await expect(dialog.getByText(`Saved as “${TITLE}”`)).toBeVisible();
  await expectNoViolationsInThemes(page, 'an export saved in the dialog');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  return rows;
}

async function linesOf(page: Page, press: () => Promise<void>): Promise<{ name: string; rows: number }> {
  const download = page.waitForEvent('download');
  await press();
  const file = await download;
  await expectStatus(exportItems(page).first(), 'Complete');
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
  return { name: file.suggestedFilename(), rows: lines.length - 1 };
}

test('an export is saved, run by one press, and taken along as a link and as a file', async ({
  signedIn: page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const rows = Number(await saveOne(page));
  expect(rows).toBeGreaterThan(10);
  await page.getByRole('button', { name: 'Saved', exact: true }).click();
  const list = page.getByRole('dialog', { name: 'Saved exports' });
  await list.getByText(TITLE).click();
  await expect(list).toContainText('origin: LAS');
  await expect(list).toContainText('from now-90y, before now');
  await expectNoViolationsInThemes(page, 'saved exports');
  await list.getByRole('button', { name: 'Copy link' }).click();
  await expect(list.getByText('Copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const saving = page.waitForEvent('download');
  await list.getByRole('button', { name: 'Save as a file' }).click();
  const file = await (await saving).path();

  const run = await linesOf(page, () => list.getByRole('button', { name: `Run ${TITLE}` }).click());
  expect(run.rows).toBe(rows);
  expect(run.name).toMatch(/^late_\d{8}\.csv$/);
  await expect(list).toHaveCount(0);

  // Its address begins nothing by itself.
  let downloads = 0;
  page.on('download', () => downloads++);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: TITLE })).toBeVisible();
  await expectNoViolationsInThemes(page, 'the page of a link');
  await expect(page.getByText('late_')).toBeVisible();
  expect(downloads).toBe(0);
  const again = await linesOf(page, () => page.getByRole('button', { name: 'Run this export' }).click());
  expect(again.rows).toBe(rows);

  await page.getByRole('button', { name: 'Saved', exact: true }).click();
  await list.getByRole('button', { name: `Remove ${TITLE}` }).click();
  await expect(list).toContainText('Nothing is saved yet');
  const choosing = page.waitForEvent('filechooser');
  await list.getByRole('button', { name: 'Read a file' }).click();
  await (await choosing).setFiles(file);
  await expect(list.getByText('1 export was added.')).toBeVisible();
  await expect(list.getByText(TITLE)).toBeVisible();
});

test('a link that cannot be read says so', async ({ signedIn: page }) => {
  await page.goto('/run#bm90aGluZw');
  await expect(page.getByRole('heading', { name: 'This link holds no export that can be read' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the search' }).click();
  await expect(page.getByRole('combobox', { name: 'Index' })).toBeVisible();
});

test('“Export again” in the history keeps a relative time relative', async ({ signedIn: page }) => {
  await page.goto(SEARCH);
  const dialog = await openExport(page, { format: 'NDJSON' });
  await linesOf(page, () => dialog.getByRole('button', { name: 'Start export' }).click());
  await page.getByRole('button', { name: 'History' }).click();
  await linesOf(page, () => page.getByRole('button', { name: 'Export again' }).first().click());
  const times = await page.evaluate(async () => {
    const opening = indexedDB.open('sluice-archive');
    const db = await new Promise<IDBDatabase>((resolve) => {
      opening.onsuccess = () => resolve(opening.result);
    });
    const asking = db.transaction('ended').objectStore('ended').getAll();
    const ended = await new Promise<{ request: { search: { time: object } } }[]>((resolve) => {
      asking.onsuccess = () => resolve(asking.result);
    });
    db.close();
    return ended.map(({ request }) => request.search.time);
  });
  expect(times.length).toBeGreaterThanOrEqual(2);
  for (const time of times) expect(time).toMatchObject({ from: 'now-90y', to: 'now' });
});

test('in Korean as well', async ({ signedIn: page }) => {
  await page.evaluate(() => localStorage.setItem('sluice.language', 'ko'));
  await page.goto('/run#bm90aGluZw');
  await expect(page.getByRole('heading', { name: '이 링크에서 내보내기를 읽을 수 없습니다' })).toBeVisible();
  await page.getByRole('button', { name: '저장한 내보내기' }).click();
  await expect(page.getByRole('dialog', { name: '저장한 내보내기' })).toContainText('아직 저장한 것이 없습니다');
  await expectNoViolationsInThemes(page, 'saved exports in Korean');
  await page.goto(`/?from=${encodeURIComponent('https://dash.example/goto/1a2b3c')}`);
  await expect(page.getByRole('region', { name: '링크에서 가져온 검색' })).toContainText('짧은 링크입니다');
  await expectNoViolationsInThemes(page, 'a link in Korean');
});
