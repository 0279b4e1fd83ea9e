import { Client } from '@opensearch-project/opensearch';
import type { Sink } from '../client/sink/sink.ts';
import { type Cluster, startCluster } from '../dev/opensearch/cluster.ts';
import { startProxyProcess } from '../dev/start/proxy-process.ts';
import { runToEnd } from '../dev/system/shutdown.ts';
import { READERS } from '../shared/request.ts';
import { addDocs, makeIndex } from '../tests/support/indices.ts';
import { onceFree } from '../tests/support/once-free.ts';
import { runExport } from '../tests/support/run-export.ts';
import { type SignedIn, settingsOver, signIn } from '../tests/support/session.ts';

/**
 * `npm run bench:heavy`: documents of 1, 5 and 20 MB by the hundred and thousand on a node with a heap of 1 GB: the table, the
 * Export dialog's sample and the exports of both readers. It fails where a file is not exact, where the node ends, or where
 * what it cannot let go of fills its heap.
 */
const MB = 1_000_000;
const SHAPES = [
  { bytes: MB, count: 2000 },
  { bytes: 5 * MB, count: 400 },
  { bytes: 20 * MB, count: 100 },
];
/** Percent of the heap that a collection leaves behind. What it will take counts for little: G1 lets large objects lie. */
const MOST_HEAP = 85;

/** Text that is little on the disk. */
const sourceOf = (n: number, bytes: number) => `{"n":${n},"text":"${`row ${n} `.repeat(bytes / `row ${n} `.length)}"}`;

async function load(client: Client, index: string, { bytes, count }: (typeof SHAPES)[number]): Promise<void> {
  await makeIndex(client, index, [], {
    shards: 2,
    mapping: { dynamic: false, properties: { n: { type: 'integer' } } },
  });
  for (let n = 0; n < count; n++) await addDocs(client, index, [{ id: `${n}`, source: sourceOf(n, bytes) }]);
}

type HeapStats = {
  nodes: Record<
    string,
    { jvm: { mem: { heap_used_percent: number; heap_max_in_bytes: number; pools: Record<string, Pool> } } }
  >;
};
type Pool = { last_gc_stats: { used_in_bytes: number } };

/** Until `stop`, the most that was used at any time, and the most that a collection left, in percent. */
function watchHeap(client: Client) {
  const most = { used: 0, left: 0 };
  const look = async () => {
    const { body } = await client.transport.request({ method: 'GET', path: '/_nodes/stats/jvm' });
    for (const { jvm } of Object.values((body as HeapStats).nodes)) {
      const left = Object.values(jvm.mem.pools).reduce((sum, pool) => sum + pool.last_gc_stats.used_in_bytes, 0);
      most.used = Math.max(most.used, jvm.mem.heap_used_percent);
      most.left = Math.max(most.left, Math.round((100 * left) / jvm.mem.heap_max_in_bytes));
    }
  };
  const timer = setInterval(() => void look().catch(() => {}), 250);
  return {
    stop: () => {
      clearInterval(timer);
      return most;
    },
  };
}

async function beganAt(client: Client): Promise<unknown> {
  const { body } = await client.nodes.info({ metric: ['jvm'] });
  return Object.values(body.nodes).map(({ jvm }) => jvm?.start_time_in_millis);
}

async function search(session: SignedIn, body: object): Promise<number> {
  const response = await fetch(new URL('/api/search', session.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: session.cookie },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}

/** Rows that were written, each once and whole, or what is wrong with them. */
async function exported(
  session: SignedIn,
  index: string,
  reader: (typeof READERS)[number],
  shape: (typeof SHAPES)[number],
) {
  const seen = new Set<number>();
  let wrong = 0;
  const take = (line: string) => {
    const n = Number(/^\{"n":(\d+)/.exec(line)?.[1]);
    if (seen.has(n) || line !== sourceOf(n, shape.bytes)) wrong += 1;
    seen.add(n);
  };
  let rest = '';
  const decoder = new TextDecoder();
  const sink: Sink = {
    write: async (bytes) => {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(take);
    },
    close: async () => {},
    abort: async () => {},
  };
  const began = performance.now();
  const { verdict } = await runExport(session, { search: { index }, reader, sink });
  const s = (performance.now() - began) / 1000;
  const isExact = verdict?.complete === true && wrong === 0 && seen.size === shape.count;
  return { isExact, retries: verdict?.retries ?? 0, s };
}

async function story(cluster: Cluster, shape: (typeof SHAPES)[number]): Promise<number> {
  const client = new Client({ node: cluster.url, requestTimeout: 120_000 });
  const index = `heavy-${shape.bytes / MB}mb`;
  await load(client, index, shape);
  const proxy = await startProxyProcess(settingsOver(cluster.url, { PATH: process.env.PATH ?? '' }));
  const session = await signIn(proxy.url);
  const began = await onceFree(() => beganAt(client));
  let failed = 0;
  const told = (good: boolean, line: string) => {
    failed += good ? 0 : 1;
    console.log(`${good ? ' ' : '✗'} ${index}, ${shape.count} rows: ${line}`);
  };
  const measured = async (what: string, run: () => Promise<{ good: boolean; line: string }>) => {
    const heap = watchHeap(client);
    const { good, line } = await run();
    const most = heap.stop();
    told(good && most.left <= MOST_HEAP, `${what}: ${line}, heap ${most.used} %, ${most.left} % after a collection`);
  };
  await measured('table', async () => {
    const status = await search(session, { index, size: 100 });
    return { good: [200, 413].includes(status), line: `status ${status}` };
  });
  await measured('sample', async () => {
    const status = await search(session, { index, size: 500, sort: 'seq_no' });
    return { good: [200, 413].includes(status), line: `status ${status}` };
  });
  for (const reader of READERS) {
    await measured(`export, ${reader}`, async () => {
      const { isExact, retries, s } = await exported(session, index, reader, shape);
      return { good: isExact, line: `${isExact ? 'exact' : 'NOT EXACT'}, ${retries} retries, ${s.toFixed(0)} s` };
    });
  }
  told(JSON.stringify(await onceFree(() => beganAt(client))) === JSON.stringify(began), 'the node lives');
  await proxy.stop();
  await onceFree(() => client.indices.delete({ index }));
  await client.close();
  return failed;
}

async function main(): Promise<number> {
  let failed = 0;
  for (const shape of SHAPES) {
    // A node each: what one story leaves behind is none of the next one's.
    const cluster = await startCluster({ name: 'heavy', temporary: true, heapMb: 1024 });
    failed += await story(cluster, shape);
    await cluster.stop();
  }
  return failed === 0 ? 0 : 1;
}

await runToEnd(main);
