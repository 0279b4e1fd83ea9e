import type { Checkpoint } from './checkpoint.ts';

/** For tests: as the release before this one wrote them. */
export const aCheckpoint: Checkpoint = {
  id: '00000000-0000-4000-8000-00000000000a',
  request: {
    id: '00000000-0000-4000-8000-00000000000a',
    search: { index: 'i', q: '', filters: [{ field: 'f', op: 'is', value: 'v' }] },
    format: { kind: 'csv', columns: ['n'], delimiter: ',', header: true, bom: false, guard: false, rest: false },
    fileName: 'a.csv',
  },
  reader: 'pit',
  shards: [
    {
      ...{ index: 'i', shard: 0, ticket: 't', expected: 9, written: 4, writes: 0, leftOut: 0 },
      ...{ expectedSum: 36, seqNoSum: 6, left: [{ after: 3, upTo: 8 }] },
    },
  ],
  rows: 4,
  bytes: 15,
  unplaced: new Map([['other', 2]]),
  dates: { groups: [] },
  undated: new Map(),
  leftOut: [],
  retries: 1,
  elapsedMs: 12.5,
  createdAt: 1000,
  savedAt: 2000,
};
