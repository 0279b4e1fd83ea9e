import type { ErrorBody } from '../../shared/errors.ts';
import type { ExportRequest } from '../../shared/request.ts';
import { canLock } from '../sink/keep-support.ts';
import { mayWrite } from '../sink/picker.ts';
import type { Later, Target } from '../sink/target.ts';
import type { News, Resuming } from '../worker/api.ts';
import type { Way } from '../worker/socket/find-way.ts';
import { openArchive } from './archive.ts';
import { Deaths } from './deaths.ts';
import type { Exports, ExportsOptions } from './exports.ts';
import { Hindrance } from './hindrance.ts';
import { type Hold, Holds } from './hold-lock.ts';
import { keptExports } from './kept-exports.ts';
import { NotYetKept } from './not-yet-kept.ts';
import { Queue } from './queue.ts';
import { openNew, pickedOf, reopen } from './reopen.ts';
import { type Recorder, recordExports } from './series.ts';
import { settle } from './settle.ts';
import { type ExportState, hasEnded, initialState, reduce, type StateEvent, takesSlot } from './state.ts';
import { openTabChannel } from './tab-channel.ts';
import { Ways } from './ways.ts';
import { discardKept, type ExportWorker, ownedElsewhere, startExportWorker, whenLeft } from './worker-bridge.ts';

/** `again`: from its checkpoint. */
type Beginning = { request: ExportRequest; target: Target | Later; again: boolean; hold: Hold };

/** The exports of a page, in memory: what can be done with them stands at `Exports`. */
export class ExportList implements Exports {
  #states: readonly ExportState[] = [];
  readonly #hindrance = new Hindrance(() => this.#set(this.#states));
  readonly archive = openArchive((isHindered) => this.#hindrance.set('archive', isHindered));
  readonly recorder: Recorder;
  readonly #options: ExportsOptions;
  readonly #now: () => number;
  readonly #ways: Ways;
  readonly #queue: Queue;
  readonly #workers = new Map<string, ExportWorker>();
  readonly #deaths = new Deaths();
  readonly #holds = new Holds();
  readonly #notYetKept = new NotYetKept(this.archive);
  /** Takes back what an export that waits holds: its file, its lock. */
  readonly #letGo = new Map<string, (why: 'begun' | 'cancelled') => void>();
  readonly #watched = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #tabs = openTabChannel({
    hear: (state) => this.#hear(state),
    mine: () => this.#states.filter(({ owner, request }) => owner === 'here' && !this.#holds.isPending(request.id)),
  });

  constructor(options: ExportsOptions) {
    this.#options = options;
    this.#ways = new Ways(options.socketUrl);
    this.#now = options.now ?? Date.now;
    this.recorder = recordExports(this, this.#now);
    this.#queue = new Queue(
      options.limit,
      () => this.#states.filter((state) => state.owner === 'here' && takesSlot(state)).length,
    );
  }

  list(): readonly ExportState[] {
    return this.#states;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async findKept(): Promise<void> {
    if (!canLock()) return;
    const found = await keptExports(this.archive, () => this.#hindrance.set('checkpoints', true));
    this.#hindrance.set('checkpoints', false);
    const unknown = found.filter(({ request }) => !this.#find(request.id));
    this.#set([...this.#states, ...unknown].sort((a, b) => b.createdAt - a.createdAt));
    for (const { request, owner } of unknown) if (owner === 'elsewhere') this.#watch(request.id);
    this.#tabs.ask();
  }

  start(request: ExportRequest, target: Target | Later): void {
    this.#set([initialState(request, this.#now()), ...this.#states]);
    this.#begin({ request, target, again: false, hold: this.#hold(request.id) }, this.#queue.isFull);
  }

  pause(id: string): void {
    this.#workers.get(id)?.pause();
  }

  async resume(id: string, how: Resuming = {}): Promise<void> {
    const worker = this.#workers.get(id);
    const state = this.#find(id);
    if (worker) return this.#resumeWorker(worker, state, how);
    if (state?.owner !== 'nobody' || hasEnded(state.status)) return;
    const waits = this.#queue.isFull;
    const hold = this.#hold(id);
    this.#dispatch(id, { type: waits ? 'queued' : 'started', picked: state.picked });
    try {
      const target = await reopen(state, this.#options.openDownload);
      // What never began has no checkpoint to go on from.
      this.#begin({ request: state.request, target, again: state.expected !== undefined, hold }, waits);
    } catch (error) {
      hold.release();
      this.#dispatch(id, { type: 'orphaned' });
      throw error;
    }
  }

  async #resumeWorker(worker: ExportWorker, state: ExportState | undefined, how: Resuming): Promise<void> {
    if (!state || state.status === 'queued') return;
    const { request, picked, status } = state;
    if (picked && status === 'interrupted') await mayWrite(picked);
    // It may be in line for a look.
    this.#queue.remove(request.id);
    if (!this.#queue.isFull || takesSlot(state)) return worker.resume(how);
    this.#dispatch(request.id, { type: 'queued', picked });
    this.#queue.add(request.id, () => {
      // Said before the worker does, since it takes its slot now.
      this.#dispatch(request.id, { type: 'resumed' });
      worker.resume(how);
    });
  }

  cancel(id: string): void {
    const isWaiting = this.#queue.remove(id);
    const worker = this.#workers.get(id);
    if (worker) return worker.cancel();
    const state = this.#find(id);
    if (!state || (!isWaiting && state.owner !== 'nobody')) return;
    this.#letGo.get(id)?.('cancelled');
    this.#dispatch(id, { type: 'cancelled' });
    if (state.expected === undefined) void this.archive.removeWaiting(id);
    // What cannot be removed now is swept at a later visit.
    else discardKept(id, this.#options.socketUrl).catch(() => {});
  }

  hear(news: News): void {
    for (const worker of this.#workers.values()) worker.hear(news);
  }

  findWay(signal: AbortSignal): Promise<Way> {
    return this.#ways.find(signal);
  }

  dismiss(id: string): void {
    this.#set(this.#states.filter(({ request, status }) => request.id !== id || !hasEnded(status)));
  }

  hindrance(): ErrorBody | undefined {
    return this.#hindrance.error;
  }

  setLimit(limit: number): void {
    this.#queue.setLimit(limit);
  }

  #begin(beginning: Beginning, waits: boolean): void {
    const state = this.#find(beginning.request.id);
    if (canLock() && state && (waits || !beginning.again)) this.#notYetKept.note(state, beginning.target);
    return waits ? this.#wait(beginning) : this.#run(beginning);
  }

  /** Keeps the file open, and its place from other tabs, until its turn comes; a reload in between leaves it Interrupted. */
  #wait(beginning: Beginning): void {
    const { target, hold } = beginning;
    const { id } = beginning.request;
    const letGo = (why: 'begun' | 'cancelled') => {
      this.#letGo.delete(id);
      if (why === 'begun') return;
      hold.release();
      if (target.kind === 'download') target.download.end();
    };
    this.#letGo.set(id, letGo);
    this.#dispatch(id, { type: 'queued', ...pickedOf(target) });
    this.#queue.add(id, () => {
      letGo('begun');
      this.#run(beginning);
    });
    this.#queue.pump();
    void hold.held.then((isOurs) => {
      if (isOurs || !this.#queue.remove(id)) return;
      letGo('cancelled');
      this.#dispatch(id, { type: 'failed', error: ownedElsewhere() });
    });
  }

  /** Other tabs hear of an export when its lock is held: with the lock free they would take it for left behind. */
  #hold(id: string): Hold {
    return this.#holds.take(id, () => {
      const state = this.#find(id);
      if (state?.owner === 'here') this.#tabs.tell(state);
    });
  }

  #run({ request, request: { id }, target, again, hold }: Beginning): void {
    this.#dispatch(id, { type: 'started', ...pickedOf(target) });
    const worker = startExportWorker({ ...this.#ways.known(), request, again, hold }, target, {
      openLate: () => openNew(request, this.#options.openDownload),
      onEvent: (event) => this.#dispatch(id, event),
      onDeath: () => this.#died(id),
      slot: () => this.#slot(id),
    });
    this.#workers.set(id, worker);
  }

  /** An interrupted export that looks whether it can go on takes a slot among those that run, and waits for one in its turn. */
  #slot(id: string): Promise<void> {
    return new Promise((resolve) => {
      const state = this.#find(id);
      const look = () => {
        this.#dispatch(id, { type: 'looking' });
        resolve();
      };
      // Where somebody has pressed Resume it is in line by that.
      if (state?.status !== 'interrupted') return;
      if (!this.#queue.isFull || takesSlot(state)) return look();
      this.#queue.remove(id);
      this.#dispatch(id, { type: 'lining-up' });
      this.#queue.add(id, look);
    });
  }

  /** A dead worker is replaced; one that dies again and again without getting further is not. */
  #died(id: string): void {
    this.#workers.delete(id);
    this.#queue.remove(id);
    this.#dispatch(id, { type: 'orphaned' });
    const state = this.#find(id);
    if (state?.status !== 'interrupted') return;
    // Where no new file can be had it stays Interrupted, as it is by now.
    if (this.#deaths.mayReplace(state)) this.resume(id).catch(() => {});
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
    whenLeft(id, () => {
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
    this.#notYetKept.hear(after, event);
    this.#replace(after);
    const isMine = before.owner === 'here' || after.owner === 'here';
    if (isMine && (hasEnded(after.status) || !this.#holds.isPending(id))) this.#tabs.tell(after);
    if (before.owner !== 'elsewhere') settle(this.archive, before, after);
    if (takesSlot(before) && !takesSlot(after)) this.#queue.pump();
  }

  #replace(state: ExportState): void {
    this.#set(this.#states.map((each) => (each.request.id === state.request.id ? state : each)));
  }

  #set(states: readonly ExportState[]): void {
    this.#states = states;
    for (const listener of this.#listeners) listener();
  }
}
