import { startTcpGate, type TcpGate } from './tcp-gate.ts';

/** A TCP balancer: each new connection goes to the next of `urls`, whatever is spoken in it. */
export async function startBalancer(urls: readonly string[]): Promise<TcpGate & { url: string }> {
  const ports = urls.map((url) => Number(new URL(url).port));
  let next = 0;
  const gate = await startTcpGate(() => ports[next++ % ports.length] ?? 0);
  return Object.assign(gate, { url: `http://127.0.0.1:${gate.port}` });
}
