import { parse } from 'csv-parse/sync';
import { expect, expectRows, exportToText, searchFor, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

const INDEX = 'e2e-odd-values';

/** As OpenSearch gets them, white space and all. */
const DOCUMENTS = [
  '{"id":9007199254740993,"load": 5.0 ,"zero":-0,"exp":1e3,"text":"a, \\"b\\"\\r\\nc"}',
  '{ "id": 2, "text": "=1+1", "nested": {"a": {"b": 3.0000000000000000001}}, "list": [1, "x", {"y": null}] }',
  '{"id":3,"text":"\\ud55c\\uad6d\\uc5b4 😀 \\ud83d\\ude00","dotted.name":true,"nothing":null,"empty":{}}',
  '{"id":4,"unmapped":{"deep":"only here"}}',
];

const mappings = { dynamic: false, properties: { id: { type: 'long' }, text: { type: 'keyword' } } };

test.beforeAll(async () => {
  const client = openSearch();
  await makeIndex(client, INDEX, { mappings, documents: DOCUMENTS });
  await client.close();
});

test.beforeEach(async ({ signedIn: page }) => {
  await searchFor(page, INDEX);
  await expectRows(page, DOCUMENTS.length);
});

test('the preview shows numbers digit for digit', async ({ signedIn: page }) => {
  for (const value of ['9007199254740993', '5.0', '-0', '1e3', '3.0000000000000000001']) {
    await expect(page.getByRole('gridcell', { name: value, exact: true })).toBeVisible();
  }
});

test('CSV cells hold what is stored, with nested fields as dotted columns', async ({ signedIn: page }) => {
  const { text } = await exportToText(page, { format: 'CSV' });
  const rows: Record<string, string>[] = parse(text, { columns: true });
  const byId = new Map(rows.map((row) => [row.id, row]));
  expect(byId.get('9007199254740993')).toMatchObject({ load: '5.0', zero: '-0', exp: '1e3', text: 'a, "b"\r\nc' });
  expect(byId.get('2')).toMatchObject({
    text: '=1+1',
    'nested.a.b': '3.0000000000000000001',
    list: '[1, "x", {"y": null}]',
  });
  expect(byId.get('3')).toMatchObject({ text: '한국어 😀 😀', 'dotted.name': 'true', nothing: '', empty: '{}' });
  expect(byId.get('4')).toMatchObject({ 'unmapped.deep': 'only here', text: '' });
  expect(text.startsWith('\ufeff')).toBe(false);
});

test('NDJSON lines are the stored bytes', async ({ signedIn: page }) => {
  const { text } = await exportToText(page, { format: 'NDJSON' });
  expect(text.trimEnd().split('\n').sort()).toEqual([...DOCUMENTS].sort());
});

test('delimiter, byte order mark, guard and the column _rest do what they say', async ({ signedIn: page }) => {
  const { text } = await exportToText(page, {
    format: 'CSV',
    options: async (dialog) => {
      await dialog.getByText('CSV options').click();
      await dialog.getByRole('combobox', { name: 'Delimiter' }).selectOption('Semicolon');
      await dialog.getByRole('checkbox', { name: /Byte order mark/ }).check();
      await dialog.getByRole('checkbox', { name: /Guard/ }).check();
      await dialog.getByRole('checkbox', { name: /_rest/ }).check();
      await dialog.getByRole('button', { name: 'Change' }).click();
      await dialog.getByRole('button', { name: 'None' }).click();
      await dialog.getByRole('checkbox', { name: 'id', exact: true }).check();
      await dialog.getByRole('checkbox', { name: 'text', exact: true }).check();
      await dialog.getByRole('checkbox', { name: 'zero', exact: true }).check();
    },
  });
  expect(text.startsWith('\ufeff')).toBe(true);
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true, delimiter: ';' });
  expect(Object.keys(rows[0] ?? {}).sort()).toEqual(['_rest', 'id', 'text', 'zero']);
  const byId = new Map(rows.map((row) => [row.id, row]));
  expect(byId.get('2')?.text).toBe("'=1+1");
  expect(byId.get('9007199254740993')?.zero).toBe('-0');
  expect(JSON.parse(byId.get('4')?._rest ?? '')).toEqual({ 'unmapped.deep': 'only here' });
});
