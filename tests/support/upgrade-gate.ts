import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * What a server on the way does to WebSockets: passes them on; refuses them; answers as if they were calls; never answers; lets
 * them open and drops them; lets them open and then nothing through.
 */
export type UpgradeFate = 'passed' | 'refused' | 'answered' | 'swallowed' | 'dropped' | 'muted';

/** What it does to the answer of `POST /api/carrier`, which has no end: passes it on as it comes; waits for its end; refuses it. */
export type AnswerFate = 'passed' | 'kept' | 'refused';

export type UpgradeGate = {
  url: string;
  fate: UpgradeFate;
  answer: AnswerFate;
  /** Calls get no answer either. */
  isDown: boolean;
  /** WebSockets asked for so far, and those that are open or wait for an answer. */
  asked: number;
  open: number;
  /** Breaks all WebSockets, and the answers that have no end. */
  cut(): void;
  close(): Promise<void>;
};

/** A server between browser and proxy that knows nothing of WebSockets, or does not want them. Calls it passes on. */
export async function startUpgradeGate(target: string): Promise<UpgradeGate> {
  const { hostname, port } = new URL(target);
  const lines = new Set<{ destroy(): void }>();
  const hold = (line: http.ServerResponse | Duplex) => {
    lines.add(line);
    line.on('close', () => lines.delete(line));
  };
  const server = http.createServer((request, response) => {
    if (gate.isDown) return void request.socket.destroy();
    const { method, url, headers } = request;
    const isCarrier = url === '/api/carrier';
    if (isCarrier) hold(response);
    if (isCarrier && gate.answer === 'refused') return void response.writeHead(403).end('No.');
    const forward = http.request({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (!isCarrier || gate.answer === 'passed') return void answer.pipe(response);
      const kept: Buffer[] = [];
      answer.on('data', (bytes: Buffer) => kept.push(bytes)).on('end', () => response.end(Buffer.concat(kept)));
    });
    forward.on('error', () => response.destroy());
    response.on('close', () => forward.destroy());
    request.pipe(forward);
  });
  server.on('upgrade', (request, client) => {
    gate.asked += 1;
    gate.open += 1;
    hold(client);
    client.on('close', () => {
      gate.open -= 1;
    });
    // Node's HTTP sockets stay half open after that.
    client.on('error', () => client.destroy()).on('end', () => client.destroy());
    if (gate.isDown) return client.destroy();
    meet(gate.fate, { request, client, target: { hostname, port: Number(port) } });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gate: UpgradeGate = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    fate: 'passed',
    answer: 'passed',
    isDown: false,
    asked: 0,
    open: 0,
    cut() {
      for (const line of lines) line.destroy();
    },
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return gate;
}

type Upgrade = { request: http.IncomingMessage; client: Duplex; target: { hostname: string; port: number } };

function meet(fate: UpgradeFate, { request, client, target }: Upgrade): void {
  // Read, or its end would not be seen.
  if (fate === 'swallowed') return void client.resume();
  if (fate === 'refused')
    return void client.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\nNo WebSockets here.');
  if (fate === 'answered') {
    const body = '<html>Welcome to this network</html>';
    return void client.end(
      `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  }
  const proxy = net.connect(target.port, target.hostname);
  const lines = Array.from({ length: request.rawHeaders.length / 2 }, (_, i) =>
    request.rawHeaders.slice(i * 2, i * 2 + 2).join(': '),
  );
  proxy.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  proxy.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.on('close', () => proxy.destroy());
  client.pipe(proxy);
  if (fate === 'passed') return void proxy.pipe(client);
  // What comes with the answer to the upgrade may be a frame already.
  proxy.once('data', (bytes: Buffer) => {
    client.write(bytes.subarray(0, bytes.indexOf('\r\n\r\n') + 4));
    if (fate === 'dropped') client.destroy();
  });
}
