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

const order = [{ field: 'n', order: 'desc', type: 'integer' } as const];
const A = { segments: [{ from: 0, to: 124, rows: 3 }], last: new Uint8Array([7]) };
const B = { segments: [{ from: 124, to: 200, rows: 1 }], last: new Uint8Array([3]) };
const C = { segments: [{ from: 200, to: 400, rows: 5 }], last: new Uint8Array([9]) };

const reading: Checkpoint = {
  ...aCheckpoint,
  ...{ request: { ...aCheckpoint.request, order }, rows: 4, bytes: 200 },
  sorted: { merge: { length: 200, passes: 0, waiting: [A, B] }, rowBytes: 40 },
};
const read: Checkpoint = {
  ...reading,
  ...{ shards: aCheckpoint.shards.map((shard) => ({ ...shard, written: 9, left: [] })), rows: 9, bytes: 400 },
  sorted: { merge: { length: 400, passes: 0, waiting: [A, B, C] } },
};

/** Of an export with an order, in each of its phases: nine rows, in three runs. */
export const sortedCheckpoints = {
  reading,
  read,
  /** Two runs become one: there are more than can be read at once. */
  passes: {
    ...{ ...read, bytes: 520 },
    sorted: {
      merge: {
        ...{ length: 520, passes: 0, waiting: [B] },
        merging: {
          left: [
            { run: A, segment: 1, at: 108, rows: 0, sum: 0 },
            { run: C, segment: 0, at: 240, rows: 1, sum: -5 },
          ],
          made: [{ from: 400, to: 520, rows: 4 }],
        },
      },
    },
  },
  /** Five rows are in the file. */
  writing: {
    ...{ ...read, bytes: 450, encoder: {} },
    sorted: {
      merge: {
        ...{ length: 450, passes: 0, waiting: [] },
        merging: {
          left: [
            { run: A, segment: 0, at: 80, rows: 2, sum: 6 },
            { run: B, segment: 0, at: 132, rows: 0, sum: 0 },
            { run: C, segment: 0, at: 300, rows: 3, sum: -7 },
          ],
        },
      },
      file: { at: 400, bytes: 50, rows: 5 },
    },
  },
} satisfies Record<string, Checkpoint>;
