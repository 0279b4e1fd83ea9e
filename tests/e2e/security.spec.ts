import { expect, type Page } from '@playwright/test';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { expectRows, exportItems, exportToText, searchFor, signIn, test } from './support/app.ts';

/** What the browser refuses of a page, its frames and workers. */
function refusalsOf(page: Page): string[] {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) refused.push(message.text());
  });
  return refused;
}

test('nothing that the app does is against its own policy', async ({ page }) => {
  const refused = refusalsOf(page);
  await page.goto('/');
  await signIn(page);
  await searchFor(page, 'movies');
  await expectRows(page, 3201);
  const { text } = await exportToText(page, { format: 'NDJSON' });
  expect(text.trimEnd().split('\n')).toHaveLength(3201);
  await searchFor(page, 'flights', 'origin:LAS');
  await page.getByRole('row').nth(3).click();
  await page.goto('/monitor');
  await expect(page.getByRole('heading').first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('table').or(page.getByRole('grid')).first()).toBeVisible();
  expect(refused).toEqual([]);
  // The policy is there: what is not of this origin, or stands in the page, does not run.
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.head.append(script);
    return 'ran' in window;
  });
  expect(ran).toBe(false);
  expect(refused).toHaveLength(1);
});

test('too many wrong passwords: the form says to wait, also for the right one', async ({ page, request }) => {
  // An account of its own, so that no other test waits; the last attempts are made by hand.
  const username = 'somebody else';
  for (let i = 0; i < 9; i++) await request.post('/api/session', { data: { username, password: 'wrong' } });
  await page.goto('/');
  const attempt = async (text: string) => {
    await page.getByRole('textbox', { name: 'User name' }).fill(username);
    await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText(text);
  };
  await attempt('User name or password is wrong.');
  await attempt('Too many attempts.');
});

test('signing out in one tab ends the session in the other, and its export goes on after signing in', async ({
  signedIn: page,
  context,
}) => {
  await searchFor(page, 'flights');
  await expectRows(page, 300_000);
  const other = await context.newPage();
  await other.goto('/');
  await expect(other.getByRole('combobox', { name: 'Index' })).toBeVisible();
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await download;
  await other.getByRole('button', { name: `${E2E_USER.name}, account` }).click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(other.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('status')).toContainText('You are signed out.');
  // Signing in there leads in here as well.
  await signIn(other);
  await expect(page.getByRole('combobox', { name: 'Index' })).toBeVisible();
  const item = exportItems(page).first();
  // It was interrupted, and goes on without anybody pressing anything.
  await expect(item.getByText('Complete', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(item).toContainText('300,000 of 300,000 rows');
});
