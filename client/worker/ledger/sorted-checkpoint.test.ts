import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SluiceError } from '../../../shared/errors.ts';
import { type Checkpoint, type CheckpointStore, readCheckpoint } from './checkpoint.ts';
import { sortedCheckpoints } from './fixtures.ts';
import { openKeep } from './keep.ts';
import type { Spool } from './spool.ts';

const PHASES = Object.entries(sortedCheckpoints) as [string, Checkpoint][];

/** Through the store and back. */
const stored = (value: unknown): unknown => structuredClone(value);

/** Paths to all that is in it, what is no plain object or array as one. */
function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, one]) => [[...path, key], ...pathsIn(one, [...path, key])]);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((one, key) => (one as Record<string, unknown>)[key], value);
}

/** The same with something else in one place. */
function withOther(value: unknown, path: readonly string[], other: unknown): unknown {
  const copy = stored(value);
  (at(copy, path.slice(0, -1)) as Record<string, unknown>)[path.at(-1) ?? ''] = other;
  return copy;
}

const isCount = (value: unknown): value is number => typeof value === 'number';

describe('what is kept of an export with an order', () => {
  it('is what was stored, in each phase', () => {
    for (const [phase, checkpoint] of PHASES) expect(readCheckpoint(stored(checkpoint)), phase).toEqual(checkpoint);
  });

  it('is refused where any part of its runs is of another kind', () => {
    const others = ['', '3', null, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, [], {}, true, new Map()];
    for (const [phase, checkpoint] of PHASES) {
      for (const path of pathsIn(checkpoint.sorted, ['sorted']).filter((one) => one.at(-1) !== 'sum')) {
        const own = at(checkpoint, path);
        for (const other of others.filter((one) => JSON.stringify(one) !== JSON.stringify(own))) {
          const read = readCheckpoint(withOther(checkpoint, path, other));
          expect(read, `${phase} ${path.join('.')}: ${String(other)}`).toBeUndefined();
        }
      }
    }
  });

  it('is refused where it counts anything that it does not hold: lengths, rows, places', () => {
    // What the rows' own sums and the ends of segments tell, when they are read; and what is for the eye.
    const toldLater = new Set(['sum', 'passes', 'rowBytes']);
    const most = 600;
    fc.assert(
      fc.property(fc.constantFrom(...PHASES), fc.nat(), fc.nat(most), ([phase, checkpoint], place, other) => {
        const paths = pathsIn(checkpoint.sorted, ['sorted']).filter(
          (path) => isCount(at(checkpoint, path)) && !toldLater.has(path.at(-1) ?? ''),
        );
        const path = paths[place % paths.length] ?? [];
        if (at(checkpoint, path) === other) return;
        const read = readCheckpoint(withOther(checkpoint, path, other));
        if (!read) return;
        // Where in a segment reading goes on, and where one ends that nothing lies beside, its sum tells. One that was read is not read again.
        const wasRead = path.join('.').startsWith('sorted.merge.merging.left.0.run') && phase === 'passes';
        if (!wasRead) expect(['at', 'from', 'to'], `${phase} ${path.join('.')}: ${other}`).toContain(path.at(-1));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused where its parts do not agree', () => {
    const { reading, read, passes, writing } = sortedCheckpoints;
    const [run] = read.sorted?.merge.waiting ?? [];
    const { file } = writing.sorted;
    const left = writing.sorted.merge.merging.left;
    const wrong: Record<string, unknown> = {
      'an order and no runs': { ...reading, sorted: undefined },
      'runs and no order': withOther(reading, ['request', 'order'], undefined),
      'rows that no shard gave': withOther(reading, ['shards', '0', 'written'], 5),
      'a shard without its rows': { ...read, shards: [] },
      'a shard more': { ...read, shards: [...read.shards, { ...read.shards[0], shard: 1 }] },
      'a file while it reads': { ...reading, sorted: { ...reading.sorted, file: { at: 200, bytes: 0, rows: 0 } } },
      'a pass while it reads': withOther(reading, ['sorted', 'merge', 'passes'], 1),
      'a shard to read while it writes': { ...writing, shards: reading.shards },
      'runs that are longer than the spool': withOther(read, ['bytes'], 399),
      'a spool that is longer than its runs': withOther(read, ['bytes'], 401),
      'the same run twice, in the place of another': withOther(read, ['sorted', 'merge', 'waiting', '1'], run),
      'a run twice': { ...(withOther(read, ['sorted', 'merge', 'waiting', '3'], run) as object), rows: 12 },
      'a file among its runs': { ...writing, sorted: { ...writing.sorted, file: { ...file, at: 399, bytes: 51 } } },
      'a file before the last pass': { ...passes, sorted: { ...passes.sorted, file: { at: 520, bytes: 0, rows: 0 } } },
      'rows in the file that are in runs, too': withOther(writing, ['sorted', 'file', 'rows'], 6),
      'a run that is left out': withOther(writing, ['sorted', 'merge', 'merging', 'left'], left.slice(1)),
      'a run that is read past its end': withOther(writing, ['sorted', 'merge', 'merging', 'left', '1', 'segment'], 2),
      'a segment read back to front': withOther(read, ['sorted', 'merge', 'waiting', '0', 'segments', '0', 'to'], 0),
      'a key that is text': withOther(read, ['sorted', 'merge', 'waiting', '0', 'last'], 'k'),
      'what a newer release knows': withOther(read, ['sorted', 'merge', 'waiting', '0', 'packed'], true),
    };
    for (const [what, checkpoint] of Object.entries(wrong)) {
      expect(readCheckpoint(stored(checkpoint)), what).toBeUndefined();
    }
  });

  it('throws at nothing', () => {
    const any = fc.anything({ withMap: true, withTypedArray: true });
    const merge = fc.record({ length: any, passes: any, waiting: fc.oneof(any, fc.array(any)), merging: any });
    fc.assert(
      fc.property(fc.oneof(any, fc.record({ merge: fc.oneof(any, merge), file: any })), (sorted) => {
        expect(readCheckpoint({ ...sortedCheckpoints.read, sorted })).toBeUndefined();
      }),
    );
  });

  it('that cannot be read ends as lost, and nothing is written', async () => {
    const closed: string[] = [];
    const spool: Pick<Spool, 'length' | 'close'> = { length: 400, close: () => void closed.push('closed') };
    const { read } = sortedCheckpoints;
    for (const kept of [withOther(read, ['sorted', 'merge', 'length'], -1), { ...read, bytes: 401 }, undefined]) {
      const checkpoints = { get: async () => kept } as unknown as CheckpointStore;
      const spools = { open: async () => spool as Spool, remove: async () => {}, list: async () => [] };
      const opened = openKeep({ request: read.request, again: true, spools, checkpoints, lost: () => {} });
      await expect(opened).rejects.toEqual(expect.objectContaining({ code: 'checkpoint_lost' }));
      await expect(opened).rejects.toBeInstanceOf(SluiceError);
    }
    expect(closed).toHaveLength(3);
  });
});
