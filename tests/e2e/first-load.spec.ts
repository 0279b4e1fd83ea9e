import { gzipSync } from 'node:zlib';
import { expect, test } from './support/app.ts';

/** What a slow line has to carry before there is something to see. Bytes, gzip'd. */
const MOST_BYTES = 150_000;

test('the first load is small: charts, dialogs and the worker come when they are needed', async ({ page }) => {
  const sizes: Promise<number>[] = [];
  page.on('response', (response) =>
    sizes.push(
      response.body().then(
        (body) => gzipSync(body).byteLength,
        () => 0,
      ),
    ),
  );
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(50_000);
  expect(total).toBeLessThan(MOST_BYTES);
});
