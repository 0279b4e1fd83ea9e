import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VERSION } from '../../shared/version.ts';
import { root } from '../system/folders.ts';

const textOf = (name: string) => readFileSync(join(root, name), 'utf8');

test('the version is that of package.json, and has its part of the changelog', () => {
  expect(JSON.parse(textOf('package.json'))).toMatchObject({ version: VERSION });
  expect(textOf('CHANGELOG.md')).toMatch(new RegExp(`^## ${VERSION.replaceAll('.', '\\.')}( |$)`, 'm'));
});
