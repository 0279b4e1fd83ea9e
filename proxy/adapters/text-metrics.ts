import type { Metrics } from '../base/ports.ts';
import { makeTally } from './tally.ts';

/** The counts of this instance alone in Prometheus' text format, for a runtime without processes to measure. */
export function makeTextMetrics(): Metrics {
  const tally = makeTally();
  const pages = { count: 0, seconds: 0 };
  return {
    ...tally,
    pageTook(ms) {
      pages.count += 1;
      pages.seconds += ms / 1000;
    },
    async render() {
      const { counters, gauges, errors } = tally.tally();
      const lines = [
        ...Object.entries(counters).flatMap(([name, value]) =>
          figure(`sluice_${name}_total`, 'counter', [['', value]]),
        ),
        ...figure(
          'sluice_errors_total',
          'counter',
          Object.entries(errors).map(([code, value]) => [`{code="${code}"}`, value]),
        ),
        ...Object.entries(gauges).flatMap(([name, value]) => figure(`sluice_${name}`, 'gauge', [['', value]])),
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
