import { lchown, lstat, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareFolder } from './node-folder.ts';

const NOBODY = { name: 'nobody', uid: 65534, gid: 65534 };

let outer: string;
let folder: string;
let victim: string;

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'sluice-node-'));
  folder = join(outer, 'node-1');
  victim = join(outer, 'victim');
  await writeFile(victim, 'as it was');
  await mkdir(join(outer, 'distribution', 'config'), { recursive: true });
  await writeFile(join(outer, 'distribution', 'config', 'log4j2.properties'), 'log = it');
});

afterEach(() => rm(outer, { recursive: true }));

const prepare = () =>
  prepareFolder({
    ...{ name: 'node-1', folder, distribution: join(outer, 'distribution'), user: NOBODY, httpPort: 9200 },
    settings: { 'cluster.name': 'it' },
  });
const ownerOf = async (path: string) => (await lstat(path)).uid;

describe.runIf(process.getuid?.() === 0)('as root, for another user', () => {
  test('only the folders inside are given away', async () => {
    await prepare();
    expect(await ownerOf(folder)).toBe(0);
    for (const name of ['config', 'config/opensearch.yml', 'config/log4j2.properties', 'data', 'logs', 'tmp']) {
      expect(await ownerOf(join(folder, name))).toBe(NOBODY.uid);
    }
    expect(await readFile(join(folder, 'config', 'opensearch.yml'), 'utf8')).toContain('cluster.name: "it"\n');
  });

  test('a folder that was given away is taken back, and what is in data stays', async () => {
    await prepare();
    await writeFile(join(folder, 'data', 'rows'), 'rows');
    await lchown(folder, NOBODY.uid, NOBODY.gid);
    await prepare();
    expect(await ownerOf(folder)).toBe(0);
    expect(await readFile(join(folder, 'data', 'rows'), 'utf8')).toBe('rows');
  });

  test.each(['config', 'config/opensearch.yml', 'config/log4j2.properties', 'config/other', 'logs', 'data'])(
    'a link at %s leads nobody to what is not theirs',
    async (name) => {
      await mkdir(join(folder, 'config'), { recursive: true });
      await mkdir(join(outer, 'elsewhere'));
      if (name === 'config') await rm(join(folder, 'config'), { recursive: true });
      await symlink(name.includes('/') ? victim : join(outer, 'elsewhere'), join(folder, name));
      await prepare();
      expect(await readFile(victim, 'utf8')).toBe('as it was');
      expect(await ownerOf(victim)).toBe(0);
      expect(await ownerOf(join(outer, 'elsewhere'))).toBe(0);
    },
  );
});
