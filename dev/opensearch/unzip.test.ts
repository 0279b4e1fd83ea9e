import { existsSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unzip } from './unzip.ts';

type Entry = { name: string; text: string; mode?: number };

let folder: string;
let target: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-unzip-'));
  target = join(folder, 'deep', 'target');
  await mkdir(target, { recursive: true });
});

afterEach(() => rm(folder, { recursive: true }));

async function unpack(...entries: Entry[]): Promise<void> {
  const zip = join(folder, 'it.zip');
  await writeFile(zip, zipOf(entries));
  await unzip(zip, target);
}

test('files and folders come out as they went in', async () => {
  await unpack({ name: 'a/', text: '' }, { name: 'a/b/c.txt', text: 'text' }, { name: 'd..txt', text: '' });
  expect(await readFile(join(target, 'a', 'b', 'c.txt'), 'utf8')).toBe('text');
  expect((await readdir(target)).sort()).toEqual(['a', 'd..txt']);
});

test.each([
  '../evil',
  '../../evil',
  'a/../../evil',
  '/tmp/sluice-evil',
  'C:/evil',
  '..\\evil',
  'a\\..\\..\\evil',
  '..',
])('an entry named %s ends it, and nothing is written outside', async (name) => {
  await expect(unpack({ name: 'first', text: '1' }, { name, text: 'evil' })).rejects.toThrow(
    /relative path|absolute path/,
  );
  expect((await readdir(folder)).sort()).toEqual(['deep', 'it.zip']);
  expect(await readdir(join(folder, 'deep'))).toEqual(['target']);
  expect(existsSync('/tmp/sluice-evil')).toBe(false);
});

test('a link becomes a plain file, so that nothing is written through it', async () => {
  const link = { name: 'link', text: '..', mode: 0o120777 };
  await expect(unpack(link, { name: 'link/evil', text: 'evil' })).rejects.toThrow();
  expect((await lstat(join(target, 'link'))).isFile()).toBe(true);
  expect(existsSync(join(folder, 'deep', 'evil'))).toBe(false);
});

/** A zip of stored entries with names as they stand: what a zip program would not write. */
function zipOf(entries: readonly Entry[]): Buffer {
  let at = 0;
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  for (const { name, text, mode = 0o100644 } of entries) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)];
    // Version 2.0, no flags, stored, no time; checksum and sizes.
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt32LE(crc32(data), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(data.length, 18);
    shared.writeUInt16LE(path.length, 22);
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), shared, path, data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(mode * 65536, 6);
    rest.writeUInt32LE(at, 10);
    // Made by version 2.0 on Unix: the mode counts.
    centrals.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), shared, rest, path);
    at += 30 + path.length + data.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(Buffer.concat(centrals).length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, ...centrals, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
