import { once } from 'node:events';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { freePorts } from '../../../dev/system/ports.ts';
import { startProxy } from '../../../proxy/adapters/node.ts';
import { runProxy } from '../../support/proxy.ts';
import { settingsOver } from '../../support/session.ts';

const runtime = inject('runtime');
/** Addresses of this machine besides the two that `localhost` means. */
const OTHERS = [
  '127.0.0.2',
  ...Object.values(networkInterfaces())
    .flatMap((cards) => cards ?? [])
    .flatMap(addressOf),
];

function addressOf({ address, family, internal }: { address: string; family: string; internal: boolean }): string[] {
  return internal || family !== 'IPv4' ? [] : [address];
}

async function isReached(host: string, port: number): Promise<boolean> {
  const socket = net.connect(port, host);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

let stop = async () => {};
afterEach(() => stop());

async function start(env: Record<string, string>) {
  const proxy = await runProxy(inject('opensearchUrl'), env);
  stop = proxy.close;
  return { url: proxy.url, port: Number(new URL(proxy.url).port) };
}

// A Worker listens on nothing: the platform does.
describe.skipIf(runtime === 'workerd')('a proxy', () => {
  it('is reached from this machine only, unless it is told otherwise', async () => {
    const { port } = await start({});
    expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);
    expect(await isReached('127.0.0.1', port)).toBe(true);
    for (const host of OTHERS) expect(await isReached(host, port), host).toBe(false);
  });

  it('listens on all addresses where it is told to', async () => {
    const { port } = await start({ HOST: '0.0.0.0' });
    for (const host of ['localhost', '127.0.0.1', ...OTHERS]) expect(await isReached(host, port), host).toBe(true);
  });

  it('has its second port on the same address', async () => {
    const [wsPort = 0] = await freePorts(1);
    await start({ WS_PORT: String(wsPort) });
    expect(await isReached('127.0.0.1', wsPort)).toBe(true);
    for (const host of OTHERS) expect(await isReached(host, wsPort), host).toBe(false);
  });
});

it.skipIf(runtime !== 'node')('names the address that it is reached at, and says so where there is none', async () => {
  const { url, port } = await start({ HOST: '127.0.0.2' });
  expect(url).toBe(`http://127.0.0.2:${port}`);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await isReached('127.0.0.1', port)).toBe(false);
  await expect(startProxy(settingsOver(inject('opensearchUrl'), { HOST: '203.0.113.1' }))).rejects.toThrow(
    /^PORT 0 cannot be listened on at HOST 203\.0\.113\.1: /,
  );
  await expect(
    startProxy(settingsOver(inject('opensearchUrl'), { HOST: '127.0.0.2', PORT: String(port) })),
  ).rejects.toThrow(new RegExp(`^PORT ${port} cannot be listened on at HOST 127\\.0\\.0\\.2: it is in use`));
});
