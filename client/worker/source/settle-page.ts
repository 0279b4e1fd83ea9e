import type { Chunk } from '../../../shared/chunk.ts';
import { SluiceError } from '../../../shared/errors.ts';
import type { Reader } from '../../../shared/request.ts';
import type { Rows } from '../scan/scanner.ts';
import type { PageResult } from './read-page.ts';
import { behind } from './shards.ts';

/** What follows from a page: the rows that are finished, and where its shard's reading goes on. */
export type Settled = {
  rows: readonly Rows[];
  /** What is left of the chunk; undefined when it is read to its end. */
  left: Chunk | undefined;
  /** Scroll only: an unfinished group and the place behind the page. */
  carry: Rows | undefined;
  next: string | undefined;
  /** The page was one group of equal sequence numbers from end to end: ask for more rows at once. */
  onlyOneGroup: boolean;
};

export type PageContext = { reader: Reader; chunk: Chunk; size: number };

/**
 * A full page's last sequence number is not finished (a shrunk index repeats them): its group waits, or is read again.
 * Only an empty remainder ends a chunk.
 */
export function settlePage(result: PageResult, context: PageContext): Settled {
  if (context.reader === 'scroll') return settleScroll(result, context.chunk);
  const { done, tail, summary } = result;
  const { chunk, size } = context;
  if (summary && summary.hits < size) {
    return {
      rows: [done, tail],
      left: summary.hits === 0 ? undefined : behind(chunk, tail),
      ...noScroll,
      onlyOneGroup: false,
    };
  }
  return { rows: [done], left: behind(chunk, done), ...noScroll, onlyOneGroup: done.count === 0 };
}

const noScroll = { carry: undefined, next: undefined };

/** A scroll's next page goes on in mid-group, so the group is carried over, not read again. */
function settleScroll({ done, tail, summary, nextTicket }: PageResult, chunk: Chunk): Settled {
  if (!summary) return { rows: [done], left: behind(chunk, done), ...noScroll, onlyOneGroup: done.count === 0 };
  if (summary.hits === 0)
    return { rows: [done, tail], left: undefined, carry: undefined, next: nextTicket, onlyOneGroup: false };
  if (nextTicket === undefined) {
    throw new SluiceError('page_malformed', 'A scroll page came without the place where the next one begins.');
  }
  return { rows: [done], left: behind(chunk, done), carry: tail, next: nextTicket, onlyOneGroup: false };
}
