import type { Locator } from '@playwright/test';
import { expect, expectRows, exportToText, openExport, searchFor, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

/** Which columns a CSV has by itself, and what stands in those below arrays. */
const NEVER_FILLED = {
  derived: { verb: { type: 'keyword', script: { source: 'emit(doc["req"].value)' } } },
  properties: {
    ...{ id: { type: 'integer' }, req: { type: 'keyword' }, user_name: { type: 'keyword', copy_to: 'all_text' } },
    title: { type: 'text', copy_to: 'all_text', fields: { raw: { type: 'keyword' } } },
    ...{ all_text: { type: 'text' }, user: { type: 'alias', path: 'user_name' }, place: { type: 'geo_point' } },
    ...{ rel: { type: 'join', relations: { question: 'answer' } }, open: { type: 'date_range', format: 'yyyy-MM-dd' } },
    ...{ labels: { type: 'flat_object' }, env: { type: 'constant_keyword', value: 'prod' } },
  },
};
const FILLED = (id: number) =>
  `{"id":${id},"req":"GET /a","user_name":"ann","title":"red fox","rel":"question","place":{"lat":52.5,"lon":13.4},"open":{"gte":"2024-01-01","lte":"2024-02-01"},"labels":{"app":"web","tier":"a"}}`;
const FILLED_COLUMNS = 'id,req,user_name,title,rel,place.lat,place.lon,open.gte,open.lte,labels.app,labels.tier';
const FILLED_ROW = 'GET /a,ann,red fox,question,52.5,13.4,2024-01-01,2024-02-01,web,a';

const only = (names: readonly string[]) => async (dialog: Locator) => {
  await dialog.getByRole('button', { name: 'Change' }).click();
  await dialog.getByRole('button', { name: 'None' }).click();
  for (const name of names) {
    await dialog.getByRole('searchbox', { name: 'Find a column' }).fill(name);
    await dialog.getByRole('checkbox', { name, exact: true }).check();
  }
};

test('a column below an array of objects holds their values, as JSON or joined', async ({ signedIn: page }) => {
  const client = openSearch();
  await makeIndex(client, 'e2e-lists', {
    mappings: {
      properties: {
        order: { type: 'keyword' },
        items: { properties: { sku: { type: 'keyword' }, qty: { type: 'integer' } } },
        tags: { type: 'nested', properties: { value: { type: 'keyword' } } },
      },
    },
    documents: [
      '{"order":"o1","items":[{"sku":"a","qty":1},{"sku":"b","qty":2}],"tags":[{"value":"red"}]}',
      '{"order":"o2","items":{"sku":"c","qty":3},"tags":{"value":"blue"}}',
      '{"order":"o3","items":[],"tags":[]}',
    ],
  });
  await client.close();
  await searchFor(page, 'e2e-lists', '');
  await expectRows(page, 3);
  await expect(page.getByRole('gridcell', { name: '["a","b"]', exact: true })).toBeVisible();
  const options = only(['order', 'items.sku', 'tags.value']);
  const stored = await exportToText(page, { format: 'CSV', options });
  expect(stored.text).toBe('order,items.sku,tags.value\r\no1,"[""a"",""b""]","[""red""]"\r\no2,c,blue\r\no3,,\r\n');
  const joined = await exportToText(page, {
    format: 'CSV',
    options: async (dialog) => {
      await dialog.getByText('CSV options').click();
      await dialog.getByRole('combobox', { name: 'Arrays' }).selectOption('Values with ; between');
      await options(dialog);
    },
  });
  expect(joined.text).toBe('order,items.sku,tags.value\r\no1,a; b,red\r\no2,c,blue\r\no3,,\r\n');
});

test('columns that no document fills are left out, and come back when they are asked for', async ({
  signedIn: page,
}) => {
  const client = openSearch();
  const rows = (count: number) => Array.from({ length: count }, (_, id) => FILLED(id));
  await makeIndex(client, 'e2e-unfilled', { mappings: NEVER_FILLED, documents: rows(3) });
  await makeIndex(client, 'e2e-unfilled-many', { mappings: NEVER_FILLED, documents: rows(700) });
  await client.close();
  await searchFor(page, 'e2e-unfilled', '');
  await expectRows(page, 3);
  const few = await exportToText(page, { format: 'CSV' });
  expect(few.text).toBe(`${[FILLED_COLUMNS, ...[0, 1, 2].map((id) => `${id},${FILLED_ROW}`)].join('\r\n')}\r\n`);
  const all = await exportToText(page, {
    format: 'CSV',
    options: async (dialog) => {
      await dialog.getByRole('button', { name: 'Change' }).click();
      await dialog.getByRole('checkbox', { name: /^Also the 6 empty ones/ }).check();
    },
  });
  expect(all.text.split('\r\n')[0]).toBe(`${FILLED_COLUMNS},all_text,env,labels,open,place,user`);

  // Of more rows than a sample has, OpenSearch tells. What comes up later all the same has a place.
  await searchFor(page, 'e2e-unfilled-many', '');
  await expectRows(page, 700);
  const many = await exportToText(page, { format: 'CSV' });
  const lines = many.text.split('\r\n');
  expect(lines[0]).toBe(`${FILLED_COLUMNS},_rest`);
  expect(new Set(lines.slice(1, -1).map((line) => line.replace(/^\d+/, '')))).toEqual(new Set([`,${FILLED_ROW},`]));
});

test('of 1,500 fields the file has those that any row has a value for', async ({ signedIn: page }) => {
  const client = openSearch();
  const names = Array.from({ length: 1490 }, (_, i) => `f${i}`);
  const properties = Object.fromEntries(names.map((name) => [name, { type: name === 'f9' ? 'text' : 'keyword' }]));
  const row = (n: number) =>
    n === 350 ? '{"f7":"x","f1000":"rare"}' : n === 250 ? '{"f9":"w"}' : '{"f7":"x","f8":"y"}';
  await makeIndex(client, 'e2e-1500', {
    settings: { 'index.mapping.total_fields.limit': 2000 },
    mappings: {
      properties: { n: { type: 'keyword', index: false, doc_values: false }, ...properties },
      dynamic: false,
    },
    documents: Array.from({ length: 2000 }, (_, n) => (n === 1200 ? '{"f7":"x","later":1}' : row(n))),
  });
  await client.close();
  await searchFor(page, 'e2e-1500', '');
  await expectRows(page, 2000);
  const { text } = await exportToText(page, { format: 'CSV' });
  const [header, ...lines] = text.split('\r\n');
  // What is neither indexed nor kept beside the documents cannot be known: its column stays.
  expect(header).toBe('f7,f8,f1000,f9,n,_rest');
  expect(lines).toContain('x,,,,,"{""later"":1}"');
  expect(lines).toContain('x,,rare,,,');
  const dialog = await openExport(page, { format: 'CSV' });
  await expect(dialog.getByText('1,486 empty ones left out')).toBeVisible();
  await dialog.getByRole('button', { name: 'Change' }).click();
  await dialog.getByRole('button', { name: 'None' }).click();
  await dialog.getByRole('checkbox', { name: 'f7', exact: true }).check();
  await expect(dialog.getByText('_rest column')).toBeHidden();
});

test('fields that the mapping does not know are in _rest where the sample has not shown them', async ({
  signedIn: page,
}) => {
  const client = openSearch();
  const documents = Array.from({ length: 1800 }, (_, n) => `{"n":${n},"x":${n}${n === 450 ? ',"y":"late"' : ''}}`);
  await makeIndex(client, 'e2e-unmapped', {
    mappings: { dynamic: false, properties: { n: { type: 'integer' } } },
    documents,
  });
  await client.close();
  await searchFor(page, 'e2e-unmapped', '');
  await expectRows(page, 1800);
  const { text } = await exportToText(page, { format: 'CSV' });
  const lines = text.split('\r\n');
  expect(lines[0]).toBe('n,x,_rest');
  expect(lines.filter((line) => !/^\d+,\d+,$/.test(line)).slice(1, -1)).toEqual(['450,450,"{""y"":""late""}"']);
  const without = await exportToText(page, {
    format: 'CSV',
    options: async (dialog) => {
      await dialog.getByText('CSV options').click();
      await dialog.getByRole('checkbox', { name: /_rest/ }).uncheck();
    },
  });
  expect(without.text.split('\r\n')[0]).toBe('n,x');
  const documentsOut = await exportToText(page, { format: 'NDJSON' });
  expect(new Set(documentsOut.text.trim().split('\n'))).toEqual(new Set(documents));
});
