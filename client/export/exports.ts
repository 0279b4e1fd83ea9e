import type { ExportRequest } from '../../shared/request.ts';
import { mayWrite } from '../sink/picker.ts';
import type { Target } from '../sink/target.ts';
import type { ExportEvent } from '../worker/events.ts';
import { type ExportState, hasEnded, initialState, keptState, reduce, type StateEvent } from './state.ts';
import { openTabChannel } from './tab-channel.ts';
import { discardKept, type ExportWorker, findKept, startExportWorker, whenOrphaned } from './worker-bridge.ts';

export type { ExportRequest } from '../../shared/request.ts';
export type { Progress, ShardPlan, ShardVerdict, Verdict } from '../worker/events.ts';
export type { ExportState, ExportStatus, Owner } from './state.ts';
export { hasEnded, rowsPerSecond } from './state.ts';

/** All exports that this page knows, newest first. Knows no framework: Solid subscribes to it. */
export interface Exports {
  list(): readonly ExportState[];
  /** Calls `listener` after each change; returns what takes it off again. */
  subscribe(listener: () => void): () => void;
  /** Looks for exports that earlier pages left, or that other tabs make. */
  findKept(): Promise<void>;
  /** Begins to fill `target`. */
  start(request: ExportRequest, target: Target): void;
  pause(id: string): void;
  /**
   * Goes on, within a click. An export without an owner does so into the file that was picked for it, and where there is none, or
   * the person does not let it be written to any more, into a new download.
   */
  resume(id: string): Promise<void>;
  cancel(id: string): void;
  /** Takes an ended export off the list. */
  dismiss(id: string): void;
}

export type ExportsOptions = {
  /** The proxy's socket, `ws:` or `wss:`. */
  socketUrl: string;
  /** Opens a new download of that name. */
  openFile(fileName: string): Promise<WritableStream<Uint8Array>>;
  /** ms since 1970. */
  now?: () => number;
};

/** A worker that died is replaced as often, unless it got further in between. */
const REPLACEMENTS = 3;

export function makeExports(options: ExportsOptions): Exports {
  return new ExportList(options);
}

class ExportList implements Exports {
  #states: readonly ExportState[] = [];
  readonly #is: ExportsOptions;
  readonly #now: () => number;
  readonly #workers = new Map<string, ExportWorker>();
  readonly #deaths = new Map<string, { count: number; rows: number }>();
  readonly #watched = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #tabs = openTabChannel({
    hear: (state) => this.#hear(state),
    mine: () => this.#states.filter(({ owner }) => owner === 'here'),
  });

  constructor(options: ExportsOptions) {
    this.#is = options;
    this.#now = options.now ?? Date.now;
  }

  list(): readonly ExportState[] {
    return this.#states;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async findKept(): Promise<void> {
    const found = (await findKept()).filter(({ checkpoint }) => !this.#find(checkpoint.id)).map(keptState);
    this.#set([...this.#states, ...found].sort((a, b) => b.createdAt - a.createdAt));
    for (const { request, owner } of found) if (owner === 'elsewhere') this.#watch(request.id);
    this.#tabs.ask();
  }

  start(request: ExportRequest, target: Target): void {
    this.#set([initialState(request, this.#now()), ...this.#states]);
    this.#run(request, target, false);
  }

  pause(id: string): void {
    this.#workers.get(id)?.pause();
  }

  async resume(id: string): Promise<void> {
    const worker = this.#workers.get(id);
    const state = this.#find(id);
    if (worker) {
      if (state?.picked && state.status === 'interrupted') await mayWrite(state.picked);
      return worker.resume();
    }
    if (state?.owner !== 'nobody' || hasEnded(state.status)) return;
    this.#dispatch(id, { type: 'started', picked: state.picked });
    try {
      this.#run(state.request, await this.#reopen(state), true);
    } catch (error) {
      this.#dispatch(id, { type: 'orphaned' });
      throw error;
    }
  }

  async #reopen({ request, picked }: ExportState): Promise<Target> {
    if (picked && (await mayWrite(picked))) return { kind: 'picked', handle: picked };
    return { kind: 'download', stream: await this.#is.openFile(request.fileName) };
  }

  cancel(id: string): void {
    const worker = this.#workers.get(id);
    if (worker) return worker.cancel();
    if (this.#find(id)?.owner !== 'nobody') return;
    this.#dispatch(id, { type: 'cancelled' });
    void discardKept(id, this.#is.socketUrl);
  }

  dismiss(id: string): void {
    this.#set(this.#states.filter(({ request, status }) => request.id !== id || !hasEnded(status)));
  }

  #run(request: ExportRequest, target: Target, again: boolean): void {
    const { id } = request;
    const { socketUrl } = this.#is;
    this.#dispatch(id, { type: 'started', picked: target.kind === 'picked' ? target.handle : undefined });
    const worker = startExportWorker({ request, socketUrl, again }, target, {
      onEvent: (event: ExportEvent) => this.#dispatch(id, event),
      onDeath: () => this.#died(id),
    });
    this.#workers.set(id, worker);
  }

  /** A dead worker is replaced; one that dies again and again without getting further is not. */
  #died(id: string): void {
    this.#workers.delete(id);
    this.#dispatch(id, { type: 'orphaned' });
    const state = this.#find(id);
    if (state?.status !== 'interrupted') return;
    const rows = state.progress?.rows ?? 0;
    const before = this.#deaths.get(id);
    const count = before && before.rows === rows ? before.count + 1 : 1;
    this.#deaths.set(id, { count, rows });
    if (count <= REPLACEMENTS) void this.resume(id);
  }

  #hear(theirs: ExportState): void {
    const { id } = theirs.request;
    const mine = this.#find(id);
    if (mine?.owner === 'here') return;
    const state: ExportState = { ...theirs, owner: hasEnded(theirs.status) ? 'nobody' : 'elsewhere' };
    if (mine) this.#replace(state);
    else if (!hasEnded(state.status)) this.#set([state, ...this.#states]);
    if (state.owner === 'elsewhere') this.#watch(id);
  }

  /** Another tab's export can be taken over once that tab is gone. */
  #watch(id: string): void {
    if (this.#watched.has(id)) return;
    this.#watched.add(id);
    whenOrphaned(id, new AbortController().signal, () => {
      this.#watched.delete(id);
      if (this.#find(id)?.owner === 'elsewhere') this.#dispatch(id, { type: 'orphaned' });
    });
  }

  #find(id: string): ExportState | undefined {
    return this.#states.find(({ request }) => request.id === id);
  }

  #dispatch(id: string, event: StateEvent): void {
    const before = this.#find(id);
    if (!before) return;
    const after = reduce(before, event, this.#now());
    if (hasEnded(after.status)) this.#workers.delete(id);
    this.#replace(after);
    if (before.owner === 'here') this.#tabs.tell(after);
  }

  #replace(state: ExportState): void {
    this.#set(this.#states.map((each) => (each.request.id === state.request.id ? state : each)));
  }

  #set(states: readonly ExportState[]): void {
    this.#states = states;
    for (const listener of this.#listeners) listener();
  }
}
