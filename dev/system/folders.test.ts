import { existsSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cacheFolder, ownFolder } from './folders.ts';
import { SetupError } from './setup-error.ts';

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

let outer: string;
let folder: string;

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'sluice-folders-'));
  folder = join(outer, 'sluice-abc');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(outer, { recursive: true });
});

const refused = async (fault: string) => {
  const error = await ownFolder(folder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SetupError);
  expect((error as Error).message).toBe(`${folder} ${fault}, and programs are run from it: remove it and start again.`);
};

test('one that is not there is made, for us alone to write', async () => {
  const umask = process.umask(0);
  try {
    expect(await ownFolder(folder)).toBe(folder);
  } finally {
    process.umask(umask);
  }
  expect((await lstat(folder)).mode & 0o7777).toBe(0o755);
});

test.each([0o755, 0o700, 0o750])('our own of mode %o is taken with what is in it', async (mode) => {
  await mkdir(folder);
  await writeFile(join(folder, 'kept'), '');
  await chmod(folder, mode);
  expect(await ownFolder(folder)).toBe(folder);
  expect(existsSync(join(folder, 'kept'))).toBe(true);
});

describe('refused in one line that says what to do', () => {
  test.each([0o775, 0o757, 0o777, 0o1777, 0o720, 0o702])('of mode %o', async (mode) => {
    await mkdir(folder);
    await chmod(folder, mode);
    await refused('can be written to by others');
  });

  test.runIf(isRoot)('of another user', async () => {
    await mkdir(folder);
    await chown(folder, NOBODY, NOBODY);
    await refused('belongs to another user');
  });

  test('a link to a folder of ours', async () => {
    await mkdir(join(outer, 'real'));
    await symlink(join(outer, 'real'), folder);
    await refused('is not a folder of its own');
  });

  test.runIf(isRoot)("another user's link", async () => {
    await symlink('/usr', folder);
    await chown(outer, NOBODY, NOBODY);
    await refused('is not a folder of its own');
  });

  test('a link that leads nowhere, which is not followed', async () => {
    await symlink(join(outer, 'nowhere'), folder);
    await refused('is not a folder of its own');
    expect(existsSync(join(outer, 'nowhere'))).toBe(false);
  });

  test('a file', async () => {
    await writeFile(folder, '');
    await refused('is not a folder of its own');
  });
});

test('the cache of downloads is looked at in the same way', async () => {
  vi.stubEnv('XDG_CACHE_HOME', join(outer, 'not', 'there', 'yet'));
  expect(await cacheFolder()).toBe(join(outer, 'not', 'there', 'yet', 'sluice'));
  vi.stubEnv('XDG_CACHE_HOME', outer);
  await symlink('/usr', join(outer, 'sluice'));
  await expect(cacheFolder()).rejects.toThrow(/is not a folder of its own/);
});
