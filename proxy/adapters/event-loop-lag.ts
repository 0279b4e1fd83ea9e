import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Node's clock for this ticks as often, and counts its own tick in. */
const TICK_MS = 10;
/** A figure stands at least this long, so that several who ask see the same. */
const STANDS_MS = 1_000;

/** How late the event loop ran since the last figure, at worst but for 1 %, in ms; undefined on runtimes that cannot tell. */
export function makeEventLoopLag(): (() => number) | undefined {
  try {
    const delay = monitorEventLoopDelay({ resolution: TICK_MS });
    delay.enable();
    let lag = 0;
    let at = performance.now();
    return () => {
      const now = performance.now();
      if (now - at < STANDS_MS) return lag;
      at = now;
      // A histogram without a sample tells NaN.
      lag = Math.max(0, (delay.percentile(99) || 0) / 1e6 - TICK_MS);
      delay.reset();
      return lag;
    };
  } catch {
    return undefined;
  }
}
