import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

/** What happens to one request on its way to OpenSearch. Bytes count the answer's body as it is on the wire. */
export type GateFault =
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string }
  | { kind: 'refuse' }
  | { kind: 'cut'; afterBytes: number }
  | { kind: 'reset'; afterBytes: number }
  | { kind: 'garble'; afterBytes: number }
  | { kind: 'delay'; ms: number }
  | { kind: 'stall'; afterBytes: number; ms: number };

/** How much larger a page of the tests' documents is when it is not gzip'd, about. */
const PLAIN_TO_GZIP = 8;

export type Gate = {
  url: string;
  /** Requests seen so far, and those for pages. */
  requests: number;
  pages: number;
  /** Rows of whole pages let through so far. */
  rows: number;
  /** Ids of Elasticsearch's points in time, which it lists nowhere, as they were opened. */
  pits: string[];
  /** Asked for each request for a page; undefined lets it through. */
  fault: (page: number) => GateFault | undefined;
  /** Done before a request for that path is passed on. */
  before: (path: string) => Promise<void>;
  /** OpenSearch cannot be reached at all, and answers under way break off. */
  isDown: boolean;
  /** Bytes a second of each answer, when it is gzip'd; plain ones may be as much larger. Undefined for as fast as it comes. */
  bytesPerSecond: number | undefined;
  /** Answers as a cluster that has no points in time, of either kind. A proxy that has found out so keeps to it. */
  withoutPit: boolean;
  /** Answers as the security plugin does to an account that may read, and may not list indices. */
  withoutListing: boolean;
  /** Answers as an index does that keeps no sequence numbers, and may not be searched, sorted or counted by them. */
  withoutNumbers: boolean;
  /** Answers each search as a node does that has no thread for it. */
  isFull: boolean;
  close(): Promise<void>;
};

/** A small HTTP proxy between Sluice's proxy and OpenSearch that makes the faults of a network and of a busy cluster. */
export async function startHttpGate(target: string): Promise<Gate> {
  const upstream = new URL(target);
  const server = http.createServer(async (request, response) => {
    if (gate.isDown) return void request.socket.destroy();
    const body = Buffer.concat(await request.toArray());
    gate.requests += 1;
    if (gate.withoutPit && /\/point_in_time|\/_pit\b/.test(request.url ?? '')) return void refusePit(response);
    if (gate.withoutListing && /^\/_(?:resolve|cat)\//.test(request.url ?? '')) return void refuseListing(response);
    if (gate.withoutNumbers && body.includes('"_seq_no"')) return void refuseNumbers(response);
    await gate.before(request.url ?? '');
    if (gate.isFull && request.url?.includes('/_search')) return void refuseLoad(response);
    // A scroll is closed at the same path.
    const isNextPage = request.method === 'POST' && request.url?.startsWith('/_search/scroll');
    const isPage = isNextPage || body.includes('"range":{"_seq_no"');
    if (isPage) gate.pages += 1;
    const fault = isPage ? gate.fault(gate.pages) : undefined;
    await handle({ upstream, request, body, response, fault, gate, isPage });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gate: Gate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: 0,
    pages: 0,
    rows: 0,
    pits: [],
    fault: () => undefined,
    before: async () => {},
    isDown: false,
    bytesPerSecond: undefined,
    withoutPit: false,
    withoutListing: false,
    withoutNumbers: false,
    isFull: false,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return gate;
}

/** What OpenSearch says where it does not know a path. */
function refusePit(response: http.ServerResponse): void {
  const body = '{"error":"no handler found for uri [/x/_search/point_in_time] and method [POST]"}';
  response.writeHead(400, { 'content-type': 'application/json' }).end(body);
}

/** The plugin's own words and status (seen in OpenSearch 2.19). */
function refuseListing(response: http.ServerResponse): void {
  const reason =
    'no permissions for [indices:monitor/settings/get] and User [name=bob, backend_roles=[], requestedTenant=null]';
  const fault = { type: 'security_exception', reason };
  const body = JSON.stringify({ error: { root_cause: [fault], ...fault }, status: 403 });
  response.writeHead(403, { 'content-type': 'application/json' }).end(body);
}

/** As Elasticsearch refuses other fields that cannot be sorted by. */
function refuseNumbers(response: http.ServerResponse): void {
  const cause = { type: 'illegal_argument_exception', reason: 'Cannot sort or search by [_seq_no].' };
  const failed_shards = [{ shard: 0, index: 'any', node: 'n', reason: cause }];
  const error = {
    root_cause: [cause],
    type: 'search_phase_execution_exception',
    reason: 'all shards failed',
    failed_shards,
  };
  response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error, status: 400 }));
}

/** The words of OpenSearch 3.8, without those on its threads. */
function refuseLoad(response: http.ServerResponse): void {
  const fault = { type: 'rejected_execution_exception', reason: 'rejected execution of a search' };
  const body = JSON.stringify({ error: { root_cause: [fault], ...fault }, status: 429 });
  response.writeHead(429, { 'content-type': 'application/json' }).end(body);
}

type Passing = {
  upstream: URL;
  request: http.IncomingMessage;
  body: Buffer;
  response: http.ServerResponse;
  fault: GateFault | undefined;
  gate: Gate;
  isPage: boolean;
};

async function handle({ upstream, request, body, response, fault, gate, isPage }: Passing): Promise<void> {
  if (fault?.kind === 'answer') {
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers }).end(fault.body ?? '');
    return;
  }
  if (fault?.kind === 'refuse') {
    request.socket.destroy();
    return;
  }
  if (fault?.kind === 'delay') await sleep(fault.ms);
  const { hostname, port } = upstream;
  const forward = http.request(
    { hostname, port, method: request.method, path: request.url, headers: request.headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (isPage) countRows(answer, gate);
      if (request.method === 'POST' && request.url?.includes('/_pit?')) keepPit(answer, gate);
      const plain = answer.headers['content-encoding'] === 'gzip' ? 1 : PLAIN_TO_GZIP;
      answer.pipe(meddle({ fault, gate, response, plain })).pipe(response);
    },
  );
  forward.on('error', () => response.destroy());
  response.on('close', () => forward.destroy());
  forward.end(body);
}

/** Lets the answer's bytes through until the fault strikes. */
function meddle({
  fault,
  gate,
  response,
  plain,
}: Pick<Passing, 'fault' | 'gate' | 'response'> & { plain: number }): Transform {
  let seen = 0;
  return new Transform({
    async transform(bytes: Buffer, _encoding, done) {
      const at = fault && 'afterBytes' in fault ? fault.afterBytes - seen : Number.POSITIVE_INFINITY;
      seen += bytes.byteLength;
      if (gate.bytesPerSecond) await sleep((bytes.byteLength * 1000) / (gate.bytesPerSecond * plain));
      if (gate.isDown) return void response.socket?.destroy();
      if (at > bytes.byteLength) return done(null, bytes);
      if (fault?.kind === 'garble') return done(null, garbled(bytes, Math.max(0, at)));
      if (fault?.kind === 'stall') {
        if (at < 0) return done(null, bytes);
        this.push(bytes.subarray(0, at));
        await sleep(fault.ms);
        return done(null, bytes.subarray(at));
      }
      response.write(bytes.subarray(0, at));
      if (fault?.kind === 'reset') response.socket?.resetAndDestroy();
      else response.socket?.destroy();
      done();
    },
  });
}

function garbled(bytes: Buffer, from: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = from; i < Math.min(copy.byteLength, from + 40); i++) copy[i] = (copy[i] ?? 0) ^ 0x5a;
  return copy;
}

function countRows(answer: http.IncomingMessage, gate: Gate): void {
  const pieces: Buffer[] = [];
  answer.on('data', (piece: Buffer) => pieces.push(piece));
  answer.on('end', () => {
    // A page that was broken off ends too; what Sluice makes of it is not known here.
    if (answer.complete) gate.rows += inflated(Buffer.concat(pieces)).split('"sort":[').length - 1;
  });
}

function keepPit(answer: http.IncomingMessage, gate: Gate): void {
  const pieces: Buffer[] = [];
  answer.on('data', (piece: Buffer) => pieces.push(piece));
  answer.on('end', () => {
    const id = /"id":"([^"]+)"/.exec(inflated(Buffer.concat(pieces)))?.[1];
    if (id !== undefined) gate.pits.push(id);
  });
}

function inflated(bytes: Buffer): string {
  try {
    return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
  } catch {
    return '';
  }
}
