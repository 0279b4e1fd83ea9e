import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

export type Cluster = { url: string; ca: string; admin: { username: string; password: string } };

/**
 * A guard before a cluster that lets in whoever shows a token, whatever it holds, and knows nothing of the security
 * plugin's calls: then nobody but Sluice looks at who the token is for.
 */
export async function startBearerGate({ url, ca, admin }: Cluster): Promise<{ url: string; close(): void }> {
  const authorization = `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString('base64')}`;
  const server = http.createServer((request, response) => {
    if (!request.headers.authorization?.startsWith('Bearer ')) return void response.writeHead(401).end('{}');
    if (request.url?.startsWith('/_plugins/')) return void response.writeHead(400).end('{"error":"no handler found"}');
    const { method, headers } = request;
    const { host: _, ...others } = headers;
    const onward = https.request(new URL(request.url ?? '/', url), {
      ca,
      method,
      headers: { ...others, authorization },
    });
    onward.on('response', (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)));
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
