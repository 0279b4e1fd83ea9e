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
      await expect(dialog.getByRole('checkbox', { name: /Guard/ })).toBeChecked();
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

test('the guard comes with the byte order mark, stays without it, and can be switched off', async ({
  signedIn: page,
}) => {
  const { text } = await exportToText(page, {
    format: 'CSV',
    options: async (dialog) => {
      await dialog.getByText('CSV options').click();
      const mark = dialog.getByRole('checkbox', { name: 'Byte order mark, for Excel' });
      const guard = dialog.getByRole('checkbox', { name: 'Guard against formulas (numbers stay as they are)' });
      await expect(guard).not.toBeChecked();
      await expect(guard).toHaveAccessibleDescription(/begins with =, \+, - or @/);
      await mark.check();
      await expect(guard).toBeChecked();
      await expect(dialog.getByText('byte order mark, formulas guarded')).toBeVisible();
      await mark.uncheck();
      await expect(guard).toBeChecked();
      await mark.check();
      await guard.uncheck();
      await expect(mark).toBeChecked();
    },
  });
  expect(text.startsWith('\ufeff')).toBe(true);
  expect(text).toContain('=1+1');
  expect(text).not.toContain("'=1+1");
});

test('the same in Korean', async ({ signedIn: page }) => {
  await page.getByRole('button', { name: 'Language: As the browser' }).click();
  await page.getByRole('menuitemradio', { name: '한국어' }).click();
  await page.getByRole('button', { name: '내보내기…' }).click();
  const dialog = page.getByRole('dialog', { name: '내보내기' });
  await dialog.getByText('CSV 옵션').click();
  const guard = dialog.getByRole('checkbox', { name: '수식 방지(숫자는 그대로 둡니다)' });
  await expect(guard).toHaveAccessibleDescription(/BOM을 고르면 함께 켜지며/);
  await dialog.getByRole('checkbox', { name: 'Excel용 바이트 순서 표시(BOM)' }).check();
  await expect(guard).toBeChecked();
  await expect(dialog.getByText('BOM 있음, 수식 방지')).toBeVisible();
});
