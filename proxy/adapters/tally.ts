import type { ErrorCode } from '../../shared/errors.ts';
import type { Counter, Gauge, Metrics, Tally } from '../base/ports.ts';

/** The counts as plain numbers, for `/api/monitor`. */
export function makeTally(): Pick<Metrics, 'add' | 'failed' | 'move' | 'tally'> {
  const counters: Record<Counter, number> = {
    ...{ exports_planned: 0, pages: 0, page_bytes: 0, snapshots_opened: 0, snapshots_released: 0 },
  };
  const gauges: Record<Gauge, number> = { sockets_open: 0, reads_in_flight: 0 };
  const errors: Partial<Record<ErrorCode, number>> = {};
  return {
    add(name, by = 1) {
      counters[name] += by;
    },
    failed(code) {
      errors[code] = (errors[code] ?? 0) + 1;
    },
    move(name, by) {
      gauges[name] += by;
    },
    tally: (): Tally => ({ counters: { ...counters }, gauges: { ...gauges }, errors: { ...errors } }),
  };
}
