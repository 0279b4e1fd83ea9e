import type { Client } from '@opensearch-project/opensearch';
import type { Locator } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { E2E_USER } from '../../dev/test/e2e.ts';
import { expect, expectRows, exportItems, exportToText, openExport, searchFor, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';
import { makeIndex, openSearch } from './support/index.ts';

/** What the file holds of each row, as it was chosen in the dialog, held against the index. */
const ROWS = 40;
const SOURCE = (i: number) =>
  `{"n":${i},"who":{"name":"ann ${i}","mail":"a${i}@x"},"items":[{"sku":"s${i}","qty":${i}.0},{"qty":1}],"note":"x"}`;

async function makeIndices(client: Client, name: string): Promise<void> {
  for (const part of ['a', 'b']) {
    await makeIndex(client, `${name}-${part}`, {
      shards: 2,
      mappings: { properties: { items: { properties: { qty: { type: 'double' } } } } },
      documents: Array.from({ length: ROWS / 2 }, (_, i) => SOURCE(i)),
    });
  }
  const more = { index: `${name}-a`, refresh: true, body: JSON.parse(SOURCE(99)) };
  await client.index({ ...more, id: '=1+1, "x"', routing: 'r,1' });
}

type Hit = { _index: string; _id?: string; _routing?: string; _source?: object };

/** Past Sluice. */
async function hitsOf(client: Client, index: string, includes?: string[]): Promise<Hit[]> {
  const filter = includes ? { _source: { includes } } : {};
  const { body } = await client.search({ index, body: { size: 1000, ...filter } });
  return body.hits.hits as Hit[];
}

const choose = async (dialog: Locator, names: readonly string[]) => {
  for (const name of names) {
    await dialog.getByRole('searchbox', { name: 'Find a column' }).fill(name);
    await dialog.getByRole('checkbox', { name, exact: true }).check();
  }
};

test('_index, _id and _routing are columns of a CSV when they are chosen', async ({ signedIn: page }) => {
  const client = openSearch();
  await makeIndices(client, 'e2e-ids');
  await searchFor(page, 'e2e-ids-*');
  await expectRows(page, ROWS + 1);
  const plain = await exportToText(page, { format: 'CSV' });
  expect(plain.text.split('\r\n')[0]).toBe('n,who.name,who.mail,items,items.sku,items.qty,note');
  const { text } = await exportToText(page, {
    format: 'CSV',
    options: async (dialog) => {
      await dialog.getByText('CSV options').click();
      await dialog.getByRole('checkbox', { name: 'Guard against formulas' }).check();
      await expect(dialog.getByText('all 7', { exact: false })).toBeVisible();
      await dialog.getByRole('button', { name: 'Change' }).click();
      await expect(dialog.getByRole('checkbox', { name: '_id', exact: true })).not.toBeChecked();
      await choose(dialog, ['_index', '_id', '_routing']);
      await expect(dialog.getByText('_index, _id, _routing, n, who.name, who.mail, …')).toBeVisible();
    },
  });
  const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' });
  const found = rows.map(({ _index, _id, _routing, n }) => [_index, _id, _routing, n]);
  const expected = (await hitsOf(client, 'e2e-ids-*')).map(({ _index, _id = '', _routing = '', _source }) => {
    const { n } = _source as { n: number };
    return [_index, _id.startsWith('=') ? `'${_id}` : _id, _routing, String(n)];
  });
  await client.close();
  expect(found.sort()).toEqual(expected.sort());
  await expect(exportItems(page).first()).not.toContainText('no column');
});

for (const format of ['NDJSON', 'JSON'] as const) {
  test(`${format} holds only the chosen columns of each document`, async ({ signedIn: page }) => {
    const client = openSearch();
    await makeIndices(client, 'e2e-only');
    await searchFor(page, 'e2e-only-*');
    await expectRows(page, ROWS + 1);
    const columns = ['n', 'who.mail', 'items.sku'];
    const { text } = await exportToText(page, {
      format,
      options: async (dialog) => {
        await dialog.getByRole('checkbox', { name: 'With _index and _id' }).check();
        await dialog.getByRole('checkbox', { name: 'Only chosen columns' }).check();
        await dialog.getByRole('button', { name: 'Change' }).click();
        await dialog.getByRole('button', { name: 'None' }).click();
        await expect(dialog.getByRole('button', { name: 'Start export' })).toHaveAttribute('aria-disabled', 'true');
        await expect(dialog.getByRole('checkbox', { name: '_id', exact: true })).toHaveCount(0);
        await choose(dialog, columns);
        await expect(dialog.getByText('3 of 7')).toBeVisible();
      },
    });
    const rows: Hit[] =
      format === 'JSON'
        ? JSON.parse(text)
        : text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line));
    const sorted = (hits: Hit[]) =>
      hits
        .map(({ _index, _id = '', _routing, _source }) => ({ at: `${_index} ${_id}`, _routing, _source }))
        .sort((a, b) => (a.at < b.at ? -1 : 1));
    expect(sorted(rows)).toEqual(sorted(await hitsOf(client, 'e2e-only-*', columns)));
    await client.close();
    // Byte for byte.
    expect(text).toContain('"_source":{"n":3,"who":{"mail":"a3@x"},"items":[{"sku":"s3"}]}');
    const item = exportItems(page).first();
    await expect(item).toContainText('3 fields were not chosen and are not in the file');
    await expect(item).toContainText('who.name (41 rows)');
    // It is remembered, the columns are not: another search has others.
    await page.reload();
    await expectRows(page, ROWS + 1);
    const dialog = await openExport(page, { format });
    await expect(dialog.getByRole('checkbox', { name: 'Only chosen columns' })).toBeChecked();
    await expect(dialog.getByText('· all 7')).toBeVisible();
    await expect(dialog.getByText('n, who.name, who.mail, items, items.sku, items.qty, …')).toBeVisible();
  });
}

test('what is chosen for documents does not bring _index and _id into a CSV', async ({ signedIn: page }) => {
  const client = openSearch();
  await makeIndices(client, 'e2e-both');
  await client.close();
  await searchFor(page, 'e2e-both-a');
  await expectRows(page, ROWS / 2 + 1);
  const { text } = await exportToText(page, {
    format: 'JSON',
    options: async (dialog) => {
      await dialog.getByRole('checkbox', { name: 'Only chosen columns' }).check();
      await dialog.getByRole('button', { name: 'Change' }).click();
      await dialog.getByRole('button', { name: 'None' }).click();
      await dialog.getByRole('button', { name: 'All', exact: true }).click();
      await dialog.getByRole('radio', { name: 'CSV', exact: true }).check();
    },
  });
  expect(text.split('\r\n')[0]).toBe('n,who.name,who.mail,items,items.sku,items.qty,note');
});

for (const locale of ['en-US', 'ko-KR'] as const) {
  test.describe(locale, () => {
    test.use({ locale, contextOptions: { reducedMotion: 'reduce' } });

    test('the choice fits narrow pages, and axe finds nothing', async ({ page }) => {
      const isEnglish = locale === 'en-US';
      const words = isEnglish
        ? { only: 'Only chosen columns', change: 'Change', signIn: 'Sign in', exports: 'Export…' }
        : { only: '고른 열만', change: '바꾸기', signIn: '로그인', exports: '내보내기…' };
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto('/?index=flights');
      await page.getByRole('textbox').first().fill(E2E_USER.name);
      await page.locator('input[type=password]').fill(E2E_USER.password);
      await page.getByRole('button', { name: words.signIn }).click();
      await page.getByRole('button', { name: words.exports }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: 'NDJSON', exact: true }).check();
      await dialog.getByRole('checkbox', { name: words.only }).check();
      await dialog.getByRole('button', { name: words.change }).click();
      await expect(dialog.getByRole('checkbox', { name: 'origin', exact: true })).toBeVisible();
      const fits = await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth);
      expect(fits).toBe(true);
      await expectNoViolationsInThemes(page, 'only chosen columns');
      await dialog.getByRole('radio', { name: 'CSV', exact: true }).check();
      await dialog.getByRole('button', { name: words.change }).click();
      await expect(dialog.getByRole('checkbox', { name: '_id', exact: true })).toBeVisible();
      await expectNoViolationsInThemes(page, 'ids among the columns');
    });
  });
}
