/// <reference types="vite/client" />
import { expect, it } from 'vitest';
import page from '../../docs/resume.md?raw';
import type { ErrorBody } from '../../shared/errors.ts';
import type { Progress, Verdict } from '../worker/events.ts';
import { type ExportState, type ExportStatus, hasEnded, initialState, reduce, type StateEvent } from './state.ts';

/** The diagram of docs/resume.md says what `reduce` does: each event is tried on each status, and nothing is left out. */
const STATUSES: readonly ExportStatus[] = [
  ...(['queued', 'running', 'paused', 'interrupted'] as const),
  ...(['complete', 'incomplete', 'failed', 'cancelled'] as const),
];

const request = {
  id: '00000000-0000-4000-8000-000000000000',
  search: { index: 'i', q: '' },
  format: { kind: 'ndjson' as const },
  fileName: 'i.ndjson',
};
const error: ErrorBody = { code: 'timeout', message: '', retryable: true };
const idle = {
  ...{ wireBytes: 0, heldBytes: 0, budgetBytes: 0, inFlightBytes: 0, pageRows: 0, readsInFlight: 0 },
  ...{ p50Ms: 0, p95Ms: 0, snapshots: 0 },
};
const progress: Progress = { ...idle, rows: 1, bytes: 1, shardRows: [1] };
const verdict = { expected: 1, written: 1, shards: [], unread: 0, unplaced: [], undated: [], elapsedMs: 0, retries: 0 };
const finished = (complete: boolean): StateEvent => ({
  type: 'finished',
  progress,
  verdict: { ...verdict, complete } satisfies Verdict,
});

type Case = { event: StateEvent; kept?: boolean };

/** Each event in all its kinds, by the words of the diagram. */
const CASES: Record<string, Case> = {
  queued: { event: { type: 'queued' } },
  started: { event: { type: 'started' } },
  planning: { event: { type: 'planning', done: 1, of: 2 } },
  planned: { event: { type: 'planned', reader: 'pit', shards: [] } },
  progress: { event: { type: 'progress', progress } },
  retrying: { event: { type: 'retrying', error, waitMs: 1, attempt: 1 } },
  unkept: { event: { type: 'unkept', error } },
  carried: { event: { type: 'carried', by: 'requests' } },
  saving: { event: { type: 'saving', bytes: 1, of: 2 } },
  paused: { event: { type: 'paused' } },
  resumed: { event: { type: 'resumed' } },
  interrupted: { event: { type: 'interrupted', error } },
  'orphaned (kept)': { event: { type: 'orphaned' }, kept: true },
  'orphaned (not kept)': { event: { type: 'orphaned' }, kept: false },
  'finished (all rows)': { event: finished(true) },
  'finished (not all rows)': { event: finished(false) },
  failed: { event: { type: 'failed', error } },
  cancelled: { event: { type: 'cancelled' } },
  'lining-up': { event: { type: 'lining-up' } },
  looking: { event: { type: 'looking' } },
};
/** A new event has to be tried too. */
const tried: Record<StateEvent['type'], true> = {
  ...{
    queued: true,
    started: true,
    planning: true,
    planned: true,
    progress: true,
    retrying: true,
    carried: true,
    unkept: true,
    paused: true,
    resumed: true,
  },
  ...{ 'lining-up': true, looking: true },
  ...{ saving: true, interrupted: true, orphaned: true, finished: true, failed: true, cancelled: true },
};

/** Where `reduce` leads, as `from --> to: event`; what changes no status is none. */
function realTransitions(): string[] {
  return STATUSES.flatMap((status) =>
    Object.entries(CASES).flatMap(([name, { event, kept = true }]) => {
      const before: ExportState = { ...initialState(request, 0), status, kept };
      const after = reduce(before, event, 1);
      return after.status === status ? [] : [`${status} --> ${after.status}: ${name}`];
    }),
  );
}

/** The diagram's arrows. One that leaves `unfinished` leaves each status that is drawn inside it. */
function drawnTransitions(): string[] {
  const [, diagram = ''] = /```mermaid\s+stateDiagram-v2\n(.*?)```/s.exec(page) ?? [];
  const [, inside = ''] = /state unfinished \{(.*?)\n {2}\}/s.exec(diagram) ?? [];
  const inner = STATUSES.filter((status) => new RegExp(`\\b${status} -->`).test(inside));
  const arrows = Array.from(diagram.matchAll(/^ *(\w+) --> (\w+): (.+)$/gm), (match) => match.slice(1));
  return arrows.flatMap(([from = '', to = '', events = '']) =>
    (from === 'unfinished' ? inner : [from]).flatMap((status) =>
      events.split(', ').map((event) => `${status} --> ${to}: ${event}`),
    ),
  );
}

it('draws what the reducer does', () => {
  expect(new Set(Object.values(CASES).map(({ event }) => event.type))).toEqual(new Set(Object.keys(tried)));
  const drawn = drawnTransitions();
  expect([...drawn].sort()).toEqual(realTransitions().sort());
  expect(new Set(drawn).size).toBe(drawn.length);
});

it('leads out of no state that has ended', () => {
  expect(realTransitions().filter((line) => hasEnded(line.split(' ')[0] as ExportStatus))).toEqual([]);
});
