import { text } from 'node:stream/consumers';
import { hashPassword } from '../auth/users.ts';

/** Reads a password from standard input and writes its hash, for a USERS_FILE: `echo -n secret | npx tsx proxy/adapters/hash-password.ts`. */
const password = (await text(process.stdin)).replace(/\r?\n$/, '');
if (password === '') {
  process.stderr.write('Give the password on standard input.\n');
  process.exitCode = 1;
} else {
  process.stdout.write(`${await hashPassword(password)}\n`);
}
