import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

type Prepared = { status: number; headers: http.IncomingHttpHeaders; body: Buffer };

export type PreparedServer = {
  url: string;
  /** The largest page answered so far, as a path that gives it again: what the floors receive. */
  largest(): string;
  /** Forgets what `largest` was. */
  reset(): void;
  close(): void;
};

/**
 * A server before OpenSearch that asks it for each page once and then gives the same bytes again, so that OpenSearch's
 * own work is not in what is measured. Everything but pages goes through.
 */
export async function startPrepared(target: string): Promise<PreparedServer> {
  const pages = new Map<string, Promise<Prepared>>();
  let largest: Prepared | undefined;
  const server = http.createServer(async (request, response) => {
    if (request.url === '/largest') return give(response, largest);
    const body = Buffer.concat(await request.toArray());
    const ask = () => passOn(target, request, body);
    if (!body.includes('"range":{"_seq_no"')) return give(response, await ask());
    const key = `${request.url} ${request.headers['accept-encoding']} ${body}`;
    const page = pages.get(key) ?? ask();
    pages.set(key, page);
    const prepared = await page;
    if (prepared.body.length > (largest?.body.length ?? 0)) largest = prepared;
    give(response, prepared);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    largest: () => `${url}/largest`,
    reset() {
      largest = undefined;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function give(response: http.ServerResponse, prepared: Prepared | undefined): void {
  response.writeHead(prepared?.status ?? 404, prepared?.headers).end(prepared?.body);
}

async function passOn(target: string, request: http.IncomingMessage, body: Buffer): Promise<Prepared> {
  const { method, url, headers } = request;
  const forward = http.request(new URL(url ?? '', target), { method, headers });
  forward.end(body);
  const [answer]: [http.IncomingMessage] = (await once(forward, 'response')) as [http.IncomingMessage];
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(await answer.toArray()) };
}
