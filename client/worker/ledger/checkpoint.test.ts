import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { aCheckpoint } from './fixtures.ts';
import { sweep } from './keep.ts';

/** Through the store and back, which keeps maps and numbers as they are. */
const stored = (checkpoint: object): unknown => structuredClone(checkpoint);

/** Paths to every object in it. */
function objectsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null || value instanceof Map) return [];
  const inside = Object.entries(value).flatMap(([key, one]) => objectsIn(one, [...path, key]));
  return Array.isArray(value) ? inside : [path, ...inside];
}

function at(value: unknown, path: readonly string[]): Record<string, unknown> {
  return path.reduce((one, key) => (one as Record<string, unknown>)[key], value) as Record<string, unknown>;
}

describe('a checkpoint that is read', () => {
  it('is what was stored, of this release and of the one before', () => {
    expect(readCheckpoint(stored(aCheckpoint))).toEqual(aCheckpoint);
    const packed: Checkpoint = {
      ...aCheckpoint,
      ...{ request: { ...aCheckpoint.request, format: { kind: 'json', gzip: true } } },
      encoder: { crc: -5, length: 99, inner: { hasHead: true, hasRows: true } },
    };
    expect(readCheckpoint(stored(packed))).toEqual(packed);
    const { dates, undated, leftOut, shards, ...old } = aCheckpoint;
    const bare = shards.map(({ index, shard, ticket, expected, written, left }) => ({
      ...{ index, shard, ticket, expected, written, left },
    }));
    expect(readCheckpoint(stored({ ...old, shards: bare }))).toEqual({ ...old, shards: bare });
    const request = { ...aCheckpoint.request, reader: undefined, leaveOut: undefined };
    expect(readCheckpoint(stored({ ...aCheckpoint, apart: undefined, request }))).toEqual(aCheckpoint);
  });

  it('is refused where it says anything that is not known, wherever', () => {
    for (const path of objectsIn(aCheckpoint)) {
      const newer = stored(aCheckpoint);
      at(newer, path).sortedBy = 'n';
      expect(readCheckpoint(newer), path.join('.')).toBeUndefined();
    }
  });

  it('is refused where a part is missing or something else', () => {
    const needed = ['id', 'request', 'reader', 'shards', 'rows', 'bytes', 'unplaced', 'retries', 'elapsedMs'];
    const other = fc.oneof(fc.constantFrom(undefined, null, -1, Number.NaN, '', [], {}, 'pit '), fc.object());
    fc.assert(
      fc.property(fc.constantFrom(...needed), other, (key, value) => {
        const { [key]: own, ...rest } = stored(aCheckpoint) as Record<string, unknown>;
        expect(readCheckpoint(rest)).toBeUndefined();
        if (
          (key === 'shards' && Array.isArray(value)) ||
          (key === 'id' && typeof value === 'string') ||
          (key === 'elapsedMs' && value === -1)
        )
          return;
        expect(readCheckpoint({ ...rest, [key]: value })).toBeUndefined();
      }),
    );
  });

  it('throws at nothing', () => {
    fc.assert(fc.property(fc.anything({ withMap: true, withTypedArray: true }), (any) => void readCheckpoint(any)));
  });
});

describe('what is kept', () => {
  const spools = {
    open: () => Promise.reject(new Error('not here')),
    remove: vi.fn(async () => {}),
    list: async () => ['a', 'b', 'c'],
  };
  const among = (...found: unknown[]) => ({
    get: async () => undefined,
    list: async () => found,
    put: vi.fn(),
    remove: vi.fn(),
  });

  it('tells of what cannot be gone on with, where it can tell what was asked for, and keeps its spool', async () => {
    vi.stubGlobal('navigator', { locks: { query: async () => ({ held: [] }) } });
    const broken = { ...aCheckpoint, id: 'a', shards: 'none' };
    const newer = { ...aCheckpoint, id: 'b', request: { ...aCheckpoint.request, sort: 'n' } };
    const found = await sweep({ spools, checkpoints: among(broken, newer, 'no checkpoint', { id: 7 }) }, 3000);
    expect(found).toEqual([{ lost: aCheckpoint.request, owned: false }]);
    expect(spools.remove.mock.calls).toEqual([['c']]);
    vi.unstubAllGlobals();
  });
});
