import { expect, signIn, test } from './support/app.ts';

test('a wrong password is told at the form, and the right one leads in', async ({ page }) => {
  await page.goto('/?index=flights&q=origin:LAS');
  await signIn(page, 'not the password');
  await expect(page.getByRole('alert')).toContainText('User name or password is wrong.');
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused();

  await signIn(page);
  // The search that the address held was kept.
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('origin:LAS');
  await expect(page.getByRole('combobox', { name: 'Index' })).toHaveValue('flights');
});

test('an empty field is named and takes the focus', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('textbox', { name: 'User name' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Enter your user name.');
  await page.keyboard.type('demo');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Enter your password.');
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused();
});

test('signing out ends the session, also for a reload', async ({ signedIn: page }) => {
  await page.getByRole('button', { name: 'demo, account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('a session that ended asks to sign in again and keeps the search', async ({ signedIn: page, context }) => {
  await page.getByRole('combobox', { name: 'Index' }).fill('flights');
  await context.clearCookies();
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('Your session has ended.');
  await signIn(page);
  await expect(page.getByRole('combobox', { name: 'Index' })).toHaveValue('flights');
  await expect(page.getByRole('grid')).toBeVisible();
});
