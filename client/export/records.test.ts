import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, type ErrorBody, type ErrorCode } from '../../shared/errors.ts';
import type { ExportRequest } from '../../shared/request.ts';
import type { Progress, Verdict } from '../worker/events.ts';
import type { Archive } from './archive.ts';
import { type Incident, readEnded, readLog, readMessage, readWaiting } from './records.ts';
import { remember } from './remember.ts';
import { type ExportState, type ExportStatus, initialState } from './state.ts';

/** Through a channel or a store and back. */
const sent = (value: unknown): unknown => structuredClone(value);

const count = fc.nat();
const figure = fc.double({ min: 0, max: 1e15, noNaN: true });
const at = fc.integer({ min: 0, max: 4e12 });
const text = fc.string({ maxLength: 20 });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const id = fc.uuid();

const FORMATS: ExportRequest['format'][] = [
  { kind: 'ndjson' },
  { kind: 'json', ids: true },
  {
    ...{ kind: 'csv', columns: ['a', 'b.c'], delimiter: ';', header: false, bom: true, guard: true, rest: true },
    ...{ join: '|', dates: { zone: 'Asia/Seoul', columns: ['a'] } },
  },
];
const FILTERS: ExportRequest['search']['filters'][] = [[], [{ op: 'one_of', field: 'f', values: ['1', '2'] }]];

const request: fc.Arbitrary<ExportRequest> = fc.record(
  {
    id,
    search: fc.record(
      { index: fc.stringMatching(/^[a-z]{1,9}$/), q: text, filters: fc.constantFrom(...FILTERS) },
      { requiredKeys: ['index', 'q'] },
    ),
    ...{ format: fc.constantFrom(...FORMATS), fileName: fc.constant('a.csv'), leaveOut: fc.constant(true as const) },
    order: fc.constant([{ field: 'delay', order: 'desc' as const, type: 'integer' as const }]),
  },
  { requiredKeys: ['id', 'search', 'format', 'fileName'] },
);

const error: fc.Arbitrary<ErrorBody> = fc.record(
  {
    code: fc.constantFrom(...(Object.keys(ERROR_CODES) as ErrorCode[])),
    ...{ message: text, retryable: fc.boolean(), retryAfter: count, position: count, instead: text },
  },
  { requiredKeys: ['code', 'message', 'retryable'] },
);

const incident: fc.Arbitrary<Incident> = fc.record(
  {
    ...{ at, error, waitMs: figure },
    remedy: fc.constantFrom('retried', 'interrupted', 'failed', 'unkept', 'orphaned', 'counted'),
  },
  { requiredKeys: ['at', 'error', 'remedy'] },
);

const shardVerdict = fc.record(
  { index: text, uuid: text, shard: count, expected: count, written: count, leftOut: count, recounted: count },
  { requiredKeys: ['index', 'shard', 'expected', 'written'] },
);

const verdict: fc.Arbitrary<Verdict> = fc.record(
  {
    ...{ complete: fc.boolean(), expected: count, written: count, shards: fc.array(shardVerdict, { maxLength: 3 }) },
    ...{ unread: count, exchanged: count, elapsedMs: figure, retries: count },
    leftOut: fc.record({ rows: count, named: fc.array(fc.record({ index: text, id: text }), { maxLength: 2 }) }),
    notRecounted: fc.constantFrom('timeout', 'forbidden'),
    sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
    misfits: fc.array(fc.record({ field: text, rows: count, why: fc.constantFrom('type', 'cut') }), { maxLength: 2 }),
    unplaced: fc.array(fc.record({ field: text, rows: count }), { maxLength: 2 }),
    undated: fc.array(
      fc.record(
        { field: text, rows: count, why: fc.constantFrom('format', 'untold', 'value'), format: text },
        { requiredKeys: ['field', 'rows', 'why'] },
      ),
      { maxLength: 2 },
    ),
  },
  {
    requiredKeys: [
      'complete',
      'expected',
      'written',
      'shards',
      'unread',
      'unplaced',
      'undated',
      'elapsedMs',
      'retries',
    ],
  },
);

const told = {
  ...{ rows: count, bytes: count, shardRows: fc.array(count, { maxLength: 3 }), wireBytes: count, heldBytes: count },
  ...{ budgetBytes: count, inFlightBytes: count, pageRows: count, readsInFlight: count, p50Ms: figure, p95Ms: figure },
  snapshots: count,
};
/** `merged`: once the rows of a sorted file go into it. */
const progress: fc.Arbitrary<Progress> = fc.oneof(fc.record(told), fc.record({ ...told, merged: count }));

const STATUSES: ExportStatus[] = [
  ...(['queued', 'running', 'paused', 'interrupted'] as const),
  ...(['complete', 'incomplete', 'failed', 'cancelled'] as const),
];

const state: fc.Arbitrary<ExportState> = fc.record({
  ...{ request, status: fc.constantFrom(...STATUSES), owner: fc.constantFrom('here', 'elsewhere', 'nobody') },
  look: maybe(
    fc.oneof(
      fc.record({ kind: fc.constant('at' as const), at }),
      fc.constantFrom({ kind: 'queued' as const }, { kind: 'now' as const }),
    ),
  ),
  ...{ kept: fc.boolean(), picked: fc.constant(undefined), createdAt: at, changedAt: at },
  planning: maybe(fc.record({ done: count, of: count })),
  reader: maybe(fc.constantFrom('pit', 'scroll')),
  shards: fc.array(fc.record({ index: text, shard: count, rows: count }), { maxLength: 3 }),
  ...{ expected: maybe(count), progress: maybe(progress), samples: fc.array(fc.tuple(at, count), { maxLength: 3 }) },
  saving: maybe(fc.record({ bytes: count, of: count })),
  ...{ retries: count, incidents: fc.array(incident, { maxLength: 3 }), verdict: maybe(verdict), error: maybe(error) },
});

/** Paths to all that is in it, itself left out. */
function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [[...path, key], ...pathsIn(one, [...path, key])]);
}

/** The same with something else in one place; by `undefined` nothing stands there. */
function withOther(value: unknown, path: readonly string[], other: unknown): unknown {
  const copy = structuredClone(value);
  const holder = path.slice(0, -1).reduce((one, key) => (one as Record<string, unknown>)[key], copy);
  (holder as Record<string, unknown>)[path.at(-1) ?? ''] = other;
  return copy;
}

/** What an archive is given to keep of an export that goes from one state to another. */
async function kept(before: ExportState, after: ExportState) {
  const ended: unknown[] = [];
  const log: unknown[] = [];
  const archive: Pick<Archive, 'addEnded' | 'addLog'> = {
    addEnded: async (one) => void ended.push(sent(one)),
    addLog: async (entries) => void log.push(...entries.map(sent)),
  };
  remember(archive as Archive, before, after);
  return { ended, log };
}

describe('what another tab says', () => {
  it('is read back whole', () => {
    fc.assert(
      fc.property(state, (one) => {
        const message = { type: 'state', state: one };
        expect(readMessage(sent(message))).toEqual(message);
      }),
    );
    expect(readMessage({ type: 'ask' })).toEqual({ type: 'ask' });
  });

  it('tells how far the rows of a sorted file are merged, and is passed over where that is no count', () => {
    const rows = { rows: 5, bytes: 9, shardRows: [5] };
    const of = (merged: unknown) => ({ ...initialState(base, 1), progress: { ...idle, ...rows, merged } });
    expect(readMessage({ type: 'state', state: of(3) })).toMatchObject({ state: { progress: { merged: 3 } } });
    for (const merged of [-1, '3', null, Number.NaN, Number.POSITIVE_INFINITY, [3], {}]) {
      expect(readMessage({ type: 'state', state: of(merged) }), String(merged)).toBeUndefined();
    }
  });

  it('throws at nothing, and is passed over where it is something else', () => {
    fc.assert(fc.property(fc.anything({ withMap: true, withTypedArray: true }), (any) => void readMessage(any)));
    const others = [undefined, null, 7, 'ask', [], {}, { type: 'tell' }, { type: 'ask', of: 'all' }, { type: 'state' }];
    for (const other of others) expect(readMessage(other)).toBeUndefined();
  });

  it('is passed over where one part is something else, wherever', () => {
    const others = [Symbol.iterator.description, Number.NaN, -1, {}, [null], null];
    fc.assert(
      fc.property(state, fc.nat(), fc.constantFrom(...others), (one, place, other) => {
        const paths = pathsIn(one).filter((path) => path.join('.') !== 'picked');
        const path = paths[place % paths.length] ?? [];
        const read = readMessage({ type: 'state', state: withOther(sent(one), path, other) });
        // What is still a state says what stands there, and no more.
        if (read?.type === 'state')
          expect(withOther(read.state, path, undefined)).toEqual(withOther(one, path, undefined));
      }),
      { numRuns: 300 },
    );
    const whole = initialState({ ...base, format: { kind: 'ndjson' } }, 1);
    for (const key of Object.keys(whole).filter((key) => key !== 'picked')) {
      expect(readMessage({ type: 'state', state: withOther(whole, [key], 'else') }), key).toBeUndefined();
    }
  });

  it('of a newer release is taken without what is not known, but never with a request that asks for more', () => {
    const one = initialState(base, 1);
    const newer = { ...one, speed: 3 };
    expect(readMessage({ type: 'state', state: newer })).toEqual({ type: 'state', state: one });
    for (const path of [
      ['request', 'sortedBy'],
      ['request', 'search', 'sample'],
      ['request', 'format', 'packed'],
    ]) {
      expect(readMessage({ type: 'state', state: withOther(one, path, 'n') }), path.join('.')).toBeUndefined();
    }
  });
});

const base: ExportRequest = {
  id: '00000000-0000-4000-8000-00000000000a',
  search: { index: 'i', q: '' },
  format: { kind: 'ndjson' },
  fileName: 'a.ndjson',
};

const idle = {
  ...{ wireBytes: 0, heldBytes: 0, budgetBytes: 0, inFlightBytes: 0, pageRows: 0, readsInFlight: 0 },
  ...{ p50Ms: 0, p95Ms: 0, snapshots: 0 },
};

describe('what is kept', () => {
  it('of an export that has ended is read back whole, and its incidents', async () => {
    await fc.assert(
      fc.asyncProperty(state, state, incident, async (one, two, last) => {
        const before: ExportState = { ...one, status: 'running' };
        const { ended, log } = await kept(before, { ...two, incidents: [...two.incidents, last] });
        expect(readEnded(ended)).toEqual(ended);
        expect(readLog(log)).toEqual(log);
        expect(log).toHaveLength(1);
        expect(ended).toHaveLength(STATUSES.slice(4).includes(two.status) ? 1 : 0);
      }),
    );
  });

  it('of one that waits is read back whole', () => {
    const waiting = fc.record({ id, request, createdAt: at });
    fc.assert(fc.property(fc.array(waiting), (all) => void expect(readWaiting(all.map(sent))).toEqual(all)));
  });

  it('throws at nothing, and leaves out what cannot be read alone', async () => {
    const { ended } = await kept(initialState(base, 1), { ...initialState(base, 1), status: 'cancelled' });
    const waiting = { id: 'a', request: base, createdAt: 1 };
    const entry = {
      at: 1,
      remedy: 'failed',
      exportId: 'a',
      fileName: 'f',
      error: { code: 'busy', message: '', retryable: true },
    };
    fc.assert(
      fc.property(fc.anything({ withMap: true }), (any) => {
        const others = [any, null, { id: 1 }];
        expect(readEnded([...ended, ...others, ...ended])).toHaveLength(2);
        expect(readWaiting([waiting, ...others, waiting])).toHaveLength(2);
        expect(readLog([entry, ...others, entry])).toHaveLength(2);
      }),
    );
  });

  it('by an older release is read: a verdict without what it did not know', async () => {
    const old = { complete: true, expected: 3, written: 3, shards: [], unplaced: [], elapsedMs: 1, retries: 0 };
    const { ended } = await kept(initialState(base, 1), { ...initialState(base, 1), status: 'complete' });
    const stored = ended.map((one) => withOther(one, ['verdict'], old));
    expect(readEnded(stored)[0]?.verdict).toEqual({ ...old, unread: 0, undated: [] });
  });

  it('by a newer release is left out where its request asks for what is not known', () => {
    const waiting = { id: 'a', request: base, createdAt: 1 };
    expect(readWaiting([withOther(waiting, ['request', 'sortedBy'], 'n'), waiting])).toEqual([waiting]);
  });
});
