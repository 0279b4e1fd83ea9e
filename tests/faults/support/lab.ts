import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { test as base } from '@playwright/test';
import { type Cluster, startCluster } from '../../../dev/opensearch/cluster.ts';
import { type ProxyProcess, startProxyProcess } from '../../../dev/start/proxy-process.ts';
import { SOON } from '../../../dev/test/cluster.ts';
import { E2E_USER } from '../../../dev/test/e2e.ts';
import { type Gate, startHttpGate } from '../../support/http-gate.ts';
import { startTcpGate, type TcpGate } from '../../support/tcp-gate.ts';

/** A way from the browser to OpenSearch on which everything can fail: browser, wire, proxy, gate, OpenSearch. */
export type Lab = {
  /** Where the browser finds the app; stays the same while proxies come and go behind it. */
  url: string;
  /** Between the proxy and OpenSearch. */
  gate: Gate;
  /** Between the browser and the proxy. */
  wire: TcpGate;
  client: Client;
  /** SIGKILL, and another one in its place, `afterMs` later. */
  replaceProxy(afterMs?: number): Promise<void>;
  close(): Promise<void>;
};

const SETTINGS = {
  AUTH: 'local',
  DEMO_PASSWORD: E2E_USER.password,
  SESSION_SECRET: 'a-secret-for-tests-of-enough-length',
  AUDIT_LOG: 'off',
  PLANS_PER_MINUTE: '100000',
  LOG_LEVEL: 'silent',
  BATCH_SIZE: '200',
  MAX_CHUNK_SIZE: '5000',
  MAX_RETRIES: '8',
  SCROLL_TIMEOUT: '30s',
  PING_INTERVAL: '2000',
  PING_TIMEOUT: '2000',
};

/** @param settings  of the proxy, that differ from those above */
export async function openLab(opensearchUrl: string, settings: Record<string, string> = {}): Promise<Lab> {
  const gate = await startHttpGate(opensearchUrl);
  const start = () =>
    startProxyProcess({ ...process.env, ...SETTINGS, ...settings, PORT: '0', OPENSEARCH_URL: gate.url });
  let proxy: ProxyProcess = await start();
  const wire = await startTcpGate(() => Number(new URL(proxy.url).port));
  const client = new Client({ node: opensearchUrl });
  return {
    url: `http://localhost:${wire.port}`,
    gate,
    wire,
    client,
    async replaceProxy(afterMs = 0) {
      await proxy.kill();
      wire.cut();
      await sleep(afterMs);
      proxy = await start();
    },
    async close() {
      await wire.close();
      await proxy.stop();
      await gate.close();
      await client.close();
    },
  };
}

type WorkerFixtures = {
  /** Nodes of the cluster. */
  nodes: number;
  /** Settings of the proxy that differ from those above. */
  settings: Record<string, string>;
  cluster: Cluster;
  lab: Lab;
};

/** Each worker of the test runner has one lab over a cluster of its own: whatever breaks there breaks for nobody else. */
export const test = base.extend<{ calm: undefined }, WorkerFixtures>({
  nodes: [1, { option: true, scope: 'worker' }],
  settings: [{}, { option: true, scope: 'worker' }],
  cluster: [
    async ({ nodes }, use) => {
      const cluster = await startCluster({ name: 'faults', temporary: true, nodes, heapMb: 512, settings: SOON });
      await use(cluster);
      await cluster.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  lab: [
    async ({ cluster, settings }, use) => {
      const lab = await openLab(cluster.url, settings);
      await use(lab);
      await lab.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  /** Whatever a test did to the way is undone. */
  calm: [
    async ({ lab }, use) => {
      // What it has found out of the cluster it keeps to.
      if (lab.gate.withoutPit) await lab.replaceProxy();
      Object.assign(lab.gate, { fault: () => undefined, isDown: false, bytesPerSecond: undefined, withoutPit: false });
      lab.wire.frozen = false;
      await use(undefined);
    },
    { auto: true },
  ],
});

/** A moment between `from` and `to` ms from now. */
export function randomMoment(from: number, to: number): Promise<void> {
  return sleep(from + Math.random() * (to - from));
}
