import { expect, expectRows, exportItems, exportToText, searchFor, signIn, test } from './support/app.ts';
import { difference, openSearch, readIndex } from './support/index.ts';
import { EDGE_RUNTIMES, startEdge } from './support/runtimes.ts';

/** The rows of the index as they are stored, read once. */
let stored: string[];

test.beforeAll(async () => {
  const client = openSearch();
  stored = (await readIndex(client, 'flights')).map((row) => JSON.stringify(row));
  await client.close();
});

for (const runtime of EDGE_RUNTIMES) {
  test(`on ${runtime}: the client and an export, each row of the index once`, async ({ page }) => {
    const proxy = await startEdge(runtime);
    try {
      await page.goto(proxy.url);
      await signIn(page);
      await searchFor(page, 'flights');
      await expectRows(page, stored.length);
      const { name, text } = await exportToText(page, { format: 'NDJSON' });
      expect(name).toBe('flights.ndjson');
      expect(text.endsWith('\n')).toBe(true);
      expect(difference(text.slice(0, -1).split('\n'), stored)).toEqual([]);
      await expect(exportItems(page)).toContainText('4 of 4 shards');
    } finally {
      await proxy.stop();
    }
  });
}
