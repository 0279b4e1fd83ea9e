import type { ExportRequest } from '../../shared/request.ts';
import type { ExportEvent } from '../worker/events.ts';
import { type ExportState, hasEnded, initialState, reduce, type StateEvent } from './state.ts';
import { type ExportWorker, startExportWorker } from './worker-bridge.ts';

export type { ExportRequest } from '../../shared/request.ts';
export type { Progress, ShardPlan, ShardVerdict, Verdict } from '../worker/events.ts';
export type { ExportState, ExportStatus } from './state.ts';
export { hasEnded, rowsPerSecond } from './state.ts';

/** All exports of this page, newest first. Knows no framework: Solid subscribes to it. */
export interface Exports {
  list(): readonly ExportState[];
  /** Calls `listener` after each change; returns what takes it off again. */
  subscribe(listener: () => void): () => void;
  /** Begins to fill `file`. */
  start(request: ExportRequest, file: WritableStream<Uint8Array>): void;
  pause(id: string): void;
  resume(id: string): void;
  cancel(id: string): void;
  /** Takes an ended export off the list. */
  dismiss(id: string): void;
}

type Entry = { state: ExportState; worker: ExportWorker };

/** `socketUrl`: the proxy's socket, `ws:` or `wss:`. `now`: ms since 1970. */
export function makeExports({ socketUrl, now = Date.now }: { socketUrl: string; now?: () => number }): Exports {
  let entries: readonly Entry[] = [];
  let states: readonly ExportState[] = [];
  const listeners = new Set<() => void>();

  const set = (next: readonly Entry[]) => {
    entries = next;
    states = next.map(({ state }) => state);
    for (const listener of listeners) listener();
  };
  const dispatch = (id: string, event: StateEvent) =>
    set(
      entries.map((entry) =>
        entry.state.request.id === id ? { ...entry, state: reduce(entry.state, event, now()) } : entry,
      ),
    );
  const worker = (id: string) => entries.find(({ state }) => state.request.id === id)?.worker;

  return {
    list: () => states,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start(request, file) {
      const onEvent = (event: ExportEvent) => dispatch(request.id, event);
      const started = startExportWorker({ request, socketUrl }, file, onEvent);
      set([{ state: reduce(initialState(request, now()), { type: 'started' }, now()), worker: started }, ...entries]);
    },
    pause: (id) => worker(id)?.pause(),
    resume: (id) => worker(id)?.resume(),
    cancel: (id) => worker(id)?.cancel(),
    dismiss: (id) => set(entries.filter(({ state }) => state.request.id !== id || !hasEnded(state.status))),
  };
}
