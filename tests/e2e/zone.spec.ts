import { expect, expectRows, test } from './support/app.ts';
import { expectNoViolationsInThemes } from './support/axe.ts';
import { makeIndex, openSearch } from './support/index.ts';

test.use({ timezoneId: 'Asia/Seoul' });

test('table, chart and range speak one zone, which is always in sight: as stored, or the browser’s', async ({
  signedIn: page,
}) => {
  const client = openSearch();
  const properties = {
    at: { type: 'date' },
    stamp: { type: 'date', format: 'epoch_second' },
    odd: { type: 'date', format: "yyyy-MM-dd'T'HH:mm:ss.SSS VV||strict_date" },
  };
  const documents = [
    { at: '2001-02-12T20:57:00Z', stamp: 981957420, odd: '2001-02-12' },
    { at: ['2001-02-13T01:00:00Z', '2001-02-13T02:00:00Z'] },
  ].map((document) => JSON.stringify(document));
  await makeIndex(client, 'e2e-zone', { documents, mappings: { properties } });
  try {
    await page.goto('/?index=e2e-zone&columns=at,stamp,odd&sort=at:asc');
    await expectRows(page, 2);
    const zone = page.getByRole('combobox', { name: 'Time zone of dates' });
    const cells = page.getByRole('gridcell');
    const head = (column: string) => page.getByRole('columnheader', { name: column, exact: true });
    const chart = page.getByRole('region', { name: 'Rows over time' });
    await expect(zone).toHaveValue('stored');
    await expect(cells.first()).toHaveText('2001-02-12T20:57:00Z');
    await expect(head('at')).toContainText('UTC as stored');
    await expect(chart).toContainText('UTC as stored');
    await expect(page.getByRole('button', { name: /^Time range/ })).toContainText('UTC');

    await zone.selectOption('Asia/Seoul');
    await expect(cells).toHaveText([
      ...['2001-02-13T05:57:00+09:00', '2001-02-12T14:57:00+09:00', '2001-02-12'],
      ...['["2001-02-13T10:00:00+09:00","2001-02-13T11:00:00+09:00"]', '–', '–'],
    ]);
    await expect(head('at')).toContainText('Asia/Seoul');
    await expect(head('at')).toHaveAttribute('aria-description', 'Dates: Asia/Seoul');
    // What is not read exactly is not shown as if it were.
    await expect(head('odd')).toContainText('UTC as stored');
    await expect(chart).toContainText('Asia/Seoul');
    await expect(chart).not.toContainText('UTC');
    await expect(page.getByRole('button', { name: /^Time range/ })).toContainText('Asia/Seoul');

    await page.reload();
    await expect(cells.first()).toHaveText('2001-02-13T05:57:00+09:00');
    await expectNoViolationsInThemes(page, 'dates in a zone');
  } finally {
    await client.indices.delete({ index: 'e2e-zone' });
    await client.close();
  }
});
