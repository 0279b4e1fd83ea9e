import { expect, type Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { exportItems, openExport } from '../e2e/support/app.ts';
import { sha256Of } from '../support/sha256.ts';
import { openApp, rowsShown, untilRows, untilStatus } from './support/flow.ts';
import { type Lab, test } from './support/lab.ts';
import { expectExactText, expectNoContexts, expectNothingLeft, keptIn, makeIndices, ROWS } from './support/rows.ts';

test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

/** Nobody is there to use the picker, so it gives a folder of the private file system, in which somebody has something; or is cancelled. */
async function usePicker(page: Page, isCancelled = false): Promise<void> {
  await page.addInitScript((cancelled) => {
    Object.assign(window, {
      async showDirectoryPicker() {
        if (cancelled) throw new DOMException('The user aborted a request.', 'AbortError');
        const root = await navigator.storage.getDirectory();
        return root.getDirectoryHandle('picked', { create: true });
      },
    });
  }, isCancelled);
}

/** In the picked folder there are a folder and a file with names that an export would take. */
async function putOthers(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const picked = await root.getDirectoryHandle('picked', { create: true });
    const folder = await picked.getDirectoryHandle('faults', { create: true });
    const files = [
      await folder.getFileHandle('faults-0001.csv', { create: true }),
      await picked.getFileHandle('faults (2)', { create: true }),
    ];
    for (const file of files) {
      const copy = await file.createWritable();
      await copy.write('mine');
      await copy.close();
    }
  });
}

/** Names and texts of all files in the picked folder and in those below it. */
function readPicked(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const found: Record<string, string> = {};
    const read = async (folder: FileSystemDirectoryHandle, path: string) => {
      for await (const [name, handle] of folder.entries()) {
        if (handle instanceof FileSystemDirectoryHandle) await read(handle, `${path}${name}/`);
        else found[path + name] = await (await (handle as FileSystemFileHandle).getFile()).text();
      }
    };
    const root = await navigator.storage.getDirectory();
    await read(await root.getDirectoryHandle('picked', { create: true }), '');
    return found;
  });
}

/** Names in a folder of the picked one, or in that itself; none where there is no such folder. */
function namesIn(page: Page, name?: string): Promise<string[]> {
  return page.evaluate(async (inner) => {
    const names: string[] = [];
    try {
      const root = await navigator.storage.getDirectory();
      const picked = await root.getDirectoryHandle('picked');
      const folder = inner === undefined ? picked : await picked.getDirectoryHandle(inner);
      for await (const key of folder.keys()) names.push(key);
    } catch {
      // It is not there yet.
    }
    return names.sort();
  }, name);
}

const OTHERS = { 'faults/faults-0001.csv': 'mine', 'faults (2)': 'mine' };
const FOLDER = 'faults (3)';

/** So many whole files of so many rows are there, with each row once, and nothing else. */
async function expectWhole(page: Page, partRows: number, more: string[] = []): Promise<void> {
  const { 'faults/faults-0001.csv': first, 'faults (2)': second, ...files } = await readPicked(page);
  expect({ 'faults/faults-0001.csv': first, 'faults (2)': second }).toEqual(OTHERS);
  const count = Math.ceil(ROWS / partRows);
  const names = Array.from({ length: count }, (_, i) => `${FOLDER}-${String(i + 1).padStart(4, '0')}.csv`);
  expect(Object.keys(files).sort()).toEqual([...names, ...more].map((name) => `${FOLDER}/${name}`).sort());
  const texts = names.map((name) => files[`${FOLDER}/${name}`] ?? '');
  const lines = texts.map((text) => text.trimEnd().split('\r\n'));
  const [head = ''] = lines[0] ?? [];
  for (const [i, part] of lines.entries()) {
    expect(part[0]).toBe(head);
    if (i < count - 1) expect(part.length - 1).toBe(partRows);
  }
  expectExactText(`${[head, ...lines.flatMap((part) => part.slice(1))].join('\r\n')}\r\n`, 'CSV');
  const list = texts.map((text, i) => `${sha256Of(Buffer.from(text))}  ${names[i]}\n`).join('');
  await expect(
    exportItems(page)
      .first()
      .getByText(sha256Of(Buffer.from(list)), { exact: true }),
  ).toBeVisible();
}

async function startPicked(page: Page, partRows: number, manifest = false): Promise<void> {
  const dialog = await openExport(page, { format: 'CSV' });
  const { places, parts, partsBy, partRows: label, start } = en.dialog;
  await dialog.getByRole('radio', { name: places.picked }).check();
  // Parts are remembered.
  const ofFile = dialog.getByText(en.dialog.placeHelp.picked);
  await expect(ofFile.or(dialog.getByText(en.dialog.folder.placeHelp))).toBeVisible();
  await dialog.getByLabel(parts, { exact: true }).selectOption(partsBy.rows);
  await dialog.getByLabel(label).fill(String(partRows));
  await dialog.getByLabel(label).blur();
  await expect(dialog.getByText(en.dialog.folder.placeHelp)).toBeVisible();
  await dialog.getByLabel(en.dialog.manifest).setChecked(manifest);
  await dialog.getByRole('button', { name: start }).click();
}

async function startSlowPicked(page: Page, lab: Lab, partRows: number): Promise<void> {
  lab.gate.bytesPerSecond = 30_000;
  const others = await exportItems(page).count();
  await startPicked(page, partRows);
  // Another's rows would be taken for its own.
  await expect(exportItems(page)).toHaveCount(others + 1);
  await untilRows(page, 8_000);
}

async function reload(page: Page): Promise<void> {
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await untilStatus(page, 'Interrupted');
}

const press = (page: Page, name: string) => exportItems(page).first().getByRole('button', { name }).click();

test.beforeEach(async ({ page, lab }, { title }) => {
  await usePicker(page, title.includes('picker is cancelled'));
  await openApp(page, lab, 'faults');
  await putOthers(page);
});

test('parts go into a new folder in the picked one, with the manifest', async ({ page }) => {
  const downloads: string[] = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));
  await startPicked(page, 9_000, true);
  await untilStatus(page, 'Complete');
  const item = exportItems(page).first();
  await expect(item).toContainText(FOLDER);
  await expect(item).toContainText('The files in the folder you chose are whole.');
  const manifestName = `${FOLDER}.manifest.json`;
  await expect.poll(() => namesIn(page, FOLDER)).toContain(manifestName);
  await expectWhole(page, 9_000, [manifestName]);
  const files = await readPicked(page);
  const { file } = JSON.parse(files[`${FOLDER}/${manifestName}`] ?? '');
  const { parts } = file;
  expect(parts).toHaveLength(5);
  for (const { name, bytes, sha256 } of parts) {
    const text = Buffer.from(files[`${FOLDER}/${name}`] ?? '');
    expect([bytes, sha256]).toEqual([text.length, sha256Of(text)]);
  }
  expect(file.bytes).toBe(parts.reduce((sum: number, { bytes }: { bytes: number }) => sum + bytes, 0));
  expect(downloads).toEqual([]);
  await expectNothingLeft(page);
});

test('the tab is reloaded in the midst of a part: the export goes on into the same folder', async ({ page, lab }) => {
  await startSlowPicked(page, lab, 3_000);
  await page.waitForTimeout(1_700);
  await reload(page);
  expect(await rowsShown(page)).toBeGreaterThan(5_000);
  expect(await readPicked(page)).toEqual(OTHERS);
  await press(page, 'Resume');
  await untilStatus(page, 'Complete');
  await expectWhole(page, 3_000);
  await expectNothingLeft(page);
});

/** Waits until some of the files are there, and sees that not all are. */
async function untilSomeFiles(page: Page): Promise<void> {
  const count = async () => (await namesIn(page, FOLDER)).length;
  await expect.poll(count, { timeout: 60_000, intervals: [50] }).toBeGreaterThan(8);
  expect(await count()).toBeLessThan(ROWS / MANY);
}
/** Rows of a part, where copying the parts takes a while. */
const MANY = 50;

test('the tab is reloaded between two files of the last step: Resume writes them all', async ({ page }) => {
  await startPicked(page, MANY);
  await untilSomeFiles(page);
  await reload(page);
  await press(page, 'Resume');
  await untilStatus(page, 'Complete');
  await expectWhole(page, MANY);
  await expectNothingLeft(page);
});

test('cancelled, also between two files, it leaves nothing in the folder', async ({ page, lab }) => {
  await startPicked(page, MANY);
  await untilSomeFiles(page);
  await press(page, 'Cancel');
  await untilStatus(page, 'Cancelled');
  await expect(exportItems(page).first()).toContainText(en.exports.folder.cancelledWhy);
  const inPicked = () => namesIn(page);
  await expect.poll(inPicked).toEqual(['faults', 'faults (2)']);
  await expectNothingLeft(page);
  await startSlowPicked(page, lab, 3_000);
  await reload(page);
  await press(page, 'Cancel');
  await untilStatus(page, 'Cancelled');
  await expect.poll(inPicked).toEqual(['faults', 'faults (2)']);
  expect(await readPicked(page)).toEqual(OTHERS);
  await expectNothingLeft(page);
});

test('the picker is cancelled: nothing has begun', async ({ page }) => {
  await startPicked(page, 9_000);
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog.getByRole('button', { name: en.dialog.start })).toHaveAttribute('aria-busy', 'false');
  await expect(exportItems(page)).toHaveCount(0);
  expect(await keptIn(page)).toEqual({ spools: [], checkpoints: 0 });
  expect(await readPicked(page)).toEqual(OTHERS);
});
