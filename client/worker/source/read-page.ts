import { SluiceError } from '../../../shared/errors.ts';
import { type DocumentName, RowUnreadable } from '../../../shared/json/row-unreadable.ts';
import type { MakeScanner, PageScanner, PageSummary, Rows } from '../scan/scanner.ts';
import type { PageStream } from '../socket/page-stream.ts';
import { free } from '../util/free.ts';
import type { Share } from './pace/budget.ts';

export type PageResult = {
  /** All rows but the last group of equal sequence numbers. */
  done: Rows;
  /** That group. */
  tail: Rows;
  /** What the page said; undefined when it was cut short, since its end was not seen. */
  summary: PageSummary | undefined;
  /** The document before which the page had to end, as it cannot be read. */
  unreadable?: DocumentName;
  /** For the page that follows, where the reader is scroll. */
  nextTicket: string | undefined;
  wireBytes: number;
  /** Inflated. */
  bytes: number;
};

export type ReadPageOptions = {
  page: PageStream;
  makeScanner: MakeScanner;
  /** Rows that came before on the same scroll and are not finished. */
  carry: Rows | undefined;
  share: Share;
  /** Bytes the read may hold before it is cut short. */
  part: number;
  /** A document that cannot be read ends the page before it, and is no error. */
  leaveOut: boolean;
};

/**
 * Takes one page in: inflates it and cuts it into formatted rows as it comes. A page that outgrows its part of the
 * budget is cut short behind a finished row; what is left is asked for anew, since a position is a number.
 * @throws page_malformed, page_partial, source_missing, row_too_large, and what the proxy or the socket said
 */
export async function readPage(options: ReadPageOptions): Promise<PageResult> {
  const { page, makeScanner, carry } = options;
  const scanner = makeScanner(carry);
  const reader = (await inflated(page)).getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(damaged);
      if (done) break;
      bytes += value.byteLength;
      scanner.push(value);
      free(value);
      if (await mustCut(scanner, options)) return { ...scanner.take(), ...cutShort, wireBytes: page.bytes, bytes };
    }
    const summary = scanner.finish();
    checkWhole(summary);
    const { ticket } = await page.ended;
    return { ...scanner.take(), summary, nextTicket: ticket, wireBytes: page.bytes, bytes };
  } catch (error) {
    if (!options.leaveOut || !(error instanceof RowUnreadable)) throw error;
    return { ...scanner.take(), ...cutShort, unreadable: error.document, wireBytes: page.bytes, bytes };
  } finally {
    reader.cancel().catch(() => {});
    page.cancel();
  }
}

const cutShort = { summary: undefined, nextTicket: undefined };

async function inflated(page: PageStream): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const encoding = await page.encoding;
  return encoding === 'gzip' ? page.body.pipeThrough(new DecompressionStream('gzip')) : page.body;
}

/**
 * True when the page holds too much and has finished rows to show for it. A single large row, and rows that share one sequence number,
 * which are written together or not at all, wait instead until they alone may hold more; then they are read to their end, and no further.
 */
async function mustCut(scanner: PageScanner, { share, part, carry }: ReadPageOptions): Promise<boolean> {
  share.set(scanner.heldBytes);
  if (scanner.heldBytes <= part) return false;
  const own = scanner.count - (carry?.count ?? 0);
  if (own >= 2 && scanner.doneCount > 0) return true;
  await share.outgrow();
  return false;
}

function checkWhole(summary: PageSummary): void {
  if (summary.timedOut || summary.failedShards > 0) {
    throw new SluiceError('page_partial', 'OpenSearch answered with a part of the rows only.');
  }
}

/** What a broken gzip stream rejects with is each engine's own. */
function damaged(cause: unknown): never {
  if (cause instanceof SluiceError) throw cause;
  throw new SluiceError('page_malformed', 'A page arrived damaged.', { cause });
}
