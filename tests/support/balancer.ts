import { startTcpGate, type TcpGate } from './tcp-gate.ts';

/** `only`: which of them all new connections go to, as where sessions are sticky. */
type Sticky = { only: number | undefined };
export type Balancer = TcpGate & { url: string; sticky: Sticky };

/** A TCP balancer: each new connection goes to the next of `urls`, whatever is spoken in it. */
export async function startBalancer(urls: readonly string[]): Promise<Balancer> {
  const ports = urls.map((url) => Number(new URL(url).port));
  let next = 0;
  const sticky: Sticky = { only: undefined };
  const gate = await startTcpGate(() => ports[sticky.only ?? next++ % ports.length] ?? 0);
  return Object.assign(gate, { url: `http://127.0.0.1:${gate.port}`, sticky });
}
