import { describe, expect, test } from 'vitest';
import { javaMajor } from './java.ts';

describe('javaMajor', () => {
  test.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "25" 2025-09-16 LTS', 25],
    ['openjdk version "26-ea" 2026-03-17', 26],
    ['java version "1.8.0_402"', 8],
    ['WARNING: something first\nopenjdk version "21.0.8" 2025-07-15', 21],
  ])('%j is %i', (text, major) => {
    expect(javaMajor(text)).toBe(major);
  });

  test('text that is no version', () => {
    expect(javaMajor('bash: java: command not found')).toBeUndefined();
  });
});
