import type { BrowserContext, Page } from '@playwright/test';
import { expect, expectStatus, exportItems, openExport, searchFor, test } from './support/app.ts';

const SMALL = 'origin:LAS AND delay:[120 TO *]';
const itemOf = (page: Page, file: string) => exportItems(page).filter({ hasText: file });

/** Each export's worker hears of its task only when told to, as one whose script comes over a slow line. @returns what lets them hear */
async function holdWorkers(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    const held: (() => void)[] = [];
    Worker.prototype.postMessage = function (this: Worker, message: unknown, more: never) {
      held.push(() => post.call(this, message, more));
    };
    Reflect.set(window, 'letWorkersGo', () => {
      Worker.prototype.postMessage = post;
      for (const go of held) go();
    });
  });
  return () => page.evaluate(() => Reflect.get(window, 'letWorkersGo')());
}

/** Waits until tabs wait for the locks of so many exports, which another tab holds: they take none of these for left behind. */
async function untilWatched(page: Page, exports: number): Promise<void> {
  const watched = () =>
    page.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      const own = (locks: LockInfo[]) =>
        locks.flatMap(({ name }) => (name?.startsWith('sluice-export-') ? [name] : []));
      const waiting = own(pending);
      return own(held).filter((name) => waiting.includes(name)).length;
    });
  await expect.poll(watched).toBe(exports);
}

/** Presses Start, and does not wait for the download: it begins with the worker's first byte. */
async function begin(page: Page, fileName: string): Promise<void> {
  const dialog = await openExport(page, { format: 'CSV', fileName });
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect(itemOf(page, `${fileName}.csv`)).toBeVisible();
}

/** Notes each status that the page shows from now on, in order, as `file: status`. */
async function noteStatuses(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Reflect.set(window, 'seenStatuses', seen);
    const look = () => {
      for (const name of document.querySelectorAll('.export-name')) {
        const now = `${name.querySelector('b')?.textContent}: ${name.querySelector('em')?.textContent}`;
        if (!seen.includes(now)) seen.push(now);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  });
  return () => page.evaluate(() => Reflect.get(window, 'seenStatuses'));
}

/** Another tab of the app, as far as it can be searched in. */
async function openOther(context: BrowserContext): Promise<Page> {
  const other = await context.newPage();
  await other.goto('/');
  await expect(other.getByRole('combobox', { name: 'Index' })).toBeVisible();
  return other;
}

test.beforeEach(async ({ signedIn: page }) => {
  await searchFor(page, 'flights', SMALL);
  await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
});

test('an export that begins, or whose turn has come, is never Interrupted in another tab', async ({
  signedIn: page,
  context,
}) => {
  const other = await openOther(context);
  const seen = await noteStatuses(other);
  const letGo = await holdWorkers(page);
  await begin(page, 'first');
  await page.getByRole('combobox', { name: 'Exports at once' }).selectOption('1 at once');
  await begin(page, 'second');
  await expectStatus(itemOf(other, 'first.csv'), 'Running');
  await expectStatus(itemOf(other, 'second.csv'), 'Queued');
  await untilWatched(other, 2);
  await expect(itemOf(other, 'first.csv').getByRole('button')).toHaveCount(0);
  await letGo();
  await expectStatus(itemOf(other, 'second.csv'), 'Complete');
  expect((await seen()).filter((line) => line.endsWith('Interrupted'))).toEqual([]);
  await expectStatus(itemOf(other, 'first.csv'), 'Complete');
});

test('a turn that comes while the worker is slow', async ({ signedIn: page, context }) => {
  const other = await openOther(context);
  const seen = await noteStatuses(other);
  const letGo = await holdWorkers(page);
  await begin(page, 'first');
  await page.getByRole('combobox', { name: 'Exports at once' }).selectOption('1 at once');
  await begin(page, 'second');
  await expectStatus(itemOf(other, 'second.csv'), 'Queued');
  // Its turn comes now, and its worker still waits for its task.
  await page.getByRole('combobox', { name: 'Exports at once' }).selectOption('2 at once');
  await expectStatus(itemOf(other, 'second.csv'), 'Running');
  await untilWatched(other, 2);
  await letGo();
  await expectStatus(itemOf(other, 'second.csv'), 'Complete');
  expect((await seen()).filter((line) => line.endsWith('Interrupted'))).toEqual([]);
});

test('a tab that is opened while one begins shows it as running elsewhere', async ({ signedIn: page, context }) => {
  const letGo = await holdWorkers(page);
  await begin(page, 'slow');
  const other = await context.newPage();
  await other.goto('/');
  await expectStatus(itemOf(other, 'slow.csv'), 'Running');
  const seen = await noteStatuses(other);
  await untilWatched(other, 1);
  await letGo();
  await expectStatus(itemOf(other, 'slow.csv'), 'Complete');
  expect(await seen()).toEqual(['slow.csv: Running', 'slow.csv: Complete']);
});

test('one that begins goes with its tab: another tab takes it over', async ({ signedIn: page, context }) => {
  const other = await openOther(context);
  await holdWorkers(page);
  await begin(page, 'left');
  await expectStatus(itemOf(other, 'left.csv'), 'Running');
  await untilWatched(other, 1);
  await page.close();
  await expectStatus(itemOf(other, 'left.csv'), 'Interrupted');
  await itemOf(other, 'left.csv').getByRole('button', { name: 'Resume' }).click();
  await expectStatus(itemOf(other, 'left.csv'), 'Complete');
});

test('Resume in one tab: the other one offers it no more', async ({ signedIn: page, context }) => {
  await holdWorkers(page);
  await begin(page, 'first');
  await page.getByRole('combobox', { name: 'Exports at once' }).selectOption('1 at once');
  await begin(page, 'second');
  await expectStatus(itemOf(page, 'second.csv'), 'Queued');
  page.once('dialog', (asked) => void asked.accept());
  await page.reload();
  const second = itemOf(page, 'second.csv');
  await expectStatus(second, 'Interrupted');
  const other = await context.newPage();
  await other.goto('/');
  await expectStatus(itemOf(other, 'second.csv'), 'Interrupted');
  const letGo = await holdWorkers(page);
  await second.getByRole('button', { name: 'Resume' }).click();
  await expectStatus(itemOf(other, 'second.csv'), 'Running');
  const seen = await noteStatuses(other);
  await untilWatched(other, 1);
  await letGo();
  await expectStatus(itemOf(other, 'second.csv'), 'Complete');
  const ofSecond = (await seen()).filter((one) => one.startsWith('second.csv'));
  expect(ofSecond).toEqual(['second.csv: Running', 'second.csv: Complete']);
});
