import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './system/folders.ts';

/** A package of the lock file. `shipped`: it is in what a deployment runs or a browser gets; the others build and test. */
export type Licensed = { name: string; version: string; licence: string; shipped: boolean };

type Lock = { packages: Record<string, { version?: string; license?: string; dev?: boolean; optional?: boolean }> };

/** All packages that the lock file names, those for other systems too. */
export function licences(): Licensed[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const found = Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { version = '', license = 'unknown', dev = false }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      licence: license,
      shipped: !dev,
    }));
  const once = new Map(found.map((one) => [`${one.name}@${one.version}`, one]));
  return [...once.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A table of them in Markdown. */
export function licenceTable(): string {
  const rows = licences().map(
    ({ name, version, licence, shipped }) => `| ${name} | ${version} | ${licence} | ${shipped ? 'yes' : ''} |`,
  );
  return ['| package | version | licence | shipped |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

if (process.argv[1]?.endsWith('licences.ts')) console.log(licenceTable());
