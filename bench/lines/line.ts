import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type LineSpeed = {
  /** Each way, shared by all connections. */
  mbitPerSecond: number;
  /** Added between the two ends, there and back. */
  roundTripMs: number;
};

/** A line of its own speed before a port of this machine, and what has gone over it to the clients so far. */
export type Line = {
  port: number;
  bytes: number;
  /** Pages of the proxy's socket by how they came: gzip'd, or as they are. */
  pages: { gzip: number; identity: number };
  close(): void;
};

/** What waits at the slow end besides what the line itself holds: a router's few packets. */
const QUEUE_BYTES = 128 * 1024;

/** A way of a line: each piece arrives once the bytes before it and its own have had their time, and the delay besides. */
type Way = { freeAt: number; bytesPerMs: number; delayMs: number };

/** Speaks TCP, whatever is spoken in it; what the line cannot take waits in the sender, as TCP has it. */
export async function startLine(targetPort: number, { mbitPerSecond, roundTripMs }: LineSpeed): Promise<Line> {
  const wayOf = (): Way => ({ freeAt: 0, bytesPerMs: (mbitPerSecond * 1e6) / 8 / 1000, delayMs: roundTripMs / 2 });
  const [up, down] = [wayOf(), wayOf()];
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (client) => {
    const target = net.connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    send(client, target, up);
    send(target, client, down, (piece) => note(line, piece));
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const line: Line = {
    port: (server.address() as AddressInfo).port,
    bytes: 0,
    pages: { gzip: 0, identity: 0 },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return line;
}

function note(line: Line, piece: Buffer): void {
  line.bytes += piece.length;
  for (const encoding of ['gzip', 'identity'] as const) {
    if (piece.includes(`"encoding":"${encoding}"`)) line.pages[encoding] += 1;
  }
}

/** Passes on all that comes from one end until it closes, then closes the other. */
async function send(from: net.Socket, to: net.Socket, way: Way, onPiece: (piece: Buffer) => void = () => {}) {
  const most = way.bytesPerMs * way.delayMs + QUEUE_BYTES;
  let underWay = 0;
  let last = Promise.resolve();
  from.on('data', (piece: Buffer) => {
    underWay += piece.length;
    if (underWay > most) from.pause();
    way.freeAt = Math.max(way.freeAt, performance.now()) + piece.length / way.bytesPerMs;
    const dueAt = way.freeAt + way.delayMs;
    last = last.then(async () => {
      const early = dueAt - performance.now();
      if (early > 0) await sleep(early);
      onPiece(piece);
      const hasRoom = to.destroyed || to.write(piece);
      if (!hasRoom) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      underWay -= piece.length;
      if (underWay <= most) from.resume();
    });
  });
  from.once('close', () => void last.then(() => to.destroy()));
}
