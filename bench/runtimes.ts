import { FIRST_FLIGHTS } from '../dev/sample/flights.ts';
import { loadSamples } from '../dev/sample/samples.ts';
import { runToEnd } from '../dev/system/shutdown.ts';
import { testCluster } from '../dev/test/cluster.ts';
import { runExport } from '../tests/support/run-export.ts';
import { RUNTIMES, type RuntimeName, startRuntime } from '../tests/support/runtimes.ts';
import { settingsOver, signIn } from '../tests/support/session.ts';
import { cpuSeconds, peakMb } from './measure/process.ts';

/**
 * `npm run bench:runtimes [-- ROUNDS]`: one export of `flights` as CSV, by the proxy on each runtime in turn, with the
 * worker's own pipeline on Node as the client. The runtimes take turns, so that what the machine does besides strikes all.
 */
const ROUNDS = Number(process.argv[2] ?? 3);
const COLUMNS = ['date', 'delay', 'distance', 'origin', 'destination'];

type Sample = { rowsPerSecond: number; cpu: number; peakMb: number };

async function measure(runtime: RuntimeName, opensearchUrl: string): Promise<Sample> {
  const proxy = await startRuntime(runtime, settingsOver(opensearchUrl));
  try {
    const session = await signIn(proxy.url);
    const cpuBefore = cpuSeconds(proxy.pid);
    const began = performance.now();
    const exported = await runExport(session, {
      search: { index: 'flights' },
      format: { kind: 'csv', columns: COLUMNS, delimiter: ',', header: true, bom: false, guard: false, rest: false },
      sink: { write: async () => {}, close: async () => {}, abort: async () => {} },
    });
    const seconds = (performance.now() - began) / 1000;
    const { complete = false, written = 0 } = exported.verdict ?? {};
    if (!complete || written !== FIRST_FLIGHTS) throw new Error(`The export on ${runtime} was not complete.`);
    const cpu = ((cpuSeconds(proxy.pid) - cpuBefore) / written) * 1_000_000;
    return { rowsPerSecond: written / seconds, cpu, peakMb: peakMb(proxy.pid) };
  } finally {
    await proxy.kill();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function main(): Promise<number> {
  const cluster = await testCluster();
  await loadSamples({ url: cluster.url }, FIRST_FLIGHTS);
  const samples = new Map<RuntimeName, Sample[]>(RUNTIMES.map((runtime) => [runtime, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const runtime of RUNTIMES) samples.get(runtime)?.push(await measure(runtime, cluster.url));
  }
  console.log(`${FIRST_FLIGHTS} rows, medians of ${ROUNDS}; CPU of the proxy in seconds a million rows\n`);
  console.log('| | rows/s | CPU | peak MB |\n| --- | ---: | ---: | ---: |');
  for (const [runtime, all] of samples) {
    const of = (name: keyof Sample) => median(all.map((sample) => sample[name]));
    console.log(
      `| ${runtime} | ${of('rowsPerSecond').toFixed(0)} | ${of('cpu').toFixed(2)} | ${of('peakMb').toFixed(0)} |`,
    );
  }
  await cluster.stop();
  return 0;
}

await runToEnd(main);
