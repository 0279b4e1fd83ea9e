import { expect, inject, test } from 'vitest';

test('the run has a real OpenSearch', async () => {
  const response = await fetch(inject('opensearchUrl'));
  expect(await response.json()).toMatchObject({ version: { distribution: 'opensearch' } });
});
