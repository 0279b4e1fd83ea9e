import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP relay between the proxy and OpenSearch: it can cut lines, and tells what passed. */
export type Relay = {
  url: string;
  /** Bytes from OpenSearch so far, and lines open. */
  received(): number;
  open(): number;
  /** Cuts every line once `bytes` more have come from OpenSearch; undefined: never. */
  cutAfter(bytes: number | undefined): void;
  close(): Promise<void>;
};

export async function makeRelay(target: string): Promise<Relay> {
  const { hostname, port } = new URL(target);
  const lines = new Set<Socket>();
  let received = 0;
  let cutAt: number | undefined;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    lines.add(near);
    const end = () => {
      lines.delete(near);
      near.destroy();
      far.destroy();
    };
    far.on('data', (data) => {
      received += data.length;
      if (cutAt !== undefined && received >= cutAt) end();
    });
    near.pipe(far).pipe(near);
    for (const side of [near, far]) side.on('close', end).on('error', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => received,
    open: () => lines.size,
    cutAfter(bytes) {
      cutAt = bytes === undefined ? undefined : received + bytes;
    },
    async close() {
      for (const line of lines) line.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
