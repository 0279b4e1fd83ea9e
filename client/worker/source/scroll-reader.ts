import type { Chunk } from '../../../shared/chunk.ts';
import { SluiceError } from '../../../shared/errors.ts';
import type { PageSummary } from '../scan/scanner.ts';
import { TARGET_PAGE_BYTES } from './pace/row-pace.ts';
import { behind } from './position.ts';
import type { PageResult } from './read-page.ts';
import type { Place, Question, Settled, ShardReader, Strategy } from './shard-reader.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Scrolls, for clusters without points in time. A scroll reads on from where it is: one chunk, one scroll, one snapshot for the whole
 * shard. They are open at once from their first pages on, so that few are read in turns.
 */
export const scroll: Strategy = {
  chunkRows: () => Number.POSITIVE_INFINITY,
  inTurns: 40,
  makeReader: (snapshot) => new ScrollReader(snapshot),
};

/** A page that may be larger is read twice where the shard has so many times its rows at least. */
const WORTH = 20;
const NOWHERE: Place = { ticket: undefined, carry: undefined };

class ScrollReader implements ShardReader {
  readonly snapshot: Snapshot;
  readonly isParallel = false;
  /** Behind the last page, as long as that scroll lives, with the rows of the group that it ended in. */
  #place = NOWHERE;
  /** Places that were given up, to be closed. */
  #abandoned: string[] = [];
  /** Rows of the largest first page that was refused. */
  #refused = 0;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
  }

  get tickets(): string[] {
    const { ticket } = this.#place;
    return [this.snapshot.ticket, ...(ticket === undefined ? [] : [ticket]), ...this.#abandoned];
  }

  /** All pages of a scroll are as long as its first. */
  ask(rows: number, isMeasured: boolean): Question {
    const { ticket, carry } = this.#place;
    const isProbe = ticket === undefined && !isMeasured;
    return { ticket: ticket ?? this.snapshot.ticket, size: rows, carry, isProbe };
  }

  /** The next page goes on in mid-group, so the group is carried over, not read again. */
  settle(result: PageResult, asked: Question & { chunk: Chunk }): Settled {
    const { done, tail, summary, nextTicket } = result;
    const { chunk, size } = asked;
    if (!summary) return { rows: [done], left: behind(chunk, done), onlyOneGroup: false };
    if (summary.hits > 0 && nextTicket === undefined) {
      throw new SluiceError('page_malformed', 'A scroll page came without the place where the next one begins.');
    }
    // The next scroll, whose pages have more rows, reads them again, and its snapshot is the shard's.
    if (nextTicket !== undefined && this.#isTooSmall(result.bytes, summary, asked)) {
      this.#refused = size;
      return { rows: [], left: chunk, onlyOneGroup: false, refused: [nextTicket] };
    }
    // A scroll's snapshot is as old as its first page.
    const counted = this.#place.ticket === undefined ? summary.total : undefined;
    const part = { onlyOneGroup: false, counted };
    if (summary.hits === 0) {
      return { rows: [done, tail], left: undefined, place: { ticket: nextTicket, carry: undefined }, ...part };
    }
    return { rows: [done], left: behind(chunk, done), place: { ticket: nextTicket, carry: tail }, ...part };
  }

  goOn(place: Place | undefined, isNext: boolean): string[] {
    if (place?.ticket === undefined) this.dropPlace();
    this.#place = place ?? NOWHERE;
    // The chunk that follows has a scroll of its own.
    return isNext ? this.#takeAll() : [];
  }

  learn(): void {}

  part(): string[] {
    return this.#takeAll();
  }

  dropPlace(): void {
    if (this.#place.ticket !== undefined) this.#abandoned.push(this.#place.ticket);
    this.#place = NOWHERE;
  }

  keep(tickets: readonly string[]): void {
    this.#abandoned.push(...tickets);
  }

  /** Whether a scroll's first page is not to be its pages' size: none is refused twice, as there may be no larger one. */
  #isTooSmall(bytes: number, { hits, total = Number.POSITIVE_INFINITY }: PageSummary, asked: Question): boolean {
    const { size, isProbe } = asked;
    if (this.#place.ticket !== undefined || hits === 0 || total <= size) return false;
    return isProbe || (size > this.#refused && 2 * bytes <= TARGET_PAGE_BYTES && total >= WORTH * size);
  }

  /** Gives up the place, and takes what is to be closed: each document left out would leave one open. */
  #takeAll(): string[] {
    this.dropPlace();
    return this.#abandoned.splice(0);
  }
}
