import { linesOf, parsed, type Source } from './sources.ts';

/** A function, method or component: where it begins, and how many lines it has. */
export type Sized = { path: string; line: number; lines: number };

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Every function of a file, those within others too. */
export function functionsOf(source: Source): Sized[] {
  const lineAt = (place: number) => linesOf(`${source.text.slice(0, place)}.`);
  return nodesOf(parsed(source).program)
    .filter(({ type }) => FUNCTIONS.has(type))
    .map(({ start, end }) => ({
      path: source.path,
      line: lineAt(start),
      lines: linesOf(source.text.slice(start, end)),
    }));
}

type Node = { type: string; start: number; end: number };

function nodesOf(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(nodesOf);
  return 'type' in value && typeof value.type === 'string' ? [value as Node, ...below] : below;
}

/** The lower middle of the numbers. */
export function medianOf(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? 0;
}
