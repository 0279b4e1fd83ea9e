import fc from 'fast-check';
import { stringify } from 'rison2';
import { describe, expect, it } from 'vitest';
import { EMPTY_ADDRESS } from '../address/address.ts';
import { linkIn, linkInAddress } from '../address/link-in.ts';
import { LINKS } from './fixtures/links.ts';
import type { LinkedSearch } from './linked-search.ts';
import { readLinkedTime } from './linked-time.ts';
import { readLink } from './read-link.ts';
import { toAddress } from './to-address.ts';

const UTC = { offset: 0 };
const searchOf = (link: string): LinkedSearch => {
  const read = readLink(link, UTC);
  if ('why' in read) throw new Error(`${read.why} of ${link}`);
  return read;
};

describe('a link of Discover', () => {
  it('is tried in more than forty shapes', () => {
    expect(new Set(LINKS.map(({ link }) => link)).size).toBeGreaterThanOrEqual(40);
  });

  it.each(LINKS.map((fixture) => [fixture.name, fixture] as const))('%s', (_, { link, address = {}, left = [] }) => {
    expect(linkIn(` <${link}>\n`)).toBe(link);
    const linked = searchOf(link);
    expect(linked.left.map(({ why }) => why)).toEqual(left);
    const { pattern } = linked;
    expect(pattern.title ?? pattern.id).toMatch(/^logs$|^links-/);
    const known = pattern.title === undefined ? { title: 'links-rows' } : { ...pattern, title: pattern.title };
    expect(toAddress(linked, known)).toMatchObject(address);
  });
});

describe('what is no search', () => {
  it.each([
    ['https://dash.example/goto/1a2b3c4d5e6f', 'short_link'],
    ['https://dash.example/goto/1a2b3c4d5e6f?security_tenant=global', 'short_link'],
    ['https://kibana.example/app/r/s/abcde', 'short_link'],
    ['https://dash.example/app/dashboards#/view/722b74f0-b882-11e8-a6d9-e546fe2bba5f?_g=()', 'other_app'],
    ['https://kibana.example/app/kibana#/visualize/edit/1?_g=()', 'other_app'],
    ['https://dash.example/app/discover#/context/logs/abc?_a=()', 'other_app'],
    ['https://dash.example/app/discover#/doc/logs/links-rows?id=1', 'other_app'],
    ['https://dash.example/somewhere?_a=()', 'no_link'],
    [`https://dash.example/app/discover#/?_a=(${'x'.repeat(300_000)})`, 'too_long'],
  ])('%s', (link, why) => {
    expect(readLink(link, UTC)).toMatchObject({ why });
  });

  it('is not taken for a link', () => {
    for (const text of ['', 'origin:LAS', 'https://dash.example/', 'url:"https://a/app/discover#/?_g=()"']) {
      expect(linkIn(text)).toBeUndefined();
    }
    for (const text of ['javascript:alert(1)//app/discover#/?_a=()', 'data:text/html,/app/?_a=()']) {
      expect(linkIn(text)).toBeUndefined();
      expect(readLink(text, UTC)).toMatchObject({ why: 'no_link' });
    }
  });
});

describe('an address of this page', () => {
  const link = LINKS[1]?.link ?? '';

  it('holds a link, encoded or as it is', () => {
    const encoded = new URL(`https://sluice.example/?from=${encodeURIComponent(link)}`);
    expect(linkInAddress(encoded.search, encoded.hash)).toBe(link);
    const plain = new URL(`https://sluice.example/?from=${link}`);
    expect(searchOf(linkInAddress(plain.search, plain.hash) ?? '')).toEqual(searchOf(link));
  });

  it('holds none where it begins a range', () => {
    expect(linkInAddress('?index=flights&from=2001-01-01', '')).toBeUndefined();
    expect(linkInAddress('?index=flights&from=now-1h', '#/?_g=()')).toBeUndefined();
  });
});

describe('a time', () => {
  it.each([
    ['now', 'to', 'now'],
    ['now-15m', 'from', 'now-15m'],
    ['now/d', 'from', 'now+540m/d-540m'],
    ['now/d', 'to', 'now+540m/d+1d-540m'],
    ['now-1M/M', 'to', 'now-1M+540m/M+1M-540m'],
    ['now/w', 'from', 'now+1980m/w-1980m'],
    ['now/h', 'from', 'now/h'],
    ['2024-05-06T07:08:09.000Z', 'from', '2024-05-06T07:08:09.000Z'],
    ['2024-05-06T07:08:09.000+09:00', 'to', '2024-05-05T22:08:09.001Z'],
    ['1700000000000', 'from', '2023-11-14T22:13:20.000Z'],
    ['yesterday', 'from', undefined],
    ['now||/d', 'from', undefined],
    ['2024-05-06T99:00:00Z', 'from', undefined],
  ] as const)('%s as %s is %s, nine hours ahead', (text, end, expected) => {
    expect(readLinkedTime(text, end, { offset: 540 })).toBe(expected);
  });
});

describe('hostile links', () => {
  const part = (name: string, state: unknown) => `${name}=${encodeURIComponent(stringify(state) ?? '')}`;

  it('are read whatever they hold, and nothing of another kind comes out of them', () => {
    const states = fc.record({
      _a: fc.oneof(
        fc.object({ maxDepth: 4 }),
        fc.record({ discover: fc.anything(), columns: fc.anything(), sort: fc.anything(), index: fc.anything() }),
      ),
      _g: fc.record({ time: fc.anything(), filters: fc.anything() }),
      _q: fc.record({ query: fc.anything(), filters: fc.array(fc.object({ maxDepth: 3 })) }),
    });
    fc.assert(
      fc.property(states, ({ _a, _g, _q }) => {
        const link = `https://d.example/app/discover#/?${part('_a', _a)}&${part('_g', _g)}&${part('_q', _q)}`;
        const read = readLink(link, UTC);
        if ('why' in read) return;
        const address = toAddress(read, { title: 'x' });
        expect(Object.keys(address).sort()).toEqual(Object.keys(EMPTY_ADDRESS).sort());
        for (const [key, value] of Object.entries(address))
          expect(key === 'filters' || typeof value === 'string').toBe(true);
      }),
    );
  });

  it('are read whatever their text is', () => {
    const signs = fc.string({ unit: fc.constantFrom(..."()!':,&=%2537#?_agqn-0 ".split('')), maxLength: 80 });
    fc.assert(
      fc.property(signs, (text) => {
        readLink(`https://d.example/app/discover#/?_g=${text}&_a=${text}`, UTC);
        readLink(`https://d.example/app/${text}`, UTC);
      }),
    );
  });

  it('end before they fill the stack, and reach no prototype', () => {
    const deep = `_a=(query:${'(a:'.repeat(10_000)}1${')'.repeat(10_000)})`;
    expect(searchOf(`https://d.example/app/discover#/?${deep}`).left).toContainEqual({ why: 'unreadable', name: '_a' });
    const own = searchOf(
      "https://d.example/app/discover#/?_a=(__proto__:(index:evil),query:(language:lucene,query:'x'))",
    );
    expect(own.pattern).toEqual({});
    expect(({} as { index?: string }).index).toBeUndefined();
  });

  it('tell of filters that are lost: too many, or no list', () => {
    const many = Array.from({ length: 201 }, (_, n) => ({ query: { match_phrase: { a: n } } }));
    for (const filters of [many, { a: 'b' }, 'x']) {
      const read = searchOf(`https://d.example/app/discover#/?${part('_a', { index: 'logs', filters })}`);
      expect(read.filters).toEqual([]);
      expect(read.left).toContainEqual({ why: 'filters' });
    }
  });

  it('keep the field that an old query is asked of', () => {
    const of = (default_field: string) => {
      const query = { query_string: { query: 'foo', default_field } };
      return searchOf(`https://d.example/app/discover#/?${part('_a', { index: 'logs', query })}`).query;
    };
    expect(of('*')).toEqual({ language: 'lucene', text: 'foo' });
    expect(of('secret').language).toBe('dsl');
    expect(JSON.parse(of('secret').text)).toEqual({ query_string: { query: 'foo', default_field: 'secret' } });
  });

  it('name what is wrong in a state and take the others', () => {
    const read = searchOf('https://d.example/app/discover#/?_g=(time:(from:now-1h,to:now))&_a=(columns:!(a,index:');
    expect(read).toMatchObject({ from: 'now-1h', left: [{ why: 'unreadable', name: '_a' }] });
    const times = searchOf('https://d.example/app/discover#/?_g=(time:(from:soon,to:!t))&_a=(index:logs)');
    expect(times.left).toEqual([
      { why: 'time', name: '"soon"' },
      { why: 'time', name: 'true' },
    ]);
  });
});
