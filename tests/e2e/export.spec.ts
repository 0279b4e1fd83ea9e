import { parse } from 'csv-parse/sync';
import { expect, expectRows, exportItems, exportToText, searchFor, test } from './support/app.ts';
import { difference, openSearch, type Row, readIndex } from './support/index.ts';

const COLUMNS = ['date', 'delay', 'distance', 'origin', 'destination'];

/** The index, read once for all tests of this file. */
let index: Row[];

test.beforeAll(async () => {
  const client = openSearch();
  index = await readIndex(client, 'flights');
  await client.close();
  expect(index.length).toBe(300_000);
});

test.beforeEach(async ({ signedIn: page }) => {
  await searchFor(page, 'flights');
  await expectRows(page, 300_000);
});

test('CSV: the rows of the index, each once, each value equal', async ({ signedIn: page }) => {
  const { name, text } = await exportToText(page, { format: 'CSV' });
  expect(name).toBe('flights.csv');
  const [header, ...rows]: string[][] = parse(text, { relax_column_count: false, record_delimiter: '\r\n' });
  expect(header).toEqual(COLUMNS);
  const expected = index.map((row) => COLUMNS.map((column) => String(row[column])).join('|'));
  expect(rows.length).toBe(index.length);
  expect(
    difference(
      rows.map((row) => row.join('|')),
      expected,
    ),
  ).toEqual([]);
  await expect(exportItems(page)).toContainText('300,000 of 300,000 rows, 4 of 4 shards');
});

test('NDJSON: the rows of the index, each once, as they are stored', async ({ signedIn: page }) => {
  const { name, text } = await exportToText(page, { format: 'NDJSON' });
  expect(name).toBe('flights.ndjson');
  expect(text.endsWith('\n')).toBe(true);
  const lines = text.slice(0, -1).split('\n');
  expect(
    difference(
      lines,
      index.map((row) => JSON.stringify(row)),
    ),
  ).toEqual([]);
});

test('JSON: one array with the rows of the index, each once', async ({ signedIn: page }) => {
  const { name, text } = await exportToText(page, { format: 'JSON' });
  expect(name).toBe('flights.json');
  const rows: Row[] = JSON.parse(text);
  const asText = (row: Row) => JSON.stringify(row);
  expect(difference(rows.map(asText), index.map(asText))).toEqual([]);
});

test('the query and the chosen columns are what the file holds', async ({ signedIn: page }) => {
  await searchFor(page, 'flights', 'origin:LAS AND delay:[120 TO *]');
  const wanted = index.filter((row) => row.origin === 'LAS' && Number(row.delay) >= 120);
  await expectRows(page, wanted.length);
  const { name, text } = await exportToText(page, {
    format: 'CSV',
    fileName: 'late-{index}.csv',
    options: async (dialog) => {
      await dialog.getByRole('button', { name: 'Change' }).click();
      await dialog.getByRole('checkbox', { name: 'distance' }).uncheck();
    },
  });
  expect(name).toBe('late-flights.csv');
  const rows: Row[] = parse(text, { columns: true });
  const kept = COLUMNS.filter((column) => column !== 'distance');
  expect(Object.keys(rows[0] ?? {})).toEqual(kept);
  const asText = (row: Row) => kept.map((column) => String(row[column])).join('|');
  expect(difference(rows.map(asText), wanted.map(asText))).toEqual([]);
});

test('a worker that takes seconds to load is not taken for dead', async ({ signedIn: page, context }) => {
  // What the dialog asks a worker comes from the line, too: only the export's own is slow.
  await searchFor(page, 'flights', 'origin:LAS');
  const wanted = index.filter((row) => row.origin === 'LAS').length;
  await expectRows(page, wanted);
  let slow = 0;
  await context.route(/\/assets\/main-[^/]+\.js$/, async (route) => {
    slow += 1;
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await route.continue();
  });
  const { text } = await exportToText(page, { format: 'NDJSON' });
  expect(slow).toBeGreaterThan(0);
  expect(text.trimEnd().split('\n')).toHaveLength(wanted);
  await expect(exportItems(page)).toContainText(
    `${wanted.toLocaleString('en')} of ${wanted.toLocaleString('en')} rows`,
  );
  await expect(exportItems(page)).not.toContainText('Interrupted');
});
