import { SluiceError } from '../../shared/errors.ts';
import type { Search } from '../../shared/search.ts';
import type { Clock, Logger } from '../base/ports.ts';
import type { Allowance } from '../edges/allowance.ts';
import { queryForLog } from '../query/for-log.ts';

/** A search that nothing was asked of for so long has ended: ms. */
const IDLE_MS = 5 * 60_000;
/** Figures beside a search's first page that its line at the beginning stands for: the page asks for some by itself. */
const FIGURES_AT_FIRST = 10;
/** Answers of one search after which its line is written, and another begun: what is not written yet, a kill loses. */
const MAX_ANSWERS = 200;
/** Searches that are kept in mind: for one more, the one that was idle longest is ended. */
const MAX_OPEN = 1000;

/** What shows an index's values: rows, or figures of a field. */
export type Shown = 'rows' | 'facets' | 'values' | 'histogram' | 'emptyFields' | 'column';

export type Asker = { user: string; requestId: string; search: Search };
/** Tells that an answer goes out now; `rows`: how many rows are in it. */
export type Tell = (shown: Shown, rows: number) => void;

type Open = {
  user: string;
  searchId: string;
  index: string;
  began: number;
  last: number;
  rows: number;
  answers: Record<Shown, number>;
};

type Options = {
  logger: Logger;
  clock: Clock;
  /** How many searches each user may begin. */
  begun: Allowance;
};

/**
 * Who searched what, and how far they read. What one person asks of one search is one thing, however many calls it takes:
 * a line when its first answer goes out, and one with the totals when it ends, if more than the first page was read, or
 * many figures. It ends when nothing was asked of it for a while, after many answers, or with the process.
 *
 * What has ended is found at each call, and by a timer where there are no calls: a runtime without timers between
 * requests writes those lines late.
 */
export class SearchAudit {
  /** By user and search; what was asked of last is last. */
  readonly #open = new Map<string, Open>();
  readonly #options: Options;
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Before a search is asked anything. @throws rate_limited where the user has begun too many others */
  async enter(asker: Asker): Promise<Tell> {
    const key = await keyOf(asker);
    this.#sweep();
    const retryAfter = this.#open.has(key) ? 0 : this.#options.begun.wait(asker.user);
    if (retryAfter > 0) {
      throw new SluiceError('rate_limited', 'Too many searches were begun. Wait a while.', { retryAfter });
    }
    return (shown, rows) => this.#tell(key, asker, { shown, rows });
  }

  /** The process ends. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    for (const key of [...this.#open.keys()]) this.#end(key);
  }

  #tell(key: string, asker: Asker, { shown, rows }: { shown: Shown; rows: number }): void {
    const open = this.#open.get(key) ?? this.#begin(key, asker, { shown, rows });
    open.answers[shown] += 1;
    open.rows += rows;
    open.last = this.#options.clock.now();
    this.#open.delete(key);
    this.#open.set(key, open);
    if (this.#closed || sum(open.answers) >= MAX_ANSWERS) this.#end(key);
    else this.#watch();
  }

  #begin(key: string, { user, requestId, search }: Asker, first: { shown: Shown; rows: number }): Open {
    const { begun, logger, clock } = this.#options;
    const [oldest] = this.#open.keys();
    if (this.#open.size >= MAX_OPEN && oldest !== undefined) this.#end(oldest);
    begun.take(user);
    const now = clock.now();
    const answers = { rows: 0, facets: 0, values: 0, histogram: 0, emptyFields: 0, column: 0 };
    const open = { user, searchId: crypto.randomUUID(), index: search.index, began: now, last: now, rows: 0, answers };
    this.#open.set(key, open);
    const { searchId, index } = open;
    logger.audit(
      { audit: 'search_begun', requestId, user, searchId, index, query: queryForLog(search), ...first },
      'search begun',
    );
    return open;
  }

  #end(key: string): void {
    const open = this.#open.get(key);
    this.#open.delete(key);
    if (!open) return;
    const { user, searchId, index, rows, answers, began, last } = open;
    const { rows: pages, ...figures } = answers;
    if (pages <= 1 && sum(figures) <= FIGURES_AT_FIRST) return;
    const told = { user, searchId, index, pages, rows, ...figures, ms: last - began };
    this.#options.logger.audit({ audit: 'search_ended', ...told }, 'search ended');
  }

  #sweep(): void {
    const until = this.#options.clock.now() - IDLE_MS;
    for (const [key, { last }] of this.#open) {
      if (last > until) break;
      this.#end(key);
    }
  }

  /** Until the first that can end. */
  #watch(): void {
    if (this.#cancel) return;
    this.#cancel = this.#options.clock.after(IDLE_MS, () => {
      this.#cancel = undefined;
      this.#sweep();
      if (this.#open.size > 0) this.#watch();
    });
  }
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** What is asked beside a search (a page's size, a field) is no part of it. */
function queryOf({ q, dql, dsl, filters, time }: Search): Omit<Search, 'index'> {
  return {
    q,
    ...(dql === undefined ? {} : { dql }),
    ...(dsl === undefined ? {} : { dsl }),
    ...(filters ? { filters } : {}),
    ...(time ? { time } : {}),
  };
}

/** A digest: queries are long, and nobody can make one that passes for another. */
async function keyOf({ user, search }: Asker): Promise<string> {
  const text = JSON.stringify([user, search.index, queryOf(search)]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return String.fromCharCode(...new Uint8Array(digest));
}
