import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Artifact, ICU, OPENSEARCH, OPENSEARCH_2, SECURITY_PLUGIN } from './artifacts.ts';
import { fetchArtifact } from './fetch-artifact.ts';

const GOOD = 'PK the zip that the checkout knows';
const artifact: Artifact = {
  group: 'org.example.things',
  name: 'thing',
  version: '1.2',
  type: 'zip',
  sha512: createHash('sha512').update(GOOD).digest('hex'),
};

const OTHERS = {
  'one byte changed': GOOD.replace('zip', 'zap'),
  'one byte more': `${GOOD} `,
  'cut short': GOOD.slice(0, -1),
  empty: '',
  'something else': 'PK',
};

let folder: string;
let work: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-fetch-'));
  work = join(folder, 'work');
  for (const name of ['work', 'bin', 'cache']) await mkdir(join(folder, name));
  vi.stubEnv('PATH', join(folder, 'bin'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('from the cache of what Python fetched', () => {
  const zip = () => join(folder, 'cache', 'sluice', 'thing-1.2.zip');
  const put = async (text: string) => {
    await mkdir(join(folder, 'cache', 'sluice'), { mode: 0o700 });
    await writeFile(zip(), text);
  };

  test('the file that is known is taken', async () => {
    await put(GOOD);
    expect(await fetchArtifact(work, artifact)).toBe(zip());
  });

  test.each(Object.entries(OTHERS))('%s: refused in a line that says what to do, and deleted', async (_, text) => {
    await put(text);
    await expect(fetchArtifact(work, artifact)).rejects.toThrow(
      /^thing-1\.2\.zip is not the file of thing 1\.2 .*SHA-512.*: start again \(it was deleted from the cache\)\.$/,
    );
    expect(existsSync(zip())).toBe(false);
  });
});

describe('from Maven', () => {
  /** Stands in for Maven: hands over the file of its cache, as Maven does. */
  const MAVEN = `#!/bin/sh
[ "$1" = -v ] && exit
[ "$3" = "$MAVEN_REFUSES" ] && exit 1
for arg; do case "$arg" in -DoutputDirectory=*) out=\${arg#*=};; esac; done
/bin/cp "$MAVEN_HAS" "$out/thing-1.2.zip" && echo "$@" > "$MAVEN_HAS.asked"
`;
  const put = async (text: string) => {
    const mvn = join(folder, 'bin', 'mvn');
    await writeFile(mvn, MAVEN);
    await chmod(mvn, 0o755);
    const has = join(folder, 'in-maven');
    await writeFile(has, text);
    vi.stubEnv('MAVEN_HAS', has);
  };

  test('the file that is known is taken; the plugin is named by its version', async () => {
    await put(GOOD);
    expect(await fetchArtifact(work, artifact)).toBe(join(work, 'thing-1.2.zip'));
    expect(await readFile(join(folder, 'in-maven.asked'), 'utf8')).toMatch(
      /--strict-checksums \S+:maven-dependency-plugin:\d+\.\d+\.\d+:copy -Dartifact=org\.example\.things:thing:1\.2:zip /,
    );
  });

  test('a file that the repository has no checksum of is held against ours alone', async () => {
    vi.stubEnv('MAVEN_REFUSES', '--strict-checksums');
    await put(GOOD);
    expect(await fetchArtifact(work, artifact)).toBe(join(work, 'thing-1.2.zip'));
    await put(OTHERS['one byte changed']);
    await expect(fetchArtifact(work, artifact)).rejects.toThrow('is not the file of thing 1.2');
  });

  test.each(Object.entries(OTHERS))(
    '%s: refused in a line that says what to delete, and not unpacked',
    async (_, text) => {
      await put(text);
      await expect(fetchArtifact(work, artifact)).rejects.toThrow(
        /^thing-1\.2\.zip is not the file .*: delete org\/example\/things\/thing\/1\.2 in Maven's local repository \(.*\) and start again\.$/,
      );
      expect(existsSync(join(work, 'thing-1.2.zip'))).toBe(false);
    },
  );
});

test('each artifact has a hash of its own', () => {
  const hashes = [OPENSEARCH, OPENSEARCH_2, SECURITY_PLUGIN, ...ICU].map(({ sha512 }) => sha512);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{128}$/);
  expect(new Set(hashes).size).toBe(5);
});
