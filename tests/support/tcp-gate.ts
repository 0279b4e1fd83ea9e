import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

/** A TCP proxy that can cut what goes through it at any byte, whatever is spoken in it. */
export type TcpGate = {
  port: number;
  /** Bytes from the target to the clients so far. */
  bytes: number;
  /** Cuts all connections now. */
  cut(): void;
  /** Cuts them once as many more bytes have gone to the clients: in the middle of a frame. */
  cutAfter(bytes: number): void;
  /** Nothing gets through, nobody is told. */
  frozen: boolean;
  close(): Promise<void>;
};

export async function startTcpGate(targetPort: () => number): Promise<TcpGate> {
  const pairs = new Set<[net.Socket, net.Socket]>();
  let cutAt = Number.POSITIVE_INFINITY;
  const server = net.createServer((client) => {
    const target = net.connect(targetPort(), '127.0.0.1');
    const pair: [net.Socket, net.Socket] = [client, target];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      target.destroy();
    };
    client.on('data', (bytes) => !gate.frozen && target.write(bytes));
    target.on('data', (bytes) => pass(bytes, client, target));
    for (const socket of pair) socket.on('error', end).on('close', end);
  });
  const pass = (bytes: Buffer, client: net.Socket, target: net.Socket) => {
    if (gate.frozen) return;
    const room = cutAt - gate.bytes;
    gate.bytes += bytes.byteLength;
    if (bytes.byteLength < room) {
      if (client.write(bytes)) return;
      target.pause();
      client.once('drain', () => target.resume());
      return;
    }
    cutAt = Number.POSITIVE_INFINITY;
    client.write(bytes.subarray(0, room), () => gate.cut());
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gate: TcpGate = {
    port: (server.address() as AddressInfo).port,
    bytes: 0,
    frozen: false,
    cut() {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
    },
    cutAfter(bytes) {
      cutAt = gate.bytes + bytes;
    },
    async close() {
      gate.cut();
      server.close();
    },
  };
  return gate;
}
