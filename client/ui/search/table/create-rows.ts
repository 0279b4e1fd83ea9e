import { createComputed, createSignal, on, onCleanup } from 'solid-js';
import { type ErrorBody, SluiceError } from '../../../../shared/errors.ts';
import type { Hit } from '../../../../shared/http.ts';
import { postNextPage } from '../../lib/api.ts';
import { TASK_CHARS } from '../../lib/next-task.ts';
import type { Found, SearchPort } from '../state/create-search.ts';

/** More rows than these nobody reads, and they take the page's memory: an export has them all. */
const MOST_ROWS = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;
const PAGE_ROWS = { first: 100, least: 10, most: 250 };

/** The rows of the last search that worked: the first page, and more as the reader scrolls. */
export function createRows(search: SearchPort, noticeError: (error: SluiceError) => void) {
  const [hits, setHits] = createSignal<readonly Hit[]>([]);
  const [loading, setLoading] = createSignal(false);
  const [failure, setFailure] = createSignal<ErrorBody>();
  const [after, setAfter] = createSignal<string>();
  let current = new AbortController();
  let underWay: Promise<void> | undefined;
  let [size, bytes] = [PAGE_ROWS.first, 0];
  onCleanup(() => current.abort());

  createComputed(
    on(search.found, (found) => {
      current.abort();
      current = new AbortController();
      underWay = undefined;
      [size, bytes] = [PAGE_ROWS.first, 0];
      setLoading(false);
      setFailure(undefined);
      setHits(found?.hits ?? []);
      setAfter(found?.after);
    }),
  );

  const isFull = () => hits().length >= MOST_ROWS || bytes > MOST_BYTES;
  const hasMore = () => after() !== undefined && !isFull();

  /** Asks for the next page, unless there is none, or waits for the one on its way. After a failure only when `again`. */
  function more(again = false): Promise<void> {
    if (!loading() && !(failure() && !again)) underWay = nextPage();
    return underWay ?? Promise.resolve();
  }

  async function nextPage(): Promise<void> {
    const [found, from, { signal }] = [search.found(), after(), current];
    if (!found || from === undefined || isFull()) return;
    setLoading(true);
    setFailure(undefined);
    try {
      const page = await postNextPage({ ...bodyOf(found), size, after: from }, signal);
      if (signal.aborted) return;
      bytes += page.weight;
      size = nextSize(page.weight, page.hits.length);
      setHits([...hits(), ...page.hits]);
      setAfter(page.after);
    } catch (cause) {
      if (signal.aborted) return;
      const error = SluiceError.from(cause);
      noticeError(error);
      setFailure(error.toBody());
    }
    setLoading(false);
  }

  return {
    ...{ hits, loading, failure, hasMore, more },
    first: search.found,
    isFull: () => after() !== undefined && isFull(),
  };
}

export type Rows = ReturnType<typeof createRows>;

function bodyOf({ search, sort }: Found) {
  return sort ? { ...search, sort } : search;
}

function nextSize(weight: number, rows: number): number {
  const wanted = Math.round(TASK_CHARS / Math.max(1, weight / Math.max(1, rows)));
  return Math.max(PAGE_ROWS.least, Math.min(PAGE_ROWS.most, wanted));
}
