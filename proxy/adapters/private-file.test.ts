import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writePrivateFile } from './private-file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-private-'));
  path = join(folder, 'secret');
});

afterEach(() => rm(folder, { recursive: true }));

const modeOf = async (file: string) => (await stat(file)).mode & 0o7777;

test.each([0, 0o022, 0o077])('a new file is for its owner alone, with umask %o', async (mask) => {
  const umask = process.umask(mask);
  try {
    writePrivateFile(path, 'text');
  } finally {
    process.umask(umask);
  }
  expect(await modeOf(path)).toBe(0o600);
  expect(await readFile(path, 'utf8')).toBe('text');
  expect(await readdir(folder)).toEqual(['secret']);
});

test.each([0o644, 0o640, 0o666, 0o777, 0o400])('one that was there with mode %o is closed to others', async (mode) => {
  await writeFile(path, 'before');
  await chmod(path, mode);
  writePrivateFile(path, 'after');
  expect(await modeOf(path)).toBe(0o600);
  expect(await readFile(path, 'utf8')).toBe('after');
});

test('somebody reading the file that was there does not see what is written', async () => {
  await writeFile(path, 'before');
  const { ino } = await stat(path);
  writePrivateFile(path, 'after');
  expect((await stat(path)).ino).not.toBe(ino);
});

test('a link is replaced, and what it leads to stays', async () => {
  await writeFile(join(folder, 'other'), 'stays');
  await symlink('other', path);
  writePrivateFile(path, 'text');
  expect(await readFile(join(folder, 'other'), 'utf8')).toBe('stays');
  expect(await readFile(path, 'utf8')).toBe('text');
  expect(await modeOf(path)).toBe(0o600);
});

test('what cannot be put in its place leaves nothing behind', async () => {
  await mkdir(path);
  expect(() => writePrivateFile(path, 'text')).toThrow();
  expect(await readdir(folder)).toEqual(['secret']);
});
