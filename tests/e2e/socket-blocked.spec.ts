import { E2E_URL } from '../../dev/test/e2e.ts';
import { startUpgradeGate, type UpgradeFate, type UpgradeGate } from '../support/upgrade-gate.ts';
import {
  test as base,
  expect,
  expectRows,
  expectStatus,
  exportItems,
  openExport,
  searchFor,
  signIn,
} from './support/app.ts';

/** Searches get through to the proxy, and WebSockets do not. */
const test = base.extend<{ gate: UpgradeGate }>({
  gate: async ({ page }, use) => {
    const gate = await startUpgradeGate(process.env[E2E_URL] ?? '');
    await page.goto(gate.url);
    await signIn(page);
    await searchFor(page, 'flights');
    await expectRows(page, 300_000);
    await use(gate);
    await gate.close();
  },
});

const SAID = 'Something on the way to Sluice lets no WebSocket through.';

for (const fate of ['refused', 'answered', 'swallowed', 'dropped', 'muted'] as const satisfies UpgradeFate[]) {
  test(`WebSockets are ${fate} on the way: the Export dialog says so before the start`, async ({ page, gate }) => {
    gate.fate = fate;
    const dialog = await openExport(page, { format: 'NDJSON' });
    const alert = dialog.getByRole('alert').filter({ hasText: SAID });
    await expect(alert).toContainText('socket_blocked', { timeout: 40_000 });
    const start = dialog.getByRole('button', { name: 'Start export' });
    await expect(start).toHaveAttribute('aria-disabled', 'true');
    gate.fate = 'passed';
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await expect(alert).toHaveCount(0);
    await expect(start).toHaveAttribute('aria-disabled', 'false');
    await expect.poll(() => gate.open).toBe(0);
  });
}

test('where they get through, the look costs one, closed at once', async ({ page, gate }) => {
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect.poll(() => [gate.asked, gate.open]).toEqual([1, 0]);
  await expect(dialog.getByRole('alert')).toHaveCount(0);
});

test('the look ends with the dialog', async ({ page, gate }) => {
  gate.fate = 'swallowed';
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect.poll(() => gate.open).toBe(1);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => gate.open, { timeout: 3_000 }).toBe(0);
  expect(gate.asked).toBe(1);
});

test('a proxy that is away altogether is not taken for one', async ({ page, gate }) => {
  gate.isDown = true;
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect(dialog.getByRole('alert')).toContainText('The connection to Sluice is lost.');
  await expect.poll(() => gate.asked).toBe(2);
  await expect(dialog.getByText(SAID)).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-disabled', 'false');
});

test('an export that meets it says so, and goes on by itself once it is mended', async ({ page, gate }) => {
  const dialog = await openExport(page, { format: 'NDJSON' });
  await expect.poll(() => [gate.asked, gate.open]).toEqual([1, 0]);
  gate.fate = 'refused';
  await dialog.getByRole('button', { name: 'Start export' }).click();
  const item = exportItems(page).first();
  await expectStatus(item, 'Interrupted');
  await expect(item).toContainText(SAID);
  gate.fate = 'passed';
  await expectStatus(item, 'Complete');
  await expect(item).toContainText('300,000 of 300,000 rows');
});
