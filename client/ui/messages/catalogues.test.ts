import { describe, expect, it } from 'vitest';
import { en as page } from './en.ts';
import { enLink } from './en-link.ts';
import { enSaved } from './en-saved.ts';
import { enSeveral } from './en-several.ts';
import { enStatistics } from './en-statistics.ts';
import { ko as koPage } from './ko.ts';
import { koLink } from './ko-link.ts';
import { koSaved } from './ko-saved.ts';
import { koSeveral } from './ko-several.ts';
import { koStatistics } from './ko-statistics.ts';

/** With what parts of the page bring along. */
const en = { ...page, link: enLink, saved: enSaved, several: enSeveral, statistics: enStatistics };
const ko = { ...koPage, link: koLink, saved: koSaved, several: koSeveral, statistics: koStatistics };

/** Every message by its path. */
function messages(value: object, path = ''): [string, unknown][] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && inner !== null ? messages(inner, `${path}${key}.`) : [[path + key, inner]],
  );
}

/** The same in both on purpose. */
const SHARED =
  /^(search\.kinds\.index|topBar\.connected|topBar\.languages\.(en|ko)|query\.languages\.dql|monitor\.story|exports\.(count|announce|tabTitle))$/;

describe('the catalogues', () => {
  it('hold the same messages', () => {
    expect(
      messages(ko)
        .map(([path]) => path)
        .sort(),
    ).toEqual(
      messages(en)
        .map(([path]) => path)
        .sort(),
    );
  });

  it('leave nothing untranslated and nothing empty', () => {
    const english = new Map(messages(en));
    for (const [path, message] of messages(ko)) {
      if (SHARED.test(path) || typeof message !== 'string') continue;
      expect(message, path).not.toBe('');
      expect(message, path).not.toBe(english.get(path));
    }
  });

  it.each([en, ko])('have words of their own for an export of which no row has come yet', ({ exports }) => {
    const { pausedWhy, pausedUnkept, leftWhy, interruptedWhy } = exports;
    const all = [{ pausedWhy, pausedUnkept, leftWhy, interruptedWhy }, exports.picked];
    for (const words of all) {
      for (const say of [words.pausedWhy, words.pausedUnkept, words.leftWhy, words.interruptedWhy]) {
        expect(say(0)).not.toMatch(/0|so far|지금까지/);
        expect(say(0)).not.toBe(say(1));
      }
    }
  });

  it('count one and many', () => {
    expect(en.exports.leftWhy(1)).toContain('The first row is safe');
    expect(en.exports.leftWhy(2000)).toContain('The first 2,000 rows are safe');
    expect(en.exports.rowsOf(1, 1)).toBe('1 of 1 row');
    expect(en.exports.rowsOf(1284000, 3000000)).toBe('1,284,000 of 3,000,000 rows');
    expect(en.exports.missing(1)).toBe('1 row is not in the file.');
    expect(ko.exports.rowsOf(121, 300)).toBe('300행 중 121행');
  });
});

it('nobody but the Export dialog reads what it brings along', () => {
  const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  const readers = Object.entries(sources).filter(([, text]) => text.includes('t().dialog'));
  expect(readers.length).toBeGreaterThan(5);
  expect(readers.map(([path]) => path).filter((path) => !/^\.\.\/export-dialog\/|\.test\.ts$/.test(path))).toEqual([]);
});
