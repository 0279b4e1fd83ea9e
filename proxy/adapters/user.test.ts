import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isPassword, parseUsers } from '../auth/users.ts';
import { readPassword } from './read-password.ts';

const SCRIPT = fileURLToPath(new URL('user.ts', import.meta.url));

async function user(file: string, input: string, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...args], {
    env: { ...process.env, USERS_FILE: file },
  });
  child.stdin.end(input);
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { said, complained, status: child.exitCode };
}

test('users are added, listed, changed and removed', { timeout: 30_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-users-'));
  const file = join(folder, 'users.json');
  try {
    expect(await user(file, 'first\n', 'add', 'ann', '--indices', 'flights*, logs-2')).toMatchObject({ status: 0 });
    expect(await user(file, 'second', 'add', 'ann', '--indices', 'flights*')).toMatchObject({ status: 0 });
    const written = await readFile(file, 'utf8');
    expect(written).not.toMatch(/first|second/);
    expect((await stat(file)).mode & 0o077).toBe(0);
    const [ann] = parseUsers(written);
    expect(ann).toMatchObject({ name: 'ann', indices: ['flights*'] });
    expect(await isPassword('first', ann?.hash ?? '')).toBe(false);
    expect(await isPassword('second', ann?.hash ?? '')).toBe(true);
    expect(await user(file, '', 'list')).toMatchObject({ said: 'ann\tflights*\n' });
    expect(await user(file, '', 'add', 'bob', '--indices', 'a')).toMatchObject({
      status: 1,
      complained: expect.stringContaining('password'),
    });
    expect(await user(file, 'x', 'add', 'bob', '--indices', 'a/b')).toMatchObject({ status: 1 });
    expect(await user(file, '', 'remove', 'ann')).toMatchObject({ status: 0 });
    expect(parseUsers(await readFile(file, 'utf8'))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a users file that others could read is closed to them, and nothing set up beside it is written to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-users-'));
  const file = join(folder, 'users.json');
  try {
    await writeFile(file, '{"users":[]}');
    await chmod(file, 0o644);
    await writeFile(join(folder, 'victim'), 'as it was');
    await symlink('victim', `${file}.new`);
    expect(await user(file, 'word', 'add', 'ann', '--indices', 'a')).toMatchObject({ status: 0 });
    expect((await stat(file)).mode & 0o7777).toBe(0o600);
    expect(parseUsers(await readFile(file, 'utf8'))).toMatchObject([{ name: 'ann' }]);
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('as it was');
    expect((await readdir(folder)).sort()).toEqual(['users.json', 'users.json.new', 'victim']);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a terminal shows nothing of the password', async () => {
  const modes: boolean[] = [];
  const terminal = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (raw: boolean) => modes.push(raw) });
  const screen = new PassThrough();
  const typed = readPassword(terminal, screen);
  terminal.write('sekrex\u007ft\r');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(modes).toEqual([true, false, true]);
  terminal.write('sekret\r');
  expect(await typed).toBe('sekret');
  expect(modes).toEqual([true, false, true, false]);
  screen.end();
  expect(await text(screen)).toBe('Password: \nOnce more: \n');
});
