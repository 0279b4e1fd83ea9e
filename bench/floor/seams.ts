import { Agent, type IncomingMessage, request } from 'node:http';
import { parseArgs } from 'node:util';
import type { ProxySocket } from '../../client/worker/socket/proxy-socket.ts';
import { Seams } from '../../client/worker/source/seams.ts';
import { startCluster } from '../../dev/opensearch/cluster.ts';
import { flights } from '../../dev/sample/flights.ts';
import { runToEnd } from '../../dev/system/shutdown.ts';
import { seamsOf } from '../../proxy/export/seams.ts';
import { bySeqNo } from '../../proxy/query/clause.ts';
import type { Chunk } from '../../shared/chunk.ts';
import { documents } from '../data/documents.ts';
import { load } from '../data/load.ts';
import { cpuSeconds } from '../measure/process.ts';
import { table } from '../report/table.ts';

/**
 * `npx tsx bench/floor/seams.ts [--rows 1000000 --rounds 3]`: what OpenSearch's process takes for the pages of whole shards, in CPU
 * seconds a million rows: in ranges as they come, ended at seams, and as the documents lie. The CPU of a process says the same
 * on a machine that does other work, more or less.
 */
const { values: options } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
});
const ROWS = Number(options.rows);
const ROUNDS = Number(options.rounds);
const SETS = [
  { index: 'documents', source: documents(ROWS), pageRows: 5500 },
  { index: 'flights', source: flights(ROWS), pageRows: 10_000 },
];
const WAYS = ['as they come', 'ended at seams', 'as they lie'] as const;
type Way = (typeof WAYS)[number];
type Shard = { pit: string; highest: number };
type Found = { cpu: Record<Way, number[]>; pages: Record<Way, number>; seams: number };

const agent = new Agent({ keepAlive: true });

async function main(): Promise<number> {
  const cluster = await startCluster({ name: 'seams', temporary: true, heapMb: 2048 });
  const { url } = cluster;
  await load(
    url,
    SETS.map(({ source }) => source),
  );
  const of = { url, pid: cluster.nodes[0]?.pid ?? 0 };
  const rows: string[][] = [];
  for (const { index, pageRows } of SETS) rows.push(rowOf(index, await measured(of, index, pageRows)));
  console.log(`CPU seconds of OpenSearch a million rows, medians of ${ROUNDS}\n`);
  console.log(table([['', 'seams', 'pages', ...WAYS], ...rows]));
  agent.destroy();
  await cluster.stop();
  return 0;
}

function rowOf(index: string, { cpu, pages, seams }: Found): string[] {
  const median = (way: Way) => cpu[way].toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0;
  const more = `${pages['as they come']} / ${pages['ended at seams']}`;
  return [index, `${seams}`, more, ...WAYS.map((way) => median(way).toFixed(2))];
}

/** One round more, before which the Java machine has not seen such requests. */
async function measured({ url, pid }: { url: string; pid: number }, index: string, pageRows: number): Promise<Found> {
  const none = () => ({ 'as they come': 0, 'ended at seams': 0, 'as they lie': 0 });
  const found: Found = {
    cpu: { 'as they come': [], 'ended at seams': [], 'as they lie': [] },
    pages: none(),
    seams: 0,
  };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const way of WAYS) {
      const shards = await openShards(url, index);
      const before = cpuSeconds(pid);
      const read = await Promise.all(shards.map((shard) => drain(url, { shard, way, pageRows })));
      const cpu = (cpuSeconds(pid) - before) / (ROWS / 1e6);
      await ask(url, 'DELETE', '/_search/point_in_time', { pit_id: shards.map(({ pit }) => pit) });
      if (round === 0) continue;
      found.cpu[way].push(cpu);
      found.pages[way] = read.reduce((sum, { pages }) => sum + pages, 0);
      if (way === 'ended at seams') found.seams = read.reduce((sum, { seams }) => sum + seams, 0);
    }
  }
  return found;
}

async function openShards(url: string, index: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  for (let shard = 0; shard < 4; shard++) {
    const path = `/${index}/_search/point_in_time?keep_alive=5m&preference=_shards:${shard}`;
    const { pit_id: pit } = await ask(url, 'POST', path);
    const last = { size: 1, sort: [{ _seq_no: 'desc' }], pit: { id: pit }, _source: false };
    const { hits } = await ask(url, 'POST', '/_search', last);
    shards.push({ pit, highest: hits.hits[0].sort[0] });
  }
  return shards;
}

/** All pages of a shard, one after another; what the seams cost is among it. */
async function drain(url: string, { shard, way, pageRows }: { shard: Shard; way: Way; pageRows: number }) {
  const { pit, highest } = shard;
  const seams = new Seams();
  const whole: Chunk = { after: -1, upTo: highest };
  let told: number[] = [];
  if (way === 'ended at seams') {
    told = await seamsOf(whole, (seqNos) => places(url, pit, seqNos));
    const socket = Promise.resolve({ seams: async () => told } as Partial<ProxySocket> as ProxySocket);
    await seams.learn({ ticket: pit, chunk: whole, socket });
  }
  let pages = 0;
  let behind: unknown[] | undefined;
  for (let after = -1, read = 0; read <= highest; ) {
    const upTo = seams.within({ after, upTo: highest }, pageRows) ?? highest;
    const isPlain = way !== 'as they lie';
    const range = { range: { _seq_no: { gt: isPlain ? after : -1, lte: upTo } } };
    const last = await lastOf(url, {
      size: pageRows,
      sort: isPlain ? bySeqNo() : [{ _doc: 'asc' }, ...bySeqNo()],
      query: { bool: { filter: [{ match_all: {} }, range] } },
      track_total_hits: false,
      pit: { id: pit, keep_alive: '5m' },
      ...(behind ? { search_after: behind } : {}),
    });
    pages += 1;
    if (isPlain) {
      after = last[0] ?? highest;
      read = after + 1;
    } else {
      behind = last;
      read += pageRows;
    }
  }
  return { pages, seams: told.length };
}

async function places(url: string, pit: string, seqNos: readonly number[]) {
  const query = { bool: { filter: [{ match_all: {} }, { terms: { _seq_no: seqNos } }] } };
  const sort = [...bySeqNo(), { _doc: 'asc' }];
  const body = { size: seqNos.length, track_total_hits: false, _source: false, sort, query, pit: { id: pit } };
  const { hits } = await ask(url, 'POST', '/_search', body);
  return hits.hits.map(({ sort: [seqNo, doc] }: { sort: [number, number] }) => ({ seqNo, doc }));
}

const TAIL = 500;

/** The last hit's sort values; the rest is thrown away. */
async function lastOf(url: string, body: object): Promise<number[]> {
  let tail = '';
  for await (const piece of await send(url, 'POST', '/_search?allow_partial_search_results=false', body)) {
    tail = (tail + piece.subarray(-TAIL).toString('latin1')).slice(-TAIL);
  }
  const found = [...tail.matchAll(/"sort":\[([\d,]+)\]/g)].at(-1)?.[1];
  if (found === undefined) throw new Error(`OpenSearch gave no page: ${tail}`);
  return found.split(',').map(Number);
}

function send(url: string, method: string, path: string, body?: object): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const outgoing = request(new URL(path, url), { agent, method, headers }, resolve);
    outgoing.once('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

async function ask(url: string, method: string, path: string, body?: object) {
  const answer = await send(url, method, path, body);
  return JSON.parse(Buffer.concat(await answer.toArray()).toString());
}

await runToEnd(main);
