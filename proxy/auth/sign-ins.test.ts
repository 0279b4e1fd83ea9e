import { beforeEach, describe, expect, test } from 'vitest';
import { signInFailed } from './accounts.ts';
import { foldName, SignIns } from './sign-ins.ts';

const clock = { at: 0, now: () => clock.at, after: () => () => {} };
const WINDOW_MS = 900_000;
let signIns: SignIns;
beforeEach(() => {
  clock.at = 0;
  signIns = new SignIns(3, clock);
});

const wrong = () => Promise.reject(signInFailed());
const right = async () => 'yes';

async function attempt(account: string, place: string, check: () => Promise<unknown> = wrong, isKnown = false) {
  try {
    await signIns.attempt(account, { place, isKnown }, check);
    return 'in';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test('an account is locked after so many failures, whoever tries; success clears it', async () => {
  const twice = async () => [await attempt('ann', '1'), await attempt('ann', '2')];
  expect(await twice()).toEqual(['sign_in_failed', 'sign_in_failed']);
  expect(await attempt('ann', '1', right)).toBe('in');
  expect(await twice()).toEqual(['sign_in_failed', 'sign_in_failed']);
  // Many at once are no way around: each counts before it is checked.
  expect((await Promise.all([1, 2, 3].map(() => attempt('ann', '3')))).sort()).toEqual([
    'rate_limited',
    'rate_limited',
    'sign_in_failed',
  ]);
  expect(await attempt('ann', '4', right)).toBe('rate_limited');
  const late = signIns.attempt('ann', { place: '4', isKnown: false }, wrong);
  await expect(late).rejects.toMatchObject({ retryAfter: WINDOW_MS });
  clock.at = WINDOW_MS;
  expect(await attempt('ann', '4', right)).toBe('in');
});

test('a place has its own count, five times as many; one that is not known has none', async () => {
  for (let i = 0; i < 15; i++) expect(await attempt(`user ${i}`, '9')).toBe('sign_in_failed');
  expect(await attempt('user 15', '9', right)).toBe('rate_limited');
  expect(await attempt('user 15', '8', right)).toBe('in');
  for (let i = 0; i < 30; i++) expect(await attempt(`nobody ${i}`, '')).toBe('sign_in_failed');
});

test('what was no wrong password counts for nothing', async () => {
  const down = () => Promise.reject(new Error('down'));
  for (let i = 0; i < 30; i++) expect(await attempt('ann', '1', down)).toBeUndefined();
  expect(await attempt('ann', '1', right)).toBe('in');
});

describe('a browser that the account has signed in with', () => {
  test('is let in while others have locked the account and the place', async () => {
    for (let i = 0; i < 20; i++) await attempt(`user ${i}`, '1');
    for (let i = 0; i < 5; i++) await attempt('ann', `other ${i}`);
    expect(await attempt('ann', '1', right)).toBe('rate_limited');
    expect(await attempt('ann', '1', right, true)).toBe('in');
    // And that unlocks nothing for the others.
    expect(await attempt('ann', '2', right)).toBe('rate_limited');
  });

  test('may guess no more than anybody: its own allowance, then the account’s', async () => {
    const codes: unknown[] = [];
    for (let i = 0; i < 8; i++) codes.push(await attempt('ann', '1', wrong, true));
    expect(codes.filter((code) => code === 'sign_in_failed')).toHaveLength(6);
    expect(await attempt('ann', '1', right, true)).toBe('rate_limited');
    expect(await attempt('ann', '2', right)).toBe('rate_limited');
    expect(await attempt('bob', '2', right)).toBe('in');
  });

  test('that lost its own allowance to a thief comes in as anybody does', async () => {
    for (let i = 0; i < 3; i++) await attempt('ann', 'thief', wrong, true);
    expect(await attempt('ann', '1', right, true)).toBe('in');
  });
});

test.each([
  'Ann',
  'ANN',
  ' ann ',
  'a n\u00a0n',
  'ánn',
  'a\u0301nn',
  'ａｎｎ',
  'a\u200bnn',
  'a\u00adnn',
  '\u202eann',
  'ann\u0000',
])('%j is the same account as ann', async (name) => {
  expect(foldName(name)).toBe('ann');
  for (const form of ['ann', name, 'ann']) expect(await attempt(form, form)).toBe('sign_in_failed');
  expect(await attempt(name, 'elsewhere', right)).toBe('rate_limited');
  expect(await attempt('ann', 'elsewhere', right)).toBe('rate_limited');
});

test('letters that become two, or none, have one form', () => {
  expect(foldName('STRASSE')).toBe(foldName('straße'));
  expect(foldName('ı')).toBe(foldName('I'));
  expect(foldName('ſ')).toBe(foldName('S'));
  expect(foldName('\u200b')).not.toBe('');
  expect(foldName('ann')).not.toBe(foldName('anna'));
});

test('names that are made up bring no count of another back to its beginning', async () => {
  signIns = new SignIns(3, clock);
  for (let i = 0; i < 3; i++) await attempt('ann', '');
  for (let i = 0; i < 12_000; i++) await attempt(`made up ${i}`, `${i % 3000}`);
  expect(await attempt('ann', 'elsewhere', right)).toBe('rate_limited');
  // Nor does one who is tried for the first time now have more tries than others.
  const codes: unknown[] = [];
  for (let i = 0; i < 6; i++) codes.push(await attempt('bob', `of bob ${i}`));
  expect(codes.filter((code) => code === 'sign_in_failed').length).toBeLessThanOrEqual(3);
  expect(codes.at(-1)).toBe('rate_limited');
  clock.at = WINDOW_MS;
  expect(await attempt('bob', 'x', right)).toBe('in');
});
