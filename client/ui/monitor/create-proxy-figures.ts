import { createSignal, onCleanup } from 'solid-js';
import { SluiceError } from '../../../shared/errors.ts';
import type { ProxyFigures } from '../../../shared/monitor.ts';
import { getMonitor } from './get-monitor.ts';

/** What the proxy said at a time; `pingMs` is how long the answer took. */
export type ProxyPoint = { at: number; pingMs: number; figures: ProxyFigures };

const POLL_EVERY_MS = 2_000;
const POINTS_KEPT = 150;

/** Asks the proxy for its figures as long as the page is looked at. */
export function createProxyFigures(noticeError: (error: SluiceError) => void) {
  const [points, setPoints] = createSignal<readonly ProxyPoint[]>([]);
  const [fault, setFault] = createSignal<SluiceError>();
  const over = new AbortController();

  async function ask(): Promise<void> {
    const began = performance.now();
    try {
      const answer = await getMonitor(over.signal);
      const point = { at: Date.now(), pingMs: performance.now() - began, figures: answer };
      setPoints([...points().slice(1 - POINTS_KEPT), point]);
      setFault(undefined);
    } catch (cause) {
      if (over.signal.aborted) return;
      const error = SluiceError.from(cause);
      noticeError(error);
      setFault(error);
    }
  }

  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') void ask();
  }, POLL_EVERY_MS);
  void ask();
  onCleanup(() => {
    clearInterval(timer);
    over.abort();
  });
  return { points, fault };
}
