import type { Clock } from '../base/ports.ts';
import type { OpenSearch } from '../opensearch/port.ts';
import { isReadyStatus, type Status } from './notice.ts';

/** Milliseconds that OpenSearch has to answer. */
const READY_MS = 5000;
/** Milliseconds that its answer is good for: many who ask cost no more than one. */
const KEPT_MS = 1000;

type Options = {
  openSearch: OpenSearch;
  clock: Clock;
  /** Hears of each answer. */
  notice?: ((status: Status) => Promise<void>) | undefined;
};

/** Whether OpenSearch is there: one request for all who ask at the same time, or within a second. Never rejects. */
export function makeReadiness({ openSearch, clock, notice }: Options): () => Promise<boolean> {
  const ask = async () => {
    const status = await statusOf(openSearch);
    void notice?.(status);
    return isReadyStatus(status);
  };
  let last: { until: number; answer: Promise<boolean> } | undefined;
  return () => {
    const now = clock.now();
    if (!last || now >= last.until) {
      const asked = { until: now + READY_MS, answer: ask() };
      asked.answer = asked.answer.finally(() => {
        asked.until = clock.now() + KEPT_MS;
      });
      last = asked;
    }
    return within(READY_MS, last.answer, clock);
  };
}

/** On a platform that ends what a request began when its client leaves, an answer that somebody else asked for may never come. */
async function within(ms: number, answer: Promise<boolean>, clock: Clock): Promise<boolean> {
  let cancel = () => {};
  const late = new Promise<boolean>((resolve) => {
    cancel = clock.after(ms, () => resolve(false));
  });
  return Promise.race([answer, late]).finally(() => cancel());
}

/** Without a service account it may be 401. */
async function statusOf(openSearch: OpenSearch): Promise<Status> {
  try {
    const response = await openSearch.send({ method: 'GET', path: '/', signal: AbortSignal.timeout(READY_MS) });
    for await (const _ of response.body) break;
    return response.status;
  } catch {
    return undefined;
  }
}
