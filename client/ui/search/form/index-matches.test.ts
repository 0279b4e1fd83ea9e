import { describe, expect, it } from 'vitest';
import { matchesOf, offersOf, partsAround } from './index-matches.ts';

const entries = ['all-flights', 'flights', 'logs-1', 'logs-2'].map((name) => ({ name, kind: 'index' as const }));
const names = (typed: string) => matchesOf(entries, typed).map(({ name }) => name);

describe('matchesOf', () => {
  it('puts names that begin with what is typed first', () => {
    expect(names('FLI')).toEqual(['flights', 'all-flights']);
    expect(names('')).toHaveLength(4);
    expect(names('nothing')).toEqual([]);
  });

  it('takes a pattern as one, and the last name of a list', () => {
    expect(names('logs-*')).toEqual(['logs-1', 'logs-2']);
    expect(names('flights,logs-2')).toEqual(['logs-2']);
    expect(names('l.gs*')).toEqual([]);
  });
});

it('a pattern is offered with the figures of its indices, where all are known', () => {
  const sized = entries.map((entry, i) => ({ ...entry, rows: 10 + i, bytes: 1 }));
  expect(offersOf(sized, 'logs-*')[0]).toEqual({ name: 'logs-*', kind: 'pattern', indices: 2, rows: 25, bytes: 2 });
  expect(offersOf(entries, 'logs-*')[0]).toEqual({ name: 'logs-*', kind: 'pattern', indices: 2 });
  expect(offersOf(sized, 'nothing-*')).toEqual([]);
  expect(offersOf(sized, 'logs')).toHaveLength(2);
});

describe('partsAround', () => {
  it('parts a name around what was typed', () => {
    expect(partsAround('all-flights', 'fli')).toEqual(['all-', 'fli', 'ghts']);
    expect(partsAround('flights', '')).toEqual(['flights', '', '']);
  });
});
