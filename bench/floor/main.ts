import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { ensureBuilt } from '../../dev/build/built.ts';
import { type ProxyProcess, startProxyProcess } from '../../dev/start/proxy-process.ts';
import { onShutdown, runToEnd } from '../../dev/system/shutdown.ts';
import { testCluster } from '../../dev/test/cluster.ts';
import { TestSocket } from '../../tests/integration/proxy/test-socket.ts';
import { PASSWORD, signIn } from '../../tests/support/session.ts';
import { articles } from '../data/articles.ts';
import { documents } from '../data/documents.ts';
import { load } from '../data/load.ts';
import { cpuSeconds, peakMb } from '../measure/process.ts';
import { table } from '../report/table.ts';
import { startPrepared } from './prepared.ts';

/**
 * `npm run bench:floor [-- --gb 2 --rounds 3 --profile FOLDER]`: what each stage of a page's way through the proxy takes
 * at the least, and what the proxy takes, in CPU seconds a GB of pages. The proxy's is that of its process alone.
 */
const { values: options } = parseArgs({
  options: {
    gb: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    profile: { type: 'string' },
  },
});
const BYTES = Number(options.gb) * 1e9;
const ROUNDS = Number(options.rounds);
const WARM_UP = 0.2;
const ROWS = 40_000;

const CASES = [
  { name: 'documents of 430 bytes', index: 'floor-documents', size: 10_000, encoding: 'identity' },
  { name: 'documents of 430 bytes, gzip', index: 'floor-documents', size: 10_000, encoding: 'gzip' },
  { name: 'articles of 1.3 KB', index: 'floor-articles', size: 5000, encoding: 'identity' },
  { name: 'articles of 1.3 KB, gzip', index: 'floor-articles', size: 5000, encoding: 'gzip' },
] as const;
type Case = (typeof CASES)[number];

const STAGES = ['receive', 'copy', 'send'] as const;
type Stage = (typeof STAGES)[number];
type Figures = Record<Stage | 'proxy' | 'memory', number>;

const run = promisify(execFile);
const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const LOADER = ['--import', 'tsx'];

async function main(): Promise<number> {
  await ensureBuilt('proxy');
  const cluster = await testCluster();
  await load(cluster.url, [
    { ...documents(ROWS), name: 'floor-documents' },
    { ...articles(ROWS), name: 'floor-articles' },
  ]);
  const prepared = await startPrepared(cluster.url);
  const cases = CASES.filter(({ name }) => name.includes(options.only));
  const found = new Map<Case, Figures[]>(cases.map((each) => [each, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const each of cases) {
      prepared.reset();
      const proxy = await proxyOver(prepared.url, each);
      const figures = { ...proxy, receive: 0, copy: 0, send: 0 };
      for (const stage of STAGES) figures[stage] = await floorOf(stage, prepared.largest());
      found.get(each)?.push(figures);
    }
  }
  prepared.close();
  await cluster.stop();
  console.log(`CPU seconds a GB of pages, medians of ${ROUNDS} with ${options.gb} GB each\n`);
  console.log(table([HEAD, ...[...found].map(([{ name }, figures]) => rowOf(name, figures))]));
  return 0;
}

const HEAD = ['pages', 'receive', 'and copy', 'send', 'floor', 'proxy', 'proxy ÷ floor', 'peak MB'];

function rowOf(name: string, figures: readonly Figures[]): string[] {
  const of = (key: keyof Figures) => figures.map((each) => each[key]).toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0;
  const floor = of('copy') + of('send');
  const cpu = [of('receive'), of('copy'), of('send'), floor, of('proxy'), of('proxy') / floor];
  return [name, ...cpu.map((value) => value.toFixed(2)), of('memory').toFixed(0)];
}

async function proxyOver(openSearch: string, wanted: Case): Promise<{ proxy: number; memory: number }> {
  const profiler = new URL('../tools/profile-process.mjs', import.meta.url).href;
  const proxy = await startProxyProcess({
    PATH: process.env.PATH,
    ...(options.profile === undefined
      ? {}
      : { NODE_OPTIONS: `--import ${profiler}`, BENCH_PROFILE: `${options.profile}/${wanted.name}.cpuprofile` }),
    PORT: '0',
    OPENSEARCH_URL: openSearch,
    AUTH: 'local',
    DEMO_PASSWORD: PASSWORD,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    AUDIT_LOG: 'off',
    PLANS_PER_MINUTE: '100000',
    LOG_LEVEL: 'warn',
  });
  try {
    return await throughProxy(proxy, wanted);
  } finally {
    await proxy.stop();
  }
}

async function throughProxy({ url, pid = 0 }: ProxyProcess, { index, size, encoding }: Case) {
  const session = await signIn(url);
  const socket = await TestSocket.open(session);
  const { shards } = await socket.plan({ index });
  const tickets = shards.map(({ ticket, highest }) => ({ ticket, highest }));
  const pass = async (bytes: number): Promise<number> => {
    const asked = { ...session, tickets, size, encoding, bytes };
    const { stdout } = await run(process.execPath, [...LOADER, fileOf('client.ts'), JSON.stringify(asked)]);
    return Number(stdout);
  };
  await pass(BYTES * WARM_UP);
  const before = cpuSeconds(pid);
  const bytes = await pass(BYTES);
  const cpu = (cpuSeconds(pid) - before) / (bytes / 1e9);
  const memory = peakMb(pid);
  await socket.request({ type: 'release', tickets: tickets.map(({ ticket }) => ticket) });
  socket.socket.close();
  return { proxy: cpu, memory };
}

async function floorOf(stage: Stage, url: string): Promise<number> {
  const child = start(stage, url);
  if (stage !== 'send') return cpuOf(child);
  const [port] = await once(child, 'message');
  const sink = start('sink', `ws://127.0.0.1:${port}`);
  const cpu = await cpuOf(child);
  await once(sink, 'exit');
  return cpu;
}

function start(stage: Stage | 'sink', url: string): ChildProcess {
  const args = [...LOADER, fileOf('stage-process.ts'), stage, url, String(BYTES)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const off = onShutdown(() => void child.kill());
  child.once('exit', off);
  return child;
}

async function cpuOf(child: ChildProcess): Promise<number> {
  const [{ cpu }] = (await once(child, 'message')) as [{ cpu: number }];
  return cpu;
}

await runToEnd(main);
