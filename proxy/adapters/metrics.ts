import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics, Counter as Name } from '../base/ports.ts';
import { makeTally } from './tally.ts';

const COUNTERS: Record<Name, string> = {
  exports_planned: 'Exports planned.',
  pages: 'Pages passed through whole.',
  page_bytes: 'Bytes of pages, as OpenSearch sent them.',
  snapshots_opened: 'Snapshots opened at OpenSearch.',
  snapshots_released: 'Snapshots closed at OpenSearch.',
};

/** Metrics for Prometheus, with the process's own: memory, CPU, event loop lag. */
export function makeMetrics(): Metrics {
  const tally = makeTally();
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: Name) => new Counter({ name: `sluice_${name}_total`, help: COUNTERS[name], registers });
  const counters: Record<Name, Counter> = {
    exports_planned: counter('exports_planned'),
    pages: counter('pages'),
    page_bytes: counter('page_bytes'),
    snapshots_opened: counter('snapshots_opened'),
    snapshots_released: counter('snapshots_released'),
  };
  const errors = new Counter({ name: 'sluice_errors_total', help: 'Errors by code.', labelNames: ['code'], registers });
  const gauges = {
    sockets_open: new Gauge({ name: 'sluice_sockets_open', help: 'Sockets open.', registers }),
    reads_in_flight: new Gauge({ name: 'sluice_reads_in_flight', help: 'Pages under way.', registers }),
  };
  const pages = new Histogram({
    name: 'sluice_page_seconds',
    help: 'From a page asked for to its last byte sent.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  return {
    tally: tally.tally,
    add(name, by = 1) {
      tally.add(name, by);
      counters[name].inc(by);
    },
    failed(code) {
      tally.failed(code);
      errors.inc({ code });
    },
    move(name, by) {
      tally.move(name, by);
      gauges[name].inc(by);
    },
    pageTook: (ms) => pages.observe(ms / 1000),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
