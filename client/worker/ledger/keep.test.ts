import { afterEach, expect, test, vi } from 'vitest';
import type { CheckpointStore } from './checkpoint.ts';
import { aCheckpoint } from './fixtures.ts';
import { sweep } from './keep.ts';
import { lockName } from './lock-name.ts';
import type { SpoolStore } from './spool.ts';

afterEach(() => vi.unstubAllGlobals());

/** What other tabs hold, as the browser would say at this moment. */
function hold(names: () => readonly string[]): void {
  vi.stubGlobal('navigator', { locks: { query: async () => ({ held: names().map((name) => ({ name })) }) } });
}

const kept = { ...aCheckpoint, id: 'kept', savedAt: 1000 };
const checkpoints: CheckpointStore = {
  get: async () => undefined,
  list: async () => [kept],
  put: async () => {},
  remove: async () => {},
};

function makeSpools(ids: string[], options: { inUse?: string; onList?: () => void } = {}) {
  const removed: string[] = [];
  const spools: SpoolStore = {
    open: () => Promise.reject(new Error('not here')),
    async remove(id) {
      // As the browser does with a file that is being written to.
      if (id === options.inUse) throw new DOMException('in use', 'NoModificationAllowedError');
      removed.push(id);
    },
    async list() {
      options.onList?.();
      return [...ids];
    },
  };
  return { spools, removed };
}

test('another tab begins an export between two looks: it keeps its spool, and what is kept is shown', async () => {
  const ids = ['kept', 'old'];
  const locks: string[] = [];
  hold(() => {
    const now = [...locks];
    // Just after this answer.
    ids.push('new');
    locks.push(lockName('new'));
    return now;
  });
  const { spools, removed } = makeSpools(ids);
  expect(await sweep({ spools, checkpoints }, 2000)).toMatchObject([{ checkpoint: { id: 'kept' }, owned: false }]);
  expect(removed).toEqual(['old']);
});

test('a spool that cannot be removed hides nothing that is kept, nor keeps others', async () => {
  hold(() => []);
  const { spools, removed } = makeSpools(['busy', 'kept', 'old'], { inUse: 'busy' });
  expect(await sweep({ spools, checkpoints }, 2000)).toHaveLength(1);
  expect(removed).toEqual(['old']);
});
