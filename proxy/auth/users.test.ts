import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, isPassword, parseUsers } from './users.ts';

/** Cheap, so that the test is quick; made by Node's own scrypt, so that the form is not only our own. */
function cheapHash(password: string): string {
  const salt = Buffer.from('salt-of-16-bytes');
  const key = scryptSync(password, salt, 32, { N: 16, r: 8, p: 1 });
  return `scrypt$16$8$1$${salt.toString('base64')}$${key.toString('base64')}`;
}

test('a password is known by its hash, also by one that was made elsewhere', async () => {
  const hash = cheapHash('correct horse');
  expect(await isPassword('correct horse', hash)).toBe(true);
  for (const other of ['wrong', '', 'correct horse ', 'Correct horse'])
    expect(await isPassword(other, hash)).toBe(false);
  expect(await isPassword('correct horse', 'no hash')).toBe(false);
});

test('a hash made here is taken here', async () => {
  const hash = await hashPassword('pässwörd');
  // The same text, its letters put together in another way.
  expect(await isPassword('pässwörd'.normalize('NFD'), hash)).toBe(true);
});

test.each([
  ['not json', 'it is not JSON'],
  ['{}', 'users'],
  ['{"users":[{"name":"ann","hash":"plain","indices":["*"]}]}', 'users.0.hash: a hash must look like'],
  [`{"users":[{"name":"ann","hash":"${cheapHash('x')}"}]}`, 'users.0.indices'],
  [
    '{"users":[{"name":"ann","hash":"scrypt$1048576$8$1$c2FsdA==$c2FsdHNhbHRzYWx0c2FsdA==","indices":[]}]}',
    'users.0.hash',
  ],
])('a users file that is wrong says where: %s', (text, message) => {
  expect(() => parseUsers(text)).toThrow(message);
});
