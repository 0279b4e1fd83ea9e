import { expect, searchFor, test } from './support/app.ts';
import { makeIndex, openSearch } from './support/index.ts';

const MARKETS = ['KRW-BTC', 'Busan', 'Seoul'];

test('fields of identifiers are no facets, and the example of a query is of the index’s own fields', async ({
  signedIn: page,
}) => {
  const documents = Array.from({ length: 60 }, (_, n) => ({
    account: `account-${n}`,
    market: MARKETS[n % 3 === 0 ? 0 : 1 + (n % 2)],
    order: `order-${n}`,
    size: n,
  })).map((row) => JSON.stringify(row));
  const keyword = { type: 'keyword' };
  const properties = { account: keyword, market: keyword, order: keyword, size: { type: 'integer' } };
  await makeIndex(openSearch(), 'own-fields', { documents, mappings: { properties } });

  await searchFor(page, 'own-fields');
  const heading = (name: string) => page.getByRole('heading', { name: new RegExp(`^${name}`) });
  await expect(heading('market')).toBeVisible();
  await expect(heading('account')).toBeHidden();
  await expect(heading('order')).toBeHidden();
  await expect(page.getByRole('button', { name: /KRW-BTC.*20 rows/ })).toBeVisible();

  const query = page.getByPlaceholder('Every row, or a query');
  await expect(query).toHaveAttribute(
    'placeholder',
    /^Every row, or a query: market:(Busan|Seoul) AND size:\[\d+ TO \*\]$/,
  );
});
