/**
 * The raw drain: the pages an export reads, with nothing done to them. Four at once, ranges of sequence numbers of one
 * shard each, in points in time; the bytes are thrown away. What it reaches is what OpenSearch and this line can give.
 */
import { Agent, type IncomingMessage, request } from 'node:http';

type Options = { url: string; index: string; gzip: boolean; rows: number };
type Shard = { pit: string; highest: number };
type Page = { pit: string; after: number };

const PAGE_ROWS = 10_000;
const AT_ONCE = 4;

const options: Options = JSON.parse(process.argv[2] ?? '');
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

const shards = await openShards();
const pages = alternating(shards).slice(0, Math.ceil(options.rows / PAGE_ROWS));
const began = performance.now();
const bytes = await drainAll();
const ms = performance.now() - began;
await ask('DELETE', '/_search/point_in_time', { pit_id: shards.map(({ pit }) => pit) });
agent.destroy();
console.log(JSON.stringify({ rows: Math.min(options.rows, rowsOf(shards)), bytes, ms }));

async function openShards(): Promise<Shard[]> {
  const shards: Shard[] = [];
  const { _shards } = await ask('GET', `/${options.index}/_count`);
  for (let shard = 0; shard < _shards.total; shard++) {
    const path = `/${options.index}/_search/point_in_time?keep_alive=2m&preference=_shards:${shard}`;
    const { pit_id: pit } = await ask('POST', path);
    const last = { size: 1, sort: [{ _seq_no: 'desc' }], track_total_hits: true, pit: { id: pit }, _source: false };
    const { hits } = await ask('POST', '/_search', last);
    const highest = hits.hits[0]?.sort[0] ?? -1;
    // Pages are cut by number, without looking into them, so no number may be missing.
    if (hits.total.value !== highest + 1) throw new Error('Rows of this index were changed: load it anew.');
    shards.push({ pit, highest });
  }
  return shards;
}

/** The pages of all shards, in turn. */
function alternating(shards: readonly Shard[]): Page[] {
  const most = Math.max(...shards.map(({ highest }) => highest));
  const pages: Page[] = [];
  for (let after = -1; after < most; after += PAGE_ROWS) {
    for (const { pit, highest } of shards) if (after < highest) pages.push({ pit, after });
  }
  return pages;
}

function rowsOf(shards: readonly Shard[]): number {
  return shards.reduce((sum, { highest }) => sum + highest + 1, 0);
}

async function drainAll(): Promise<number> {
  const queue = pages.values();
  let bytes = 0;
  const lane = async () => {
    for (const page of queue) {
      const more = await drain(page);
      bytes += more;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return bytes;
}

async function drain({ pit, after }: Page): Promise<number> {
  const range = { range: { _seq_no: { gt: after, lte: after + PAGE_ROWS } } };
  const response = await send('POST', '/_search?allow_partial_search_results=false', {
    size: PAGE_ROWS,
    sort: [{ _seq_no: 'asc' }],
    query: { bool: { filter: [{ match_all: {} }, range] } },
    track_total_hits: false,
    pit: { id: pit, keep_alive: '2m' },
  });
  if (response.statusCode !== 200) throw new Error(`OpenSearch answered ${response.statusCode}.`);
  let bytes = 0;
  for await (const piece of response) bytes += piece.length;
  return bytes;
}

function send(method: string, path: string, body?: object): Promise<IncomingMessage> {
  const headers = {
    'content-type': 'application/json',
    ...(options.gzip && path.startsWith('/_search?') ? { 'accept-encoding': 'gzip' } : {}),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, options.url), { agent, method, headers }, resolve);
    outgoing.once('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

async function ask(method: string, path: string, body?: object) {
  const pieces: Buffer[] = [];
  for await (const piece of await send(method, path, body)) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString());
}
