import { expect, test } from 'vitest';
import { signInFailed } from './accounts.ts';
import { SignIns } from './sign-ins.ts';
import { Stays } from './stay.ts';

const clock = { at: 0, now: () => clock.at, after: () => () => {} };
const began = { sid: 'a', at: 0 };

test('a session ends when it is not used, and at its longest', () => {
  clock.at = 0;
  const stays = new Stays({ idle: 100, max: 1000 }, clock);
  const stay = stays.enter(began);
  for (clock.at = 90; clock.at < 1000; clock.at += 90) stay.use();
  expect(() => stay.use()).toThrow(/signed out/);
  expect(() => stays.enter(began)).toThrow(/signed out/);
  clock.at = 0;
  const idle = stays.enter(began);
  clock.at = 100;
  expect(() => idle.use()).toThrow(/signed out/);
  expect(stays.left({ sid: 'b', at: -950 })).toBe(0);
  expect(stays.left({ sid: 'b', at: 50 })).toBe(100);
});

test('a session that was ended is over, also where it is in use; those of long ago are forgotten', () => {
  clock.at = 0;
  const stays = new Stays({ idle: 100, max: 1000 }, clock);
  const stay = stays.enter(began);
  stays.end(began);
  expect(() => stay.use()).toThrow(/signed out/);
  expect(() => stays.enter(began)).toThrow(/signed out/);
  expect(stays.isOver({ sid: 'b', at: 0 })).toBe(false);
  for (let i = 0; i < 10_001; i++) stays.end({ sid: `other ${i}`, at: 0 });
  expect(stays.isOver(began)).toBe(false);
});

test('an account is locked after so many failures, whoever tries; success clears it; an address has its own count', async () => {
  clock.at = 0;
  const signIns = new SignIns(3, clock);
  const wrong = () => Promise.reject(signInFailed());
  const code = (account: string, address: string, check: () => Promise<unknown> = wrong) =>
    signIns.attempt({ account, address }, check).then(
      () => 'in',
      (error: { code: string }) => error.code,
    );
  const twice = async () => [await code('ann', '1'), await code('ann', '2')];
  expect(await twice()).toEqual(['sign_in_failed', 'sign_in_failed']);
  expect(await code('ann', '1', async () => 'yes')).toBe('in');
  expect(await twice()).toEqual(['sign_in_failed', 'sign_in_failed']);
  // Many at once are no way around: each counts before it is checked.
  expect((await Promise.all([1, 2, 3].map(() => code('ann', '3')))).sort()).toEqual([
    'rate_limited',
    'rate_limited',
    'sign_in_failed',
  ]);
  expect(await code('ann', '4', async () => 'yes')).toBe('rate_limited');
  await expect(signIns.attempt({ account: 'ann', address: '4' }, wrong)).rejects.toMatchObject({ retryAfter: 900_000 });
  clock.at = 900_000;
  expect(await code('ann', '4', async () => 'yes')).toBe('in');
  for (let i = 0; i < 15; i++) expect(await code(`user ${i}`, '9')).toBe('sign_in_failed');
  expect(await code('user 15', '9', async () => 'yes')).toBe('rate_limited');
  expect(await code('user 15', '8', async () => 'yes')).toBe('in');
});
