import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { exportItems, openExport } from '../e2e/support/app.ts';
import { openApp, rowsShown, untilRows, untilStatus } from './support/flow.ts';
import { type Lab, test } from './support/lab.ts';
import { expectExactText, expectNoContexts, expectNothingLeft, keptIn, makeIndices } from './support/rows.ts';

test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

const FILE = 'picked-test.csv';
const BEFORE = 'what was in the file before';

/** Nobody is there to use the picker, so it gives a file of the private file system; or is cancelled, with `null`. */
async function usePicker(page: Page, fileName: string | null): Promise<void> {
  await page.addInitScript((name) => {
    Object.assign(window, {
      async showSaveFilePicker(options: { suggestedName: string }) {
        Object.assign(window, { suggested: options.suggestedName });
        if (name === null) throw new DOMException('The user aborted a request.', 'AbortError');
        const root = await navigator.storage.getDirectory();
        return (await root.getDirectoryHandle('picked', { create: true })).getFileHandle(name, { create: true });
      },
    });
  }, fileName);
}

async function startPicked(page: Page): Promise<void> {
  const dialog = await openExport(page, { format: 'CSV' });
  await dialog.getByRole('radiogroup', { name: 'Save to' }).getByRole('radio', { name: 'A place I choose' }).check();
  await dialog.getByRole('button', { name: 'Start export' }).click();
}

async function startSlowPicked(page: Page, lab: Lab): Promise<void> {
  lab.gate.bytesPerSecond = 30_000;
  await startPicked(page);
  await untilRows(page, 8_000);
}

function readPicked(page: Page): Promise<string> {
  return page.evaluate(async (name) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('picked', { create: true });
    return (await (await folder.getFileHandle(name, { create: true })).getFile()).text();
  }, FILE);
}

async function writePicked(page: Page, text: string): Promise<void> {
  await page.evaluate(
    async ([name = '', content = '']) => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('picked', { create: true });
      const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await file.write(content);
      await file.close();
    },
    [FILE, text],
  );
}

/** Somebody else has the file open, in a way that lets nobody else write to it; returns what closes it. */
async function holdPicked(page: Page): Promise<() => Promise<void>> {
  const worker = await page.evaluateHandle(async (name) => {
    const hold = async (fileName: string) => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('picked', { create: true });
      const handle = await folder.getFileHandle(fileName, { create: true });
      // A call that only workers have.
      await Reflect.get(handle, 'createSyncAccessHandle').call(handle);
      postMessage('held');
    };
    const source = new Blob([`(${hold})(${JSON.stringify(name)})`]);
    const holder = new Worker(URL.createObjectURL(source));
    await new Promise((resolve) => holder.addEventListener('message', resolve, { once: true }));
    return holder;
  }, FILE);
  return () => worker.evaluate((holder) => holder.terminate());
}

async function reload(page: Page): Promise<void> {
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await untilStatus(page, 'Interrupted');
}

const press = (page: Page, name: string) => exportItems(page).first().getByRole('button', { name }).click();

/** A picked file is no download; returns the names of those that began all the same. */
function watchDownloads(page: Page): string[] {
  const names: string[] = [];
  page.on('download', (download) => names.push(download.suggestedFilename()));
  return names;
}

test('an export goes into the picked file, and the choice is remembered', async ({ page, lab }) => {
  const downloads = watchDownloads(page);
  await usePicker(page, FILE);
  await openApp(page, lab, 'faults');
  await writePicked(page, BEFORE);
  await startPicked(page);
  await untilStatus(page, 'Complete');
  expect(await page.evaluate(() => Reflect.get(window, 'suggested'))).toBe('faults.csv');
  expectExactText(await readPicked(page), 'CSV');
  expect(downloads).toEqual([]);
  const item = exportItems(page).first();
  await expect(item).toContainText(FILE);
  await expect(item).toContainText('The file you chose is whole.');
  await expectNothingLeft(page);
  const dialog = await openExport(page, { format: 'CSV' });
  await expect(dialog.getByRole('radio', { name: 'A place I choose' })).toBeChecked();
});

test('the tab is reloaded, and the export goes on into the same file', async ({ page, lab }) => {
  const downloads = watchDownloads(page);
  await usePicker(page, FILE);
  await openApp(page, lab, 'faults');
  await writePicked(page, BEFORE);
  await startSlowPicked(page, lab);
  await page.waitForTimeout(1_700);
  await reload(page);
  expect(await rowsShown(page)).toBeGreaterThan(5_000);
  expect(await readPicked(page)).toBe(BEFORE);
  await press(page, 'Resume');
  await untilStatus(page, 'Complete');
  expectExactText(await readPicked(page), 'CSV');
  expect(downloads).toEqual([]);
  await expectNothingLeft(page);
});

test('the file may not be written to any more: the export goes on into a download', async ({ page, lab }) => {
  await usePicker(page, FILE);
  await openApp(page, lab, 'faults');
  await writePicked(page, BEFORE);
  await startSlowPicked(page, lab);
  await page.waitForTimeout(1_700);
  await page.addInitScript(() => {
    Object.assign(FileSystemFileHandle.prototype, { requestPermission: async () => 'denied' });
  });
  await reload(page);
  const begun = page.waitForEvent('download');
  await press(page, 'Resume');
  const download = await begun;
  await untilStatus(page, 'Complete');
  expectExactText(await readFile(await download.path(), 'utf8'), 'CSV');
  expect(await readPicked(page)).toBe(BEFORE);
  await expectNothingLeft(page);
});

test('the picker is cancelled: the dialog is as it was, and nothing has begun', async ({ page, lab }) => {
  await usePicker(page, null);
  await openApp(page, lab, 'faults');
  await startPicked(page);
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-busy', 'false');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await expect(dialog.getByRole('radio', { name: 'A place I choose' })).toBeChecked();
  await expect(exportItems(page)).toHaveCount(0);
  expect(await keptIn(page)).toEqual({ spools: [], checkpoints: 0 });
});

test('cancelled, it leaves the file as it was', async ({ page, lab }) => {
  await usePicker(page, FILE);
  await openApp(page, lab, 'faults');
  await writePicked(page, BEFORE);
  await startSlowPicked(page, lab);
  await press(page, 'Cancel');
  await untilStatus(page, 'Cancelled');
  await expect(exportItems(page).first()).toContainText(en.exports.picked.cancelledWhy);
  expect(await readPicked(page)).toBe(BEFORE);
  await expectNothingLeft(page);
});

test.describe('beside another program', () => {
  // The one that holds the file is a worker made of a text, which the app's own policy does not allow.
  test.use({ bypassCSP: true });

  test('the file is open elsewhere when it is to be written: Resume writes it', async ({ page, lab }) => {
    await usePicker(page, FILE);
    await openApp(page, lab, 'faults');
    await writePicked(page, BEFORE);
    const letGo = await holdPicked(page);
    await startPicked(page);
    await untilStatus(page, 'Interrupted');
    await expect(exportItems(page).first()).toContainText('file_unwritable');
    expect((await keptIn(page)).spools).toHaveLength(1);
    await letGo();
    await press(page, 'Resume');
    await untilStatus(page, 'Complete');
    expectExactText(await readPicked(page), 'CSV');
    await expectNothingLeft(page);
  });
});
