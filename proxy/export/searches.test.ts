import { expect, test } from 'vitest';
import { MAX_SEARCH_CHARS, SEARCH_PART_CHARS } from '../../shared/limits.ts';
import { Searches, SearchRoom } from './searches.ts';

const search = { index: 'a', q: 'origin:LAS' };

/** As a client sends it. */
function sendAll(searches: Searches, id: number, text: string, size = SEARCH_PART_CHARS): string | undefined {
  let whole: string | undefined;
  for (let at = 0; at < text.length; at += size) {
    whole = searches.add({ id, part: text.slice(at, at + size), last: at + size >= text.length });
  }
  return whole;
}

test('puts a search together from its parts, whatever their size', async () => {
  const text = JSON.stringify({ ...search, filters: [{ field: 'ü', op: 'is', value: '🙂'.repeat(100) }] });
  const digests = new Set<string>();
  for (const size of [1, 7, 64, SEARCH_PART_CHARS]) {
    const searches = new Searches('ann', new SearchRoom());
    expect(sendAll(searches, 1, text, size)).toBe(text);
    digests.add(await searches.take(text));
  }
  expect(digests.size).toBe(1);
});

test('one search has one digest, however its names are ordered', async () => {
  const searches = new Searches('ann', new SearchRoom());
  const digest = await searches.keep(search);
  for (const same of ['{"q":"origin:LAS","index":"a"}', '{ "index": " a", "q": "origin:LAS" }']) {
    expect(await searches.take(same)).toBe(digest);
  }
  expect(searches.get(digest)).toEqual(search);
});

test.each([
  '',
  'x',
  '{',
  '[]',
  '{}',
  '{"index":""}',
  '{"index":"a","q":5}',
  '{"index":"a","filters":{}}',
  '{"index":"a","ppl":"source=a"}',
])('takes no search that is none: %j', async (text) => {
  const searches = new Searches('ann', new SearchRoom());
  await expect(searches.take(text)).rejects.toMatchObject({ code: 'bad_request' });
});

test('refuses one that is too long at the part that makes it so, once, and takes the next', () => {
  const searches = new Searches('ann', new SearchRoom());
  const part = 'x'.repeat(SEARCH_PART_CHARS);
  const parts = Math.floor(MAX_SEARCH_CHARS / SEARCH_PART_CHARS);
  for (let i = 0; i < parts; i++) expect(searches.add({ id: 1, part, last: false })).toBeUndefined();
  expect(() => searches.add({ id: 1, part, last: false })).toThrow(expect.objectContaining({ code: 'too_large' }));
  expect(searches.add({ id: 1, part, last: true })).toBeUndefined();
  expect(searches.add({ id: 2, part: 'y', last: true })).toBe('y');
});

test('one that begins anew ends what came before it', () => {
  const searches = new Searches('ann', new SearchRoom());
  searches.add({ id: 1, part: 'a', last: false });
  expect(searches.add({ id: 2, part: 'b', last: true })).toBe('b');
  expect(searches.add({ id: 1, part: 'c', last: true })).toBe('c');
});

test('keeps two, and means nothing by a third', async () => {
  const searches = new Searches('ann', new SearchRoom());
  const fix = { now: '2026-01-01T00:00:00.000Z', kinds: [], index: 'a', exact: [], dates: [] };
  const digests: string[] = [];
  for (const q of ['1', '2', '3']) digests.push(await searches.keep({ ...search, q }));
  const mean = (digest: string | undefined) => () => searches.meant({ digest: digest ?? '', fix });
  expect(mean(digests[0])).toThrow(expect.objectContaining({ code: 'ticket_invalid' }));
  expect(mean(digests[1])()).toMatchObject({ q: '2' });
  expect(mean(digests[2])()).toMatchObject({ q: '3' });
});

test('a fix makes one search of `now`, whenever it is asked', async () => {
  const searches = new Searches('ann', new SearchRoom());
  const digest = await searches.keep({ ...search, time: { field: 'at', from: 'now-1d' } });
  const fix = { now: '2026-01-01T00:00:00.000Z', kinds: [], index: 'a-2026', exact: [], dates: [] };
  const meant = searches.meant({ digest, fix });
  expect(meant).toMatchObject({ index: 'a-2026', time: { from: '2026-01-01T00:00:00.000Z||-1d' } });
  expect(searches.meant({ digest, fix: { ...fix } })).toBe(meant);
});

test('users have room for some long searches each, and get it back when their sockets end', async () => {
  const room = new SearchRoom();
  const begun = () => {
    const searches = new Searches('ann', room);
    searches.add({ id: 1, part: 'x', last: false });
    return searches;
  };
  const all = Array.from({ length: 6 }, begun);
  expect(begun).toThrow(expect.objectContaining({ code: 'busy', retryAfter: 5000 }));
  expect(new Searches('bob', room).add({ id: 1, part: 'x', last: true })).toBe('x');
  for (const one of all) one.close();
  expect(Array.from({ length: 6 }, begun)).toHaveLength(6);
});
