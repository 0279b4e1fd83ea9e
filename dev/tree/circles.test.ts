import { describe, expect, it, test } from 'vitest';
import { circlesOf, importsOf } from './circles.ts';
import { isTest, sourcesIn } from './sources.ts';

/** Folders below which no circle is allowed. */
const CHECKED = ['proxy', 'client/worker', 'client/ui', 'client/ui/search'];

test.each(CHECKED)('no folders of %s import each other in a circle', (folder) => {
  const sources = sourcesIn(folder).filter((source) => !isTest(source));
  const imports = sources.flatMap(importsOf);
  expect(imports.length).toBeGreaterThan(50);
  expect(circlesOf(folder, imports)).toEqual([]);
});

describe('circles', () => {
  const step = (from: string, to: string) => ({ from: `p/${from}`, to: `p/${to}` });

  it('are told with folders and files, each once', () => {
    const imports = [step('a/x.ts', 'b/deep/y.ts'), step('b/z.ts', 'c/w.ts'), step('c/w.ts', 'a/x.ts')];
    expect(circlesOf('p', imports)).toEqual([
      'a (p/a/x.ts imports p/b/deep/y.ts) → b (p/b/z.ts imports p/c/w.ts) → c (p/c/w.ts imports p/a/x.ts) → a',
    ]);
  });

  it('are formed with the files beside the folders too', () => {
    expect(circlesOf('p', [step('app.ts', 'a/x.ts'), step('a/y.ts', 'app.ts')])).toHaveLength(1);
  });

  it('are none within a folder, one way only, or out of the tree', () => {
    const imports = [step('a/x.ts', 'a/y.ts'), step('a/y.ts', 'a/x.ts'), step('a/x.ts', 'b/z.ts')];
    expect(circlesOf('p', [...imports, step('a/x.ts', '../s/q.ts'), step('../s/q.ts', 'a/x.ts')])).toEqual([]);
  });
});

describe('imports', () => {
  const found = (text: string) => importsOf({ path: 'p/a/x.tsx', text }).map(({ to }) => to);

  it.each([
    ["import { b } from '../b.ts';"],
    ["import { type T, b } from '../b.ts';"],
    ["import * as b from '../b.ts';"],
    ["import '../b.ts';"],
    ["export { b } from '../b.ts';"],
    ["export * from '../b.ts';"],
    ["const b = () => import('../b.ts');"],
  ])('%s counts', (text) => {
    expect(found(text)).toEqual(['p/b.ts']);
  });

  it.each([
    ["import type { T } from '../b.ts';"],
    ["import { type T } from '../b.ts';"],
    ["export type { T } from '../b.ts';"],
    ["type T = import('../b.ts').T;"],
    ["import { b } from 'b';"],
    ["const text = `import { b } from '../b.ts';`;"],
  ])('%s does not', (text) => {
    expect(found(text)).toEqual([]);
  });
});
