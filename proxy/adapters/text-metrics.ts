import type { ErrorCode } from '../../shared/errors.ts';
import type { Counter, Gauge, Metrics } from '../ports.ts';

/** The counts of this instance alone in Prometheus' text format, for a runtime without processes to measure. */
export function makeTextMetrics(): Metrics {
  const counters = new Map<Counter, number>();
  const gauges = new Map<Gauge, number>();
  const errors = new Map<ErrorCode, number>();
  const pages = { count: 0, seconds: 0 };
  return {
    add: (name, by = 1) => void counters.set(name, (counters.get(name) ?? 0) + by),
    failed: (code) => void errors.set(code, (errors.get(code) ?? 0) + 1),
    move: (name, by) => void gauges.set(name, (gauges.get(name) ?? 0) + by),
    pageTook(ms) {
      pages.count += 1;
      pages.seconds += ms / 1000;
    },
    async render() {
      const lines = [
        ...[...counters].flatMap(([name, value]) => figure(`sluice_${name}_total`, 'counter', [['', value]])),
        ...figure(
          'sluice_errors_total',
          'counter',
          [...errors].map(([code, value]) => [`{code="${code}"}`, value]),
        ),
        ...[...gauges].flatMap(([name, value]) => figure(`sluice_${name}`, 'gauge', [['', value]])),
        ...figure('sluice_page_seconds', 'summary', [
          ['_sum', pages.seconds],
          ['_count', pages.count],
        ]),
      ];
      return { contentType: 'text/plain; version=0.0.4; charset=utf-8', text: `${lines.join('\n')}\n` };
    },
  };
}

function figure(name: string, type: string, samples: [suffix: string, value: number][]): string[] {
  return samples.length === 0
    ? []
    : [`# TYPE ${name} ${type}`, ...samples.map(([suffix, value]) => `${name}${suffix} ${value}`)];
}
