import { expect, type Page } from '@playwright/test';
import { en } from '../../client/ui/messages/en.ts';
import { exportItems, type Format } from '../e2e/support/app.ts';
import { untilStatus } from './support/flow.ts';
import type { Lab } from './support/lab.ts';
import { type Profile, reopen, test } from './support/profile.ts';
import { makeMoments } from './support/random.ts';
import { expectNoContexts, expectNothingLeft } from './support/rows.ts';
import {
  type Coming,
  expectInOrder,
  makeSortedIndex,
  openSorted,
  resumeSorted,
  slowDisk,
  startSorted,
  untilRead,
  untilWritten,
} from './support/sorted.ts';

/** Files in an order: each export is struck at a random moment while it reads, and at one while it writes. */
test.describe.configure({ mode: 'parallel' });
test.beforeAll(({ lab }) => makeSortedIndex(lab.client));
test.afterAll(({ lab }) => expectNoContexts(lab.client));

const STRIKES = ['reloaded', 'killed', 'proxy killed'] as const;
type Strike = (typeof STRIKES)[number];
type Here = { page: Page; download: Coming };

/** `STORMS=all` strikes at many more moments. */
const isAll = process.env.STORMS === 'all';
const FORMATS: [Format, boolean][] = [
  ['CSV', false],
  ['NDJSON', true],
  ['NDJSON', false],
  ['CSV', true],
];
const STORIES = FORMATS.slice(0, isAll ? 4 : 1).flatMap(([format, gzip], f) =>
  STRIKES.map((reading, n) => ({
    ...{ reading, merging: STRIKES[(n + f) % 3] ?? 'killed' },
    ...(isAll ? { format, gzip } : { format: FORMATS[n]?.[0] ?? 'CSV', gzip: FORMATS[n]?.[1] ?? false }),
  })),
);

async function strike(how: Strike, { page, download }: Here, { profile, lab }: Where): Promise<Here> {
  if (how === 'proxy killed') {
    await lab.replaceProxy();
    return { page, download };
  }
  if (how === 'killed') await profile.kill();
  else await page.reload();
  const next = how === 'killed' ? await reopen(profile, lab) : page;
  await untilStatus(next, 'Interrupted');
  if (how === 'killed') prepare(next);
  return { page: next, download: await resumeSorted(next) };
}

type Where = { profile: Profile; lab: Lab };

function prepare(page: Page): void {
  page.on('dialog', (dialog) => dialog.accept());
  slowDisk(page);
}

for (const { reading, merging, format, gzip } of STORIES) {
  test(`${reading} while it reads, ${merging} while it writes: ${format}${gzip ? ' in gzip' : ''}`, async ({
    profile,
    lab,
  }) => {
    const moments = makeMoments();
    const page = await profile.open();
    prepare(page);
    await openSorted(page, lab);
    lab.gate.bytesPerSecond = 60_000;
    let here: Here = { page, download: await startSorted(page, format, { gzip }) };
    await untilRead(page, 1);
    await moments.between(0, 4_000);
    here = await strike(reading, here, { profile, lab });
    lab.gate.bytesPerSecond = undefined;
    await untilWritten(here.page, 0);
    await moments.between(0, 1_500);
    here = await strike(merging, here, { profile, lab });
    await untilStatus(here.page, 'Complete');
    await expectInOrder(await here.download(), format);
    await expectNothingLeft(here.page);
  });
}

test('the browser gives no more room: the rows wait, also through a reload, until somebody has made some', async ({
  profile,
  lab,
}) => {
  const page = await profile.open();
  page.on('dialog', (dialog) => dialog.accept());
  const devtools = await page.context().newCDPSession(page);
  const allow = (quotaSize?: number) =>
    devtools.send('Storage.overrideQuotaForOrigin', { origin: lab.url, ...(quotaSize ? { quotaSize } : {}) });
  await openSorted(page, lab);
  lab.gate.bytesPerSecond = 60_000;
  await allow(8_000_000);
  await startSorted(page, 'CSV');
  const item = exportItems(page).first();
  await untilStatus(page, 'Interrupted');
  await expect(item).toContainText(en.errors.disk_full.what);
  await item.getByRole('button', { name: 'Resume' }).click();
  await expect(item).toContainText(en.exports.troubles(2), { timeout: 60_000 });
  await page.reload();
  await untilStatus(page, 'Interrupted');
  const second = await resumeSorted(page);
  await untilStatus(page, 'Running');
  await untilStatus(page, 'Interrupted');
  await expect(item).toContainText(en.errors.disk_full.what);
  await allow();
  lab.gate.bytesPerSecond = undefined;
  await item.getByRole('button', { name: 'Resume' }).click();
  await untilStatus(page, 'Complete');
  await expectInOrder(await second(), 'CSV');
  await expectNothingLeft(page);
});
