import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indicesBehind, isFoundBy, isLike, type Named } from '../../tests/support/index-names.ts';
import { allows } from '../auth/patterns.ts';
import { partsOf, toPath } from './expression.ts';
import { FIRSTS, tailsOf, withMore } from './wildcards.ts';

/** Indices, aliases and data streams, shown and hidden, with dots and without, that lead to each other. */
const NAMES: Named[] = [
  ...['logs', 'logs-1', 'x-logs', 'a', 'z9', '9z', '로그', 'é-logs', 'secret', '2026.11.25', 'a-2026.11.25', 'logs.x'],
  ...['.kibana_1', '.k', '.logs', '.x-logs', '.2026.11.25', '.é'],
].map((name) => ({ name, of: [name] }));
NAMES.push(
  ...['.hidden', '.hid-logs', 'hid-logs', 'hid-a', 'hid-b'].map((name) => ({ name, hidden: true, of: [name] })),
  ...['logs-app', 'app', '로그-앱', 'x'].flatMap((name) => [
    { name: `.ds-${name}-000001`, hidden: true, of: [`.ds-${name}-000001`] },
    { name, of: [`.ds-${name}-000001`] },
  ]),
  { name: '.ds-made-by-hand-000001', of: ['.ds-made-by-hand-000001'] },
  { name: 'kib', of: ['.kibana_1'] },
  { name: '.dotted', of: ['logs', 'hid-a'] },
  { name: '.dotted-logs', hidden: true, of: ['x-logs'] },
  { name: 'seen', of: ['hid-b', 'logs'] },
);

const word = fc.constantFrom(
  ...[
    'logs',
    'log',
    's',
    'a',
    'x',
    'k',
    'kib',
    'app',
    'é',
    '로',
    '로그',
    'secret',
    '2026',
    '1',
    '9',
    'hid',
    'ds',
    'now',
  ],
  ...['_all', 'other', 'yyyy', 'MM', 'd', 'UTC', 'kibana_1', 'hidden', '000001'],
);
const sign = fc.constantFrom(
  ...Array.from('*****..,,,--<>{}{}|\':/\\?_+ %2e"\ud800'),
  '.*',
  '-*',
  '{now/d}',
  '{now{',
  '}}',
);
const soup = fc.array(fc.oneof(word, sign), { maxLength: 9 }).map((pieces) => pieces.join(''));
/** Names as they are, cut, and with stars; with a dot before; as date math. */
const namelike = fc
  .tuple(fc.constantFrom(...NAMES.map(({ name }) => name)), fc.nat(4), fc.nat(4), fc.constantFrom('', '', '*'))
  .map(([name, from, to, star]) => `${star}${name.slice(from)}`.slice(0, name.length + 1 - to) + star);
const part = fc.oneof(
  namelike,
  namelike.map((name) => `-${name}`),
  namelike.map((name) => `.${name}`),
  namelike.map((name) => `<${name}>`),
  namelike.map((name) => `<${name}{now/d}*>`),
  namelike.map((name) => `<${name}-{now{'${name}'}}>`),
  fc.constantFrom('*', '_all', '**', '.*', '*logs', '*s', '*-*', '-.*', '-*', 'l*', '.k*', '.ds-*', '<*>', '<.*>'),
  soup,
);
const expression = fc.oneof(
  fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(',')),
  soup,
);
const pattern = fc.oneof(
  namelike,
  fc.constantFrom('*', '*', '.*', '.k*', '.kibana_1', '*logs', 'l*', '.hidden', 'hid-*'),
);

/** What is sent for an expression, once it was asked for whatever else it means. */
function sent(text: string): string {
  const parts = partsOf(text);
  const firsts = ['로', 'é'];
  const names = tailsOf(parts).filter((tail) => NAMES.some(({ name }) => name === tail));
  return decodeURIComponent(toPath(withMore(parts, { firsts, names })));
}

/** `allows`, and what is sent; undefined for what is refused. */
function accepted(patterns: readonly string[], text: string): string | undefined {
  try {
    return allows(patterns, text) ? sent(text) : undefined;
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad_request' });
    return undefined;
  }
}

const isCovered = (patterns: readonly string[], name: string) =>
  patterns.some((one) => isLike(name, one) && name.startsWith('.') === one.startsWith('.'));

test('whatever an accepted expression comes to is reached by a name that a pattern of the user covers', () => {
  let reached = 0;
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 3 }), expression, (patterns, text) => {
      const path = accepted(patterns, text);
      if (path === undefined) return;
      expect(path).not.toMatch(/[:"\\?#%]/);
      for (const index of indicesBehind(NAMES, path) ?? []) {
        const ways = NAMES.filter(({ name, of }) => of.includes(index) && isCovered(patterns, name));
        expect(ways, `${text} as ${path} reaches ${index}`).not.toEqual([]);
        reached += 1;
      }
    }),
    { numRuns: 20_000 },
  );

  expect(reached).toBeGreaterThan(300);
});

test('a wildcard means no name that begins with a dot, or that is hidden, and every other one', () => {
  let reached = 0;
  fc.assert(
    fc.property(expression, (text) => {
      const path = accepted(['*', '.*'], text);
      if (path === undefined) return;
      const isShown = (one: Named, wild: string, excluded: boolean) =>
        isFoundBy(one, wild) && (excluded || one.name.startsWith('.') === wild.startsWith('.'));
      const named = partsOf(text).map((one) => (one.excluded ? `-${one.text}` : one.text));
      const expected = indicesBehind(NAMES, named.join(','), isShown);
      expect(indicesBehind(NAMES, path), `${text} as ${path}`).toEqual(expected);
      reached += expected?.length ?? 0;
    }),
    { numRuns: 8_000 },
  );
  expect(reached).toBeGreaterThan(1_000);
});

test('what is added to a pattern means no more than the pattern', () => {
  const more = { firsts: ['로', 'é'], names: ['logs'] };
  for (const text of withMore(partsOf('*logs'), more).split(','))
    expect(isLike(text.replace('*', ''), '*logs')).toBe(true);
  expect(withMore(partsOf('a,*logs,*x*,-b'), more)).toBe('*logs,*x*,로*logs,로*x*,é*logs,é*x*,logs,a,-b');
  expect(decodeURIComponent(toPath('_all,-b,a'))).toBe(`*,-.*,${FIRSTS.map((first) => `${first}*`).join(',')},-b,a`);
  expect(decodeURIComponent(toPath('l*,-b'))).toBe('l*,-b');
});
