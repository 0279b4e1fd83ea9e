import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '@opensearch-project/opensearch';
import * as v from 'valibot';
import type { Sink } from '../client/sink/sink.ts';
import { type ProxyProcess, startProxyProcess } from '../dev/start/proxy-process.ts';
import { runToEnd } from '../dev/system/shutdown.ts';
import { testCluster } from '../dev/test/cluster.ts';
import { makeIndex } from '../tests/support/indices.ts';
import { runExport, sortedLines } from '../tests/support/run-export.ts';
import { type SignedIn, settingsOver, signIn } from '../tests/support/session.ts';
import { flightsOf, load } from './data/load.ts';

/**
 * `npm run bench:strain [-- EXPORTS]`: the proxy under strain, in a process of its own for each story, with the worker's own
 * pipeline on Node as the clients. It fails where a file is not exact or a bound is passed.
 */
const EXPORTS = Number(process.argv[2] ?? 50);
const ROWS = 30_000;
/** Sizes of documents, bytes: 10 KB, 1 MB and 20 MB among small ones. */
const SIZES = [10_000, 200, 1_000_000, 300, 10_000, 20_000_000, 50];
const DOCUMENTS = 70;
const MOST_MB = { many: 400, flat: 150 };
const MOST_SEARCH_MS = 1000;
const MOST_TIMES_MEDIAN = 3;

const SEARCH_AGAIN = fileURLToPath(new URL('tools/search-again.ts', import.meta.url));

type Check = { what: string; value: number; unit: string; most: number };

async function withProxy(url: string, story: (session: SignedIn, proxy: ProxyProcess) => Promise<Check[]>) {
  const env = settingsOver(url, { PATH: process.env.PATH ?? '', MAX_MEMORY_USAGE: '4096' });
  const proxy = await startProxyProcess(env);
  try {
    return await story(await signIn(proxy.url), proxy);
  } finally {
    await proxy.stop();
  }
}

/** All at once: each file is the one that an export alone makes, and a search is answered meanwhile. */
async function many(session: SignedIn, proxy: ProxyProcess): Promise<Check[]> {
  const { set } = flightsOf(ROWS, `flights-${ROWS}`);
  const alone = await exported(session, set.index);
  const searches = searchMeanwhile(session, set.index);
  const all = await Promise.all(Array.from({ length: EXPORTS }, () => exported(session, set.index)));
  const slowest = await searches();
  const wrong = all.filter(({ hash }) => hash !== alone.hash).length;
  const times = all.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  return [
    { what: `${EXPORTS} exports: files that are not exact`, value: wrong, unit: '', most: 0 },
    { what: 'slowest over median', value: (times.at(-1) ?? 0) / median, unit: '×', most: MOST_TIMES_MEDIAN },
    { what: 'slowest search meanwhile', value: slowest, unit: 'ms', most: MOST_SEARCH_MS },
    { what: 'proxy', value: peakMb(proxy), unit: 'MB', most: MOST_MB.many },
  ];
}

async function exported(session: SignedIn, index: string): Promise<{ hash: string; ms: number }> {
  const began = performance.now();
  const { text, verdict } = await runExport(session, { search: { index } });
  const ms = performance.now() - began;
  if (!verdict?.complete || verdict.written !== ROWS) throw new Error('An export was not complete.');
  const hash = createHash('sha256');
  for (const line of sortedLines(text)) hash.update(line);
  return { hash: hash.digest('hex'), ms };
}

/** Searches in a process of its own until it is asked: then the slowest answer, ms. */
function searchMeanwhile({ url, cookie }: SignedIn, index: string): () => Promise<number> {
  const child = fork(SEARCH_AGAIN, [url, cookie, index], { execArgv: ['--import', 'tsx'] });
  return async () => {
    const answer = once(child, 'message');
    child.send('stop');
    const [slowest] = await answer;
    return v.parse(v.number(), slowest);
  };
}

/** A disk ten times slower than OpenSearch, which nothing may pile up before; and large documents, which one must be able to hold. */
function slowly(index: string, msEachMb: number) {
  return async (session: SignedIn, proxy: ProxyProcess): Promise<Check[]> => {
    const held: number[] = [];
    const sink: Sink = {
      write: async (bytes) => void (await sleep((bytes.byteLength / 1e6) * msEachMb)),
      close: async () => {},
      abort: async () => {},
    };
    const { verdict } = await runExport(session, {
      search: { index },
      sink,
      onEvent: (event) => void (event.type === 'progress' && held.push(event.progress.heldBytes)),
    });
    if (!verdict?.complete) throw new Error('An export was not complete.');
    return [
      {
        what: `${index}, ${msEachMb} ms each MB: held by the worker`,
        value: Math.max(...held) / 1e6,
        unit: 'MB',
        most: 67.2,
      },
      { what: 'proxy', value: peakMb(proxy), unit: 'MB', most: MOST_MB.flat },
    ];
  };
}

function peakMb({ pid }: ProxyProcess): number {
  return (Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6;
}

async function loadMixed(url: string): Promise<void> {
  const client = new Client({ node: url });
  const docs = Array.from({ length: DOCUMENTS }, (_, n) => ({
    id: `${n}`,
    source: `{"n":${n},"blob":"${`${n}-`.repeat((SIZES[n % SIZES.length] ?? 1) / 4)}"}`,
  }));
  await makeIndex(client, 'mixed', docs, { shards: 2, mapping: { dynamic: false } });
  await client.close();
}

async function main(): Promise<number> {
  const cluster = await testCluster();
  await load(cluster.url, [flightsOf(ROWS, `flights-${ROWS}`).source]);
  await loadMixed(cluster.url);
  const stories = [many, slowly(`flights-${ROWS}`, 500), slowly('mixed', 1), slowly('mixed', 100)];
  let failed = 0;
  for (const story of stories) {
    for (const { what, value, unit, most } of await withProxy(cluster.url, story)) {
      const good = value <= most;
      failed += good ? 0 : 1;
      console.log(`${good ? ' ' : '✗'} ${what}: ${value.toFixed(value < 10 ? 1 : 0)} ${unit} (at most ${most})`);
    }
  }
  await cluster.stop();
  return failed === 0 ? 0 : 1;
}

await runToEnd(main);
