import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
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

const itemOf = (page: Page, file: string) => exportItems(page).filter({ hasText: file });
const NOTE = 'Another tab has another release of Sluice open.';
/** Not what an export's item says of it. */
const noteIn = (page: Page) => page.getByRole('alert').filter({ hasText: NOTE });
const DATABASES = ['sluice', 'sluice-archive'];

/** A page of the same origin that is not the app. */
async function openBare(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/favicon.svg');
  return page;
}

/** Opens databases as a tab of an older release that never lets go would; with `away` it asks for them to be deleted, besides. */
async function holdDatabases(page: Page, names: readonly string[], away = false): Promise<() => Promise<void>> {
  await page.evaluate(
    async ({ names, away }) => {
      const held = names.map(
        (name) =>
          new Promise<IDBDatabase>((resolve, reject) => {
            const request = indexedDB.open(name);
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          }),
      );
      Reflect.set(window, 'held', await Promise.all(held));
      if (away) for (const name of names) indexedDB.deleteDatabase(name);
    },
    { names, away },
  );
  return () =>
    page.evaluate(() => {
      for (const db of Reflect.get(window, 'held') as IDBDatabase[]) db.close();
    });
}

/** Opens each database in the version after its own, as a newer release would. Settles when other tabs have let go. */
async function upgradeDatabases(page: Page): Promise<void> {
  await page.evaluate(async (names) => {
    const upgraded = names.map(async (name) => {
      const version = (await indexedDB.databases()).find((one) => one.name === name)?.version ?? 0;
      return new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name, version + 1);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    });
    Reflect.set(window, 'upgraded', await Promise.all(upgraded));
  }, DATABASES);
}

/** The app as a release after this one: its page and its workers ask for the databases in the version after this one's. */
async function becomeNewer(page: Page): Promise<void> {
  const patch = () => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name, version) {
      return version === undefined ? open.call(this, name) : open.call(this, name, version + 1);
    };
  };
  await page.addInitScript(patch);
  await page.route(/\/assets\/main-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${patch})();${await response.text()}` });
  });
}

test('an older tab holds what is kept and does not let go: the page says what to do, works on, and goes on when it does', async ({
  signedIn: page,
  context,
}) => {
  await searchFor(page, 'flights');
  await expectRows(page, 300_000);
  await startExport(page, { format: 'JSON', fileName: 'first' });
  await itemOf(page, 'first.json').getByRole('button', { name: 'Pause' }).click();
  await expectStatus(itemOf(page, 'first.json'), 'Paused');
  await page.getByRole('combobox', { name: 'Exports at once' }).selectOption('1 at once');
  const dialog = await openExport(page, { format: 'CSV', fileName: 'second' });
  await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-disabled', 'false');
  // Past the open dialog: the first one takes the place.
  await itemOf(page, 'first.json').getByText('Resume', { exact: true }).dispatchEvent('click');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expectStatus(itemOf(page, 'second.csv'), 'Queued');
  const bare = await openBare(context);
  const letGo = await holdDatabases(bare, DATABASES);
  await page.close();

  const newer = await context.newPage();
  await becomeNewer(newer);
  await newer.goto('/');
  await expect(noteIn(newer)).toBeVisible({ timeout: 10_000 });
  await expect(noteIn(newer)).toHaveCount(1);
  await searchFor(newer, 'flights', 'origin:LAS');
  await expect(newer.getByRole('button', { name: 'Export…' })).toBeEnabled();
  await expect(exportItems(newer)).toHaveCount(0);
  await letGo();
  await expectStatus(itemOf(newer, 'second.csv'), 'Interrupted');
  await expect(noteIn(newer)).toHaveCount(0);
});

test('an export that begins while what is kept is in another tab’s hands is made all the same, and says that it is not kept', async ({
  signedIn: page,
  context,
}) => {
  await searchFor(page, 'flights', 'origin:LAS');
  await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
  const bare = await openBare(context);
  const letGo = await holdDatabases(bare, ['sluice'], true);
  await page.reload();
  await expect(noteIn(page)).toBeVisible({ timeout: 10_000 });
  const download = await startExport(page, { format: 'CSV', fileName: 'unkept' });
  await expectStatus(itemOf(page, 'unkept.csv'), 'Complete');
  expect((await readFile(await download.path(), 'utf8')).length).toBeGreaterThan(1000);
  await expect(itemOf(page, 'unkept.csv')).toContainText('other_release');
  await letGo();
  await expect(noteIn(page)).toHaveCount(0);
});

test('a newer tab wants what is kept: this one lets go, its export goes on and says that it is not kept, and leaves nothing', async ({
  signedIn: page,
  context,
}) => {
  await searchFor(page, 'flights');
  await expectRows(page, 300_000);
  const download = await startExport(page, { format: 'CSV', fileName: 'old' });
  const item = itemOf(page, 'old.csv');
  await item.getByRole('button', { name: 'Pause' }).click();
  await expectStatus(item, 'Paused');
  const newer = await openBare(context);
  await upgradeDatabases(newer);
  await expect(noteIn(page)).toBeVisible();
  await item.getByRole('button', { name: 'Resume' }).click();
  await expectStatus(item, 'Complete');
  await expect(item).toContainText('other_release');
  expect((await readFile(await download.path(), 'utf8')).trimEnd().split('\n')).toHaveLength(300_001);
  const left = () =>
    newer.evaluate(async () => {
      const [db] = Reflect.get(window, 'upgraded') as IDBDatabase[];
      const request = db?.transaction('checkpoints').objectStore('checkpoints').count();
      return new Promise((resolve) => request && Object.assign(request, { onsuccess: () => resolve(request.result) }));
    });
  await expect.poll(left).toBe(0);
});

/** Downloads as a page did that gave the service worker a stream of all bytes. */
async function downloadAsEarlier(page: Page, text: string): Promise<void> {
  await page.evaluate(async (text) => {
    const mitm = document.querySelector<HTMLIFrameElement>('iframe[src*="mitm.html"]')?.contentWindow;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<string>((resolve) => {
      port1.onmessage = ({ data }) => data.download && resolve(data.download);
    });
    const headers = { 'Content-Disposition': "attachment; filename*=UTF-8''earlier.txt" };
    const asked = { transferringReadable: true, pathname: `${crypto.randomUUID()}/earlier.txt`, headers };
    mitm?.postMessage(asked, location.origin, [port2]);
    const frame = document.createElement('iframe');
    frame.src = await answer;
    document.body.append(frame);
    const readableStream = new Blob([text]).stream();
    port1.postMessage({ readableStream }, [readableStream]);
  }, text);
}

test('a page that was open before this release downloads as it did', async ({ signedIn: page }) => {
  await searchFor(page, 'flights', 'origin:LAS');
  const download = await startExport(page, { format: 'CSV', fileName: 'own' });
  await expectStatus(itemOf(page, 'own.csv'), 'Complete');
  expect((await readFile(await download.path(), 'utf8')).length).toBeGreaterThan(1000);
  const text = '각 row, and the next\n'.repeat(50_000);
  const [earlier] = await Promise.all([page.waitForEvent('download'), downloadAsEarlier(page, text)]);
  expect(await readFile(await earlier.path(), 'utf8')).toBe(text);
});
