import { SluiceError } from '../../shared/errors.ts';
import type { Reader } from '../../shared/request.ts';
import type { Clock } from '../base/ports.ts';

/** OpenSearch looks once a minute for contexts whose keep-alive is over (`search.keep_alive_interval`). */
const REAP_MS = 60_000;
/** How long what a socket left is kept for its client to come back, ms. */
export const LEFT_MS = 30_000;
/** Plans leave the rest to shards that are opened one by one, so that an export goes on while others hold all of theirs. */
const PLAN_SHARE = 0.9;

/** What OpenSearch holds open: a point in time or a scroll. */
export type Held = { reader: Reader; id: string };

/** A socket, as far as contexts are its own. */
export interface Holder {
  readonly user: string;
  /** Exports that pages were read of over this socket and that have not ended. */
  readonly begun: ReadonlySet<string>;
  /** Of these nobody comes back once the socket has ended. */
  readonly givenUp: Set<string>;
  /** Closes these at OpenSearch and tells `Contexts.closed` of those that are. Never rejects. */
  close(held: readonly Held[]): Promise<void>;
}

/** What is about to be opened. `count`: contexts of OpenSearch. */
export type Asked = {
  exportId: string;
  reader: Reader;
  count: number;
  /** A plan opens many at once. */
  planned?: boolean;
  /** At most one is open for each of an export's places: a newer one closes the older. */
  place?: string;
};

/** Room that is taken for a context; one of both has to be called. */
export interface Opening {
  /**
   * `count`: how many contexts it came to; of several ids each is one.
   * @returns whether that is no more than the user may hold
   */
  opened(id: string | readonly string[], count?: number): boolean;
  /** Whether OpenSearch has opened it all the same is not always known: then it counts until it has ended by itself. */
  failed(error: unknown): void;
}

type Context = {
  readonly user: string;
  readonly exportId: string;
  readonly reader: Reader;
  readonly place: string | undefined;
  /** Undefined as long as it is being opened. */
  id: string | undefined;
  count: number;
  /** When it has ended by itself, ms of the clock. */
  until: number;
  holder: Holder | undefined;
  /** OpenSearch is being told to close it: nothing is read of it any more, and nobody closes it a second time. */
  isClosing: boolean;
  /** When its socket ended, ms of the clock. */
  leftAt: number | undefined;
};

/** `perUser` and `all`: contexts open at once. `keepAlive` in ms. */
export type ContextLimits = { perUser: number; all: number; keepAlive: number };

/**
 * The contexts that OpenSearch holds open for the people of this process, so that nobody takes all of a node's: it allows
 * 300 points in time and 500 scrolls, for all its users. Other proxies count for themselves, and a restart forgets, until
 * a ticket is used again. The figures are sums over a list of what is open, and each entry ends with its keep-alive: a close
 * that was missed costs no room for longer than that.
 */
export class Contexts {
  readonly #open = new Set<Context>();
  readonly #timers = new Set<() => void>();
  readonly #limits: ContextLimits;
  readonly #clock: Clock;
  #stopped = false;

  constructor(limits: ContextLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** How many are open, of one user or of all. */
  count(user?: string): number {
    this.#forgetEnded();
    let sum = 0;
    for (const context of this.#open) if (user === undefined || context.user === user) sum += context.count;
    return sum;
  }

  /** How many more one user's plan may take, as far as that is known. */
  roomForPlan(user: string): number {
    const { perUser, all } = this.#limits;
    const room = Math.min(perUser * PLAN_SHARE - this.count(user), all * PLAN_SHARE - this.count());
    return Math.max(0, Math.floor(room));
  }

  /** Takes room; what the user's ended sockets left is closed if that makes some. Undefined where there is none. */
  async take(holder: Holder, asked: Asked): Promise<Opening | undefined> {
    if (this.#hasRoom(holder.user, asked)) return this.#add(holder, asked);
    const left = this.#ofUser(holder.user).filter(({ leftAt }) => leftAt !== undefined && this.#isOver(leftAt));
    if (left.length === 0) return undefined;
    await this.#close(holder, left);
    return this.#hasRoom(holder.user, asked) ? this.#add(holder, asked) : undefined;
  }

  /**
   * A page is read from it, which puts its end off. One that another proxy opened, or this one before a restart, counts from
   * now on. False where that would be more than the user may hold.
   */
  used(holder: Holder, { id, ...asked }: Asked & Held): boolean {
    const known = this.#find(id);
    if (!known && this.count(holder.user) + asked.count > this.#limits.perUser) return false;
    const context = known ?? this.#insert(holder, asked);
    context.id = id;
    context.holder = holder;
    context.leftAt = undefined;
    context.until = this.#end();
    return true;
  }

  /** Whether it is being closed, as its export was given up or its user needed the room. */
  isClosing(id: string): boolean {
    return this.#find(id)?.isClosing ?? false;
  }

  /** They are open no longer. @returns how many of them were known */
  closed(ids: readonly string[]): number {
    const closed = ids.flatMap((id) => this.#find(id) ?? []);
    for (const context of closed) this.#open.delete(context);
    return closed.length;
  }

  /**
   * The socket has ended. What it opened for an export that has not begun to read, or that has ended, is closed after
   * `LEFT_MS` unless its tickets are used over another socket before. An export under way may go on at another proxy, of which this
   * one hears nothing, and would lose its snapshot: what it holds ends by its keep-alive, or when its user needs the room.
   * What was given up is closed now, and what comes of requests under way with the rest.
   */
  leave(holder: Holder): void {
    const now = this.#clock.now();
    const left = [...this.#open].filter((context) => context.holder === holder);
    for (const context of left) {
      context.holder = undefined;
      context.leftAt = now;
    }
    const isGivenUp = ({ exportId }: Context) => holder.givenUp.has(exportId);
    const given = left.filter((context) => isGivenUp(context) || !holder.begun.has(context.exportId));
    if (given.length === 0 || this.#stopped) return;
    const atOnce = given.filter(isGivenUp);
    void this.#close(holder, atOnce);
    const off = this.#clock.after(LEFT_MS, () => {
      this.#timers.delete(off);
      const still = given.filter((context) => this.#open.has(context) && context.leftAt === now);
      void this.#close(holder, still);
    });
    this.#timers.add(off);
  }

  /**
   * The client is gone, and nobody goes on with what these exports of `closer`'s user hold open. As long as a socket has it
   * nothing is closed, whoever says so: then at once, and now what sockets have left.
   */
  giveUp(closer: Holder, exportIds: ReadonlySet<string>): void {
    const theirs = this.#ofUser(closer.user).filter(({ exportId }) => exportIds.has(exportId));
    for (const { holder, exportId } of theirs) holder?.givenUp.add(exportId);
    const left = theirs.filter(({ holder }) => holder === undefined);
    void this.#close(closer, left);
  }

  /** The process ends, and its clients go on elsewhere. */
  stop(): void {
    this.#stopped = true;
    for (const off of this.#timers) off();
    this.#timers.clear();
  }

  #add(holder: Holder, asked: Asked): Opening {
    const context = this.#insert(holder, asked);
    return {
      opened: (id, count = asked.count) => {
        const [first, ...more] = [id].flat();
        context.id = first;
        context.count = more.length === 0 ? count : 1;
        context.until = this.#end();
        for (const other of more) this.#open.add({ ...context, id: other });
        const older = this.#ofUser(holder.user).filter((other) => other !== context && isSamePlace(other, context));
        void this.#close(holder, older);
        return this.count(holder.user) <= this.#limits.perUser;
      },
      failed: (error) => {
        if (mayBeOpen(error)) context.until = this.#end();
        else this.#open.delete(context);
      },
    };
  }

  #insert(holder: Holder, { exportId, reader, place, count }: Asked): Context {
    const { user } = holder;
    const until = Number.POSITIVE_INFINITY;
    const none = { id: undefined, leftAt: undefined, isClosing: false };
    const context: Context = { user, exportId, reader, place, count, until, holder, ...none };
    this.#open.add(context);
    return context;
  }

  /** Those that are not being closed already; what could not be closed may be used, and closed, again. */
  async #close(holder: Holder, contexts: readonly Context[]): Promise<void> {
    const open = contexts.filter(({ id, isClosing }) => id !== undefined && !isClosing);
    if (open.length === 0) return;
    for (const context of open) context.isClosing = true;
    await holder.close(heldOf(open));
    for (const context of open) context.isClosing = false;
  }

  #hasRoom(user: string, { count, planned }: Asked): boolean {
    const share = planned ? PLAN_SHARE : 1;
    const { perUser, all } = this.#limits;
    return this.count(user) + count <= perUser * share && this.count() + count <= all * share;
  }

  #isOver(leftAt: number): boolean {
    return leftAt + LEFT_MS <= this.#clock.now();
  }

  #end(): number {
    return this.#clock.now() + this.#limits.keepAlive + REAP_MS;
  }

  #find(id: string): Context | undefined {
    for (const context of this.#open) if (context.id === id) return context;
    return undefined;
  }

  #ofUser(user: string): Context[] {
    this.#forgetEnded();
    return [...this.#open].filter((context) => context.user === user);
  }

  #forgetEnded(): void {
    const now = this.#clock.now();
    for (const context of this.#open) if (context.until <= now) this.#open.delete(context);
  }
}

function heldOf(contexts: readonly Context[]): Held[] {
  return contexts.flatMap(({ reader, id }) => (id === undefined ? [] : [{ reader, id }]));
}

function isSamePlace(a: Context, b: Context): boolean {
  return a.id !== undefined && a.place !== undefined && a.place === b.place && a.exportId === b.exportId;
}

/** An answer that did not come in time, or was not waited for, may have been a good one. */
function mayBeOpen(error: unknown): boolean {
  return error instanceof SluiceError
    ? error.code === 'timeout'
    : error instanceof Error && error.name === 'AbortError';
}
