import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { root } from '../system/folders.ts';

/** A source file of the checkout: its path from there, and what is in it. */
export type Source = { path: string; text: string };

/** The `.ts` and `.tsx` files in these folders, at any depth, in order, without what is generated. */
export function sourcesIn(...folders: readonly string[]): Source[] {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  return paths
    .filter((path) => /\.tsx?$/.test(path) && !/\.d\.ts$|\.wasm\.ts$|node_modules/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Whether it is only run by tests: a test, or a suite that several tests run. */
export function isTest({ path }: Source): boolean {
  return /\.test\.tsx?$|\/suite\//.test(path);
}

export function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/**
 * The file as Vite's parser reads it: TypeScript itself has no API of its compiler that is declared stable.
 * Of AssemblyScript the decorators are left out, which TypeScript does not have on functions; places stay the same.
 * @throws Error for what is no TypeScript
 */
export function parsed({ path, text }: Source) {
  const plain = path.includes('/assembly/') ? text.replace(/^\s*@\w+/gm, (found) => ' '.repeat(found.length)) : text;
  const result = parseSync(path, plain, { lang: path.endsWith('x') ? 'tsx' : 'ts', sourceType: 'module' });
  const [error] = result.errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  return result;
}
