import { expect, expectRows, exportToText, openExport, searchFor, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

test.use({ timezoneId: 'Asia/Seoul' });

test('arrays are joined, dates are in the zone that was chosen, and the dialog remembers it', async ({
  signedIn: page,
}) => {
  const client = openSearch();
  await makeIndex(client, 'e2e-options', {
    mappings: { properties: { at: { type: 'date' }, tags: { type: 'keyword' }, text: { type: 'keyword' } } },
    documents: ['{"at":"2001-02-11T20:57:00.120Z","tags":["a","b,c",5.0],"text":"2001-02-11T20:57:00Z"}'],
  });
  await client.close();
  await searchFor(page, 'e2e-options', 'tags:a OR text:x');
  await expectRows(page, 1);
  const stored = await exportToText(page, { format: 'CSV' });
  expect(stored.text).toBe('at,tags,text\r\n2001-02-11T20:57:00.120Z,"[""a"",""b,c"",5.0]",2001-02-11T20:57:00Z\r\n');
  const chosen = await exportToText(page, {
    format: 'CSV',
    fileName: '{index}-{query}',
    options: async (dialog) => {
      await dialog.getByText('CSV options').click();
      await dialog.getByRole('combobox', { name: 'Arrays' }).selectOption('Values with ; between');
      await dialog.getByRole('combobox', { name: 'Dates' }).selectOption('Asia/Seoul');
      await expect(dialog.getByText('e2e-options-tags_a_OR_text_x.csv')).toBeVisible();
    },
  });
  expect(chosen.name).toBe('e2e-options-tags_a_OR_text_x.csv');
  expect(chosen.text).toBe('at,tags,text\r\n2001-02-12T05:57:00.120+09:00,"a; b,c; 5.0",2001-02-11T20:57:00Z\r\n');
  await page.reload();
  await expectRows(page, 1);
  const dialog = await openExport(page, { format: 'CSV' });
  await expect(dialog.getByRole('textbox', { name: 'File name' })).toHaveValue('{index}-{query}');
  await expect(dialog.getByText('arrays joined, dates in Asia/Seoul')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const known = await exportToText(page, {
    format: 'NDJSON',
    options: (dialog) => dialog.getByRole('checkbox', { name: 'With _index and _id' }).check(),
  });
  const source = '{"at":"2001-02-11T20:57:00.120Z","tags":["a","b,c",5.0],"text":"2001-02-11T20:57:00Z"}';
  expect(known.text).toMatch(/^{"_index":"e2e-options","_id":"[^"]+","_source":/);
  expect(known.text).toContain(`"_source":${source}}\n`);
});
