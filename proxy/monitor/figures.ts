import type { ProxyFigures } from '../../shared/monitor.ts';
import type { Metrics } from '../base/ports.ts';

export type FiguresOptions = {
  metrics: Metrics;
  /** Times in ms. */
  startedAt: number;
  now: number;
  memoryLimitBytes: number;
  /** What the runtime can tell. */
  memoryBytes?: (() => number) | undefined;
  eventLoopLagMs?: (() => number) | undefined;
};

/** How this proxy is doing, for `GET /api/monitor`. */
export function proxyFigures(options: FiguresOptions): ProxyFigures {
  const { metrics, startedAt, now, memoryLimitBytes, memoryBytes, eventLoopLagMs } = options;
  const { counters, gauges, errors } = metrics.tally();
  return {
    uptimeMs: Math.max(0, now - startedAt),
    memoryBytes: memoryBytes?.() ?? null,
    memoryLimitBytes,
    eventLoopLagMs: eventLoopLagMs?.() ?? null,
    socketsOpen: gauges.sockets_open,
    readsInFlight: gauges.reads_in_flight,
    snapshotsOpen: Math.max(0, counters.snapshots_opened - counters.snapshots_released),
    exportsPlanned: counters.exports_planned,
    pages: counters.pages,
    pageBytes: counters.page_bytes,
    errors,
  };
}
