import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './system/folders.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('docs/architecture.md says of each dependency why this one, and of no other', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));
  const [, section = ''] = read('docs/architecture.md').split('## Dependencies');
  const named = Array.from(section.matchAll(/^\| `(\S+)` \| .+ \|$/gm), ([, name]) => name);
  expect(named.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
});

test('the pages name files that there are', () => {
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const pages = ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`)];
  const missing = pages.flatMap((page) =>
    pathsIn(read(page))
      .filter((path) => !isThere(path))
      .map((path) => `${page}: ${path}`),
  );
  expect(missing).toEqual([]);
});

/** Paths from the checkout in code quotes. */
function pathsIn(text: string): string[] {
  const quoted = Array.from(
    text.matchAll(/`((?:client|deploy|dev|docs|proxy|shared|tests|bench)\/[\w./-]+)`/g),
    ([, path]) => path ?? '',
  );
  return [...new Set(quoted)];
}

function isThere(path: string): boolean {
  try {
    read(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR';
  }
}
