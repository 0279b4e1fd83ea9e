import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';

/** Whether the server before Sluice takes the path away (nginx's `proxy_pass http://sluice/;`) or passes it on (`proxy_pass http://sluice;`). */
export type PathWay = 'taken away' | 'passed on';

export type PathFront = {
  /** Sluice's page. */
  url: string;
  /** Requests for what is not below the path, which another application of this host would have got. */
  strays: string[];
  /** Cookies that came with these. */
  strayCookies: string[];
  close(): Promise<void>;
};

type Options = { way: PathWay /** It ends TLS, and says so to Sluice. */; tls?: { key: string; cert: string } };

/** A server that has Sluice below a path of its host, as companies do, and something else beside it. */
export async function startPathFront(target: string, basePath: string, { way, tls }: Options): Promise<PathFront> {
  const scheme = tls ? 'https' : 'http';
  const told = tls ? { 'x-forwarded-proto': scheme } : {};
  const { hostname, port } = new URL(target);
  const pathOf = (url = '/') => (way === 'passed on' ? url : url.slice(basePath.length - 1));
  const strays: string[] = [];
  const strayCookies: string[] = [];
  const answerTo = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const { method, url = '/', headers } = request;
    if (url === basePath.slice(0, -1)) return void response.writeHead(301, { location: basePath }).end();
    if (!url.startsWith(basePath)) {
      // Chromium's own.
      if (url !== '/favicon.ico') strays.push(url);
      if (headers.cookie) strayCookies.push(headers.cookie);
      return void response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<title>Other</title>Another application');
    }
    const forward = http.request(
      { hostname, port, method, path: pathOf(url), headers: { ...headers, ...told } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    forward.on('error', () => response.destroy());
    request.pipe(forward);
  };
  const server = tls ? https.createServer(tls, answerTo) : http.createServer(answerTo);
  server.on('upgrade', (request, client) => {
    if (!request.url?.startsWith(basePath)) {
      strays.push(request.url ?? '');
      return void client.destroy();
    }
    const onward = net.connect(Number(port), hostname);
    const lines = Array.from({ length: request.rawHeaders.length / 2 }, (_, i) =>
      request.rawHeaders.slice(i * 2, i * 2 + 2).join(': '),
    );
    for (const [name, value] of Object.entries(told)) lines.push(`${name}: ${value}`);
    onward.write(`${request.method} ${pathOf(request.url)} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    onward.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('error', () => onward.destroy()).on('close', () => onward.destroy());
    client.pipe(onward).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${scheme}://localhost:${(server.address() as AddressInfo).port}${basePath}`,
    strays,
    strayCookies,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
