import { describe, expect, it } from 'vitest';
import { sortedCheckpoints } from '../worker/ledger/fixtures.ts';
import { keptState } from './kept-state.ts';
import { inFile, phaseOf, workOf } from './work.ts';

describe('an export with an order that was found in the browser', () => {
  const stateOf = (name: keyof typeof sortedCheckpoints) =>
    keptState({ checkpoint: sortedCheckpoints[name], owned: false });

  it('reads, as long as there is something left to read', () => {
    const state = stateOf('reading');
    expect(state).toMatchObject({ status: 'interrupted', owner: 'nobody', expected: 9 });
    expect([phaseOf(state), workOf(state)]).toEqual(['reading', { done: 4, of: 18 }]);
    // Of the rows, and not of the spool, where their keys lie too.
    expect(state.progress).toMatchObject({ rows: 4, bytes: 40 });
    expect(inFile(state)).toEqual({ rows: 0, bytes: 0 });
  });

  it('writes once all is read: a download from its first row, a picked file from where it got to', () => {
    for (const name of ['read', 'passes'] as const) {
      const state = stateOf(name);
      expect([phaseOf(state), workOf(state)]).toEqual(['writing', { done: 9, of: 18 }]);
      expect(inFile(state)).toEqual({ rows: 0, bytes: 0 });
    }
    const state = stateOf('writing');
    expect([phaseOf(state), workOf(state)]).toEqual(['writing', { done: 14, of: 18 }]);
    // Of the file, and not of the spool.
    expect(inFile(state)).toEqual({ rows: 5, bytes: 50 });
  });
});
