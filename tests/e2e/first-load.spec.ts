import { gzipSync } from 'node:zlib';
import { expect, test } from './support/app.ts';

/** What a slow line has to carry before there is something to see. Bytes, gzip'd. */
const MOST_BYTES = 145_000;

test('the first load is small: rows, charts, dialogs and the worker come when they are needed', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const html = await (await page.request.get('/')).text();
  const paths = Array.from(html.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g), ([, path]) => path ?? '');
  const files = await Promise.all(paths.map(async (path) => (await page.request.get(path)).body()));
  const total = files.reduce((sum, file) => sum + gzipSync(file).byteLength, gzipSync(html).byteLength);
  expect(total).toBeGreaterThan(50_000);
  expect(total).toBeLessThan(MOST_BYTES);
});
