import { describe, expect, it } from 'vitest';
import { type Address, EMPTY_ADDRESS } from '../address/address.ts';
import { LINKS } from './fixtures/links.ts';
import { readLink } from './read-link.ts';
import { toAddress } from './to-address.ts';
import { toDashboards } from './to-dashboards.ts';

const URL_OF = 'https://dash.example/_dashboards';
const OFFSET = 540;

function addressOf(link: string, index: string): Address {
  const linked = readLink(link, { offset: OFFSET });
  if ('why' in linked) throw new Error(linked.why);
  const { title = index, ...pattern } = linked.pattern;
  return toAddress(linked, { ...pattern, title });
}

describe('a search in Discover', () => {
  const searches = LINKS.map(({ name, link }) => [name, addressOf(link, 'links-rows')] as const);

  it.each(searches)('is the same one again: %s', (_, address) => {
    for (const version of ['2.9.0', '2.10.0', '2.17.1', '3.8.0', 'Elasticsearch 7.10.2', '']) {
      const link = toDashboards(address, '@timestamp', { url: URL_OF, version, offset: OFFSET });
      expect(link.startsWith(`${URL_OF}/app/`)).toBe(true);
      expect(link).not.toMatch(/[\s"<>]/);
      const again = addressOf(link, address.index);
      // Discover always has a range, and its own languages only.
      const { time, from, to, dsl, filters, ...rest } = address;
      expect(again).toMatchObject(rest);
      if (from !== '' || to !== '') expect(again).toMatchObject({ from, to });
      const clause = dsl === '' ? [] : [{ op: 'dsl', dsl }];
      expect(again.filters).toEqual([...clause, ...filters]);
    }
  });

  it('keeps what its link would end at', () => {
    const odd = { ...EMPTY_ADDRESS, index: 'a', q: 'x & y # ? + % "z" !\'', columns: 'a%2Cb,c' };
    for (const version of ['2.9.0', '3.8.0']) {
      const link = toDashboards(odd, undefined, { url: URL_OF, version, offset: 0 });
      expect(addressOf(link, 'a')).toMatchObject({ q: odd.q, columns: odd.columns });
    }
  });
});
