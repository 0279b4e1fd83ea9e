import { expect, test } from 'vitest';
import { cutAtHits, findAll, MOST_HITS } from './find.ts';

test('every place of a text is found, in any case, as it is written', () => {
  expect(findAll('Abc abC', 'ABC')).toEqual([0, 4]);
  expect(findAll('aaaa', 'aa')).toEqual([0, 2]);
  expect(findAll('a.b a+b [x] \\d', 'a.b')).toEqual([0]);
  expect(findAll('a.b a+b [x] \\d', '[X] \\D')).toEqual([8]);
  expect(findAll('서울 👩 İstanbul', '👩 i̇')).toEqual([]);
  expect(findAll('서울 👩 서울', '서울')).toEqual([0, 6]);
  expect(findAll('anything', '')).toEqual([]);
});

test('a large text is looked through as far as anybody steps', () => {
  expect(findAll('x'.repeat(3_000_000), 'x')).toHaveLength(MOST_HITS);
});

test('a text is cut at its hits, and nothing of it is lost', () => {
  const pieces = cutAtHits('one two one', findAll('one two one', 'ONE'), 3);
  expect(pieces).toEqual([{ text: 'one', hit: 0 }, { text: ' two ' }, { text: 'one', hit: 1 }]);
  expect(cutAtHits('abc', [], 2)).toEqual([{ text: 'abc' }]);
});
