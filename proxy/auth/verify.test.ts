import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hashPassword, type LocalUser, type Scrypt } from './users.ts';
import { makeVerifyUser } from './verify.ts';

/** Cheap, and one at a time by hand: what is being computed, and for whom. */
function makeScrypt() {
  const under: { password: string; finish(): void }[] = [];
  const scrypt: Scrypt = (password, _, { length }) =>
    new Promise((resolve) => {
      const finish = () => {
        under.splice(under.indexOf(one), 1);
        resolve(new Uint8Array(length).fill(password.length));
      };
      const one = { password, finish };
      under.push(one);
    });
  return { under, scrypt };
}

const from = (place: string, isKnown = false, signal = new AbortController().signal) => ({ place, isKnown, signal });

/** A user of this name, whose password is any of 5 letters. */
async function makeUsers(scrypt: { under: { finish(): void }[]; scrypt: Scrypt }): Promise<LocalUser[]> {
  const hash = hashPassword('right', scrypt.scrypt);
  scrypt.under[0]?.finish();
  return [{ name: 'ann', hash: await hash, mark: '', indices: [] }];
}

/** With `nobody`'s hash made already. */
async function makeBench() {
  const made = makeScrypt();
  const verify = makeVerifyUser(await makeUsers(made), made.scrypt);
  const first = verify('ann', 'first', from('first'));
  await setImmediate();
  made.under[0]?.finish();
  await setImmediate();
  made.under[0]?.finish();
  await first;
  const doing = async () => {
    await setImmediate();
    return made.under.map(({ password }) => password);
  };
  const finish = async (): Promise<string[]> => {
    made.under[0]?.finish();
    return doing();
  };
  return { verify, doing, finish, under: made.under };
}

test('finds a user by name and password', async () => {
  const { verify, finish, doing } = await makeBench();
  const [right, wrong, nobody] = [
    verify('ann', 'right', from('1')),
    verify('ann', 'wrong!', from('2')),
    verify('bob', 'right', from('3')),
  ];
  // A name that there is not costs as much.
  expect(await doing()).toEqual(['right']);
  expect(await finish()).toEqual(['wrong!']);
  expect(await finish()).toEqual(['right']);
  await finish();
  expect(await right).toMatchObject({ name: 'ann' });
  expect(await wrong).toBeUndefined();
  expect(await nobody).toBeUndefined();
});

test('one at a time, and each place in turn: others wait behind one of a place that sends many', async () => {
  const { verify, doing, finish } = await makeBench();
  const many = Array.from({ length: 8 }, (_, i) => verify('ann', `many ${i}`, from('attacker')));
  const right = verify('ann', 'right', from('home'));
  expect(await doing()).toEqual(['many 0']);
  expect(await finish()).toEqual(['many 1']);
  expect(await finish()).toEqual(['right']);
  expect(await finish()).toEqual(['many 2']);
  expect(await right).toMatchObject({ name: 'ann' });
  for (let i = 0; i < 6; i++) await finish();
  expect(await Promise.all(many)).toEqual(Array(8).fill(undefined));
});

test('one more is told to come again at once, from a place and in all, and computes nothing', async () => {
  const { verify, doing, finish } = await makeBench();
  const refused = { code: 'busy', retryAfter: 1000 };
  const waiting = Array.from({ length: 9 }, () => verify('ann', 'many', from('attacker')));
  await expect(verify('ann', 'many', from('attacker'))).rejects.toMatchObject(refused);
  const others = Array.from({ length: 24 }, (_, i) => verify('ann', 'other', from(`place ${i}`)));
  // Full: the one with most in it gives way to a place with fewer.
  const right = verify('ann', 'right', from('home'));
  right.catch(() => {});
  const settled = await Promise.race([Promise.allSettled(waiting.slice(8)), doing()]);
  expect(settled).toMatchObject([{ status: 'rejected', reason: refused }]);
  for (let i = 0; i < 40; i++) await finish();
  expect(await right).toMatchObject({ name: 'ann' });
  await Promise.allSettled([...waiting, ...others]);
});

test('a browser that is known waits behind nobody else', async () => {
  const { verify, doing, under, finish } = await makeBench();
  const many = Array.from({ length: 32 }, (_, i) => verify('ann', 'many', from(`place ${i}`)));
  const right = verify('ann', 'right', from('place 1', true));
  expect(await doing()).toEqual(['many', 'right']);
  under[1]?.finish();
  expect(await right).toMatchObject({ name: 'ann' });
  // Two at once at most, for memory.
  const more = [verify('ann', 'right', from('a', true)), verify('ann', 'right', from('b', true))];
  expect(await doing()).toHaveLength(2);
  for (let i = 0; i < 40; i++) await finish();
  await Promise.all([...many, ...more]);
});

test('who leaves waits no more', async () => {
  const { verify, doing, finish } = await makeBench();
  const leaving = new AbortController();
  const first = verify('ann', 'first', from('1'));
  const left = verify('ann', 'left', from('2', false, leaving.signal));
  const last = verify('ann', 'right', from('3'));
  leaving.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  expect(await doing()).toEqual(['first']);
  expect(await finish()).toEqual(['right']);
  await finish();
  expect(await last).toMatchObject({ name: 'ann' });
  await first;
});
