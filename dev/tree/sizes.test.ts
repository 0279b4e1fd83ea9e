import { describe, expect, it } from 'vitest';
import { functionsOf, medianOf } from './sizes.ts';
import { isTest, linesOf, type Source, sourcesIn } from './sources.ts';

const MEDIAN_LINES = 80;
const MAX_FILE_LINES = 280;
const MAX_FUNCTION_LINES = 60;

/** Tables, not code: to cut them would help nobody who reads them. */
const TABLES = new Set(['shared/lucene/fixtures/lucene-cuts.ts']);

/**
 * What is built and run, and the tests beside it. `tests/` is left out: a suite against a real cluster is a list of cases, and
 * reads best in one piece.
 */
const sources = sourcesIn('shared', 'proxy', 'client', 'dev', 'bench');
const isHeld = ({ path }: Source) => !TABLES.has(path);

describe('the tree', () => {
  it(`has files of ${MEDIAN_LINES} lines at most, by the median`, () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(medianOf(sources.map(({ text }) => linesOf(text)))).toBeLessThanOrEqual(MEDIAN_LINES);
    // Many short tests must not make up for long code.
    const code = sources.filter((source) => !isTest(source));
    expect(medianOf(code.map(({ text }) => linesOf(text)))).toBeLessThanOrEqual(MEDIAN_LINES);
  });

  it(`has no file of more than ${MAX_FILE_LINES} lines`, () => {
    const long = sources.filter((source) => isHeld(source) && linesOf(source.text) > MAX_FILE_LINES);
    expect(long.map(({ path, text }) => `${path}: ${linesOf(text)}`)).toEqual([]);
  });

  it(`has no function of more than ${MAX_FUNCTION_LINES} lines outside tests`, () => {
    const functions = sources.filter((source) => isHeld(source) && !isTest(source)).flatMap(functionsOf);
    expect(functions.length).toBeGreaterThan(2000);
    const long = functions.filter(({ lines }) => lines > MAX_FUNCTION_LINES);
    expect(long.map(({ path, line, lines }) => `${path}:${line}: ${lines}`)).toEqual([]);
  });

  it('names no table that is short', () => {
    const long = sources.filter(({ text }) => linesOf(text) > MAX_FILE_LINES).map(({ path }) => path);
    expect([...TABLES].filter((path) => !long.includes(path))).toEqual([]);
  });
});

describe('functions', () => {
  const sizes = (text: string) => functionsOf({ path: 'a.tsx', text }).map(({ line, lines }) => [line, lines]);

  it('are counted from their first line to their last, wherever they stand', () => {
    expect(sizes('\nfunction f() {\n  return 1;\n}\n')).toEqual([[2, 3]]);
    expect(sizes('const f = () =>\n  1;')).toEqual([[1, 2]]);
    expect(sizes('class C {\n  constructor() {\n  }\n  get x() { return 1; }\n}')).toEqual([
      [2, 2],
      [4, 1],
    ]);
    expect(sizes('const o = {\n  m() {\n    return () => 1;\n  },\n};')).toEqual([
      [2, 3],
      [3, 1],
    ]);
    expect(sizes('const C = () => (\n  <p>\n    é😀\n  </p>\n);\nconst D = () => 1;')).toEqual([
      [1, 5],
      [6, 1],
    ]);
  });

  it('of types, and in texts, are none', () => {
    expect(sizes('type F = () => void;\ninterface I { m(): void }\nconst t = `function f() {}`;')).toEqual([]);
  });
});

it('the median is the lower middle', () => {
  expect([medianOf([3, 1, 2]), medianOf([4, 1, 3, 2]), medianOf([])]).toEqual([2, 2, 0]);
});
