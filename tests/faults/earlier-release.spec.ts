import type { BrowserContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { openApp, resume, rowsShown, startSlowExport, untilRows, untilStatus } from './support/flow.ts';
import { type Lab, test } from './support/lab.ts';
import { expectExact, expectNoContexts, expectNothingLeft, makeIndices } from './support/rows.ts';

test.beforeAll(({ lab }) => makeIndices(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

/** A page of the same origin that is not the app: nothing of Sluice holds a database there. */
async function openBare(context: BrowserContext, lab: Lab): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${lab.url}/favicon.svg`);
  return page;
}

/** Puts what is kept where the release before this one has it, and as it has written it: without an encoder's state. */
async function becomeOlder(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const newer = await done(indexedDB.open('sluice'));
    const kept = await done(newer.transaction('checkpoints').objectStore('checkpoints').getAll());
    newer.close();
    for (const name of ['sluice', 'sluice-archive']) await done(indexedDB.deleteDatabase(name));
    const older = indexedDB.open('sluice', 1);
    older.onupgradeneeded = () => older.result.createObjectStore('checkpoints', { keyPath: 'id' });
    const db = await done(older);
    const store = db.transaction('checkpoints', 'readwrite').objectStore('checkpoints');
    for (const { encoder, ...checkpoint } of kept) await done(store.put(checkpoint));
    db.close();
    const archive = indexedDB.open('sluice-archive', 1);
    archive.onupgradeneeded = () => {
      archive.result.createObjectStore('ended', { keyPath: 'id' }).createIndex('endedAt', 'endedAt');
      archive.result.createObjectStore('log', { autoIncrement: true });
      archive.result.createObjectStore('waiting', { keyPath: 'id' });
    };
    (await done(archive)).close();
  });
}

for (const [format, withoutPit] of [
  ['CSV', false],
  ['NDJSON', false],
  ['JSON', true],
] as const) {
  test(`what the release before this one kept is gone on with: ${format}${withoutPit ? ', by scroll' : ''}`, async ({
    page,
    context,
    lab,
  }) => {
    lab.gate.withoutPit = withoutPit;
    await openApp(page, lab, 'faults');
    await startSlowExport(page, lab, format);
    await untilRows(page, 8_000);
    await page.waitForTimeout(1_700);
    await page.close();
    const bare = await openBare(context, lab);
    await becomeOlder(bare);
    await bare.close();
    const again = await context.newPage();
    await again.goto(lab.url);
    await untilStatus(again, 'Interrupted');
    expect(await rowsShown(again)).toBeGreaterThan(4_000);
    lab.gate.bytesPerSecond = undefined;
    const download = await resume(again);
    await untilStatus(again, 'Complete');
    await expectExact(download, format);
    await expectNothingLeft(again);
  });
}

test('a release that goes on with whatever it finds does not get at what this one keeps, nor hears of it', async ({
  page,
  context,
  lab,
}) => {
  const bare = await openBare(context, lab);
  await bare.evaluate(() => {
    Reflect.set(window, 'heard', []);
    const channel = new BroadcastChannel('sluice-exports');
    Reflect.set(window, 'channel', channel);
    channel.onmessage = ({ data }) => Reflect.get(window, 'heard').push(data.type);
  });
  await openApp(page, lab, 'faults');
  await startSlowExport(page, lab, 'CSV', { gzip: true });
  const opened = (name: string) =>
    bare.evaluate(
      (name) =>
        new Promise((resolve) => {
          const request = indexedDB.open(name, 1);
          request.onsuccess = () => resolve('opened');
          request.onerror = () => resolve(request.error?.name);
        }),
      name,
    );
  expect(await Promise.all(['sluice', 'sluice-archive'].map(opened))).toEqual(['VersionError', 'VersionError']);
  expect(await bare.evaluate(() => Reflect.get(window, 'heard'))).toEqual([]);
  lab.gate.bytesPerSecond = undefined;
  await untilStatus(page, 'Complete');
});
