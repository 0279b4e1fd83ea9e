import { expect, test } from 'vitest';
import { makeProgress } from './progress.ts';

function shown(isTTY: boolean, steps: number[], total: number): string {
  let text = '';
  const progress = makeProgress('Loading it', { isTTY, write: (part) => (text += part) });
  for (const done of steps) progress(done, total);
  return text;
}

test('on a terminal one line moves', () => {
  const text = shown(true, [500, 1000], 1000);
  expect(text.split('\r').slice(1)).toEqual([
    `Loading it ${'█'.repeat(15)}${'░'.repeat(15)} 500 of 1,000 rows`,
    `Loading it ${'█'.repeat(30)} 1,000 of 1,000 rows\n`,
  ]);
});

test('in a log each tenth is a line, and so is the end', () => {
  const steps = Array.from({ length: 100 }, (_, i) => (i + 1) * 10);
  const lines = shown(false, steps, 1000).trimEnd().split('\n');
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe('Loading it: 1,000 of 1,000 rows');
});
