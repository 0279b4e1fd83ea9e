import type { Page } from '@playwright/test';
import { type ProxyProcess, startProxyProcess } from '../../../dev/start/proxy-process.ts';
import { E2E_OPENSEARCH, E2E_USER } from '../../../dev/test/e2e.ts';
import { smallDocs } from '../../support/documents.ts';
import { type Gate, startHttpGate } from '../../support/http-gate.ts';
import { makeIndex } from '../../support/indices.ts';
import { openSearch } from './index.ts';

export const SORTED_ROWS = 40_000;
export const SORTED_INDEX = 'e2e-sorted-progress';
const docs = smallDocs(SORTED_ROWS, 'sorted');

/** Even rows last, each half from the last row to the first one. */
export const SORTED_SEARCH = `?index=${SORTED_INDEX}&sort=even:asc,n:desc`;

/** The file in NDJSON, as it must be. */
export function sortedLines(): string[] {
  const down = [...docs].reverse().map(({ source }) => source);
  return [...down.filter((source) => source.includes('"even":false')), ...down.filter(isEven)];
}

const isEven = (source: string) => source.includes('"even":true');

/** An index in four shards, and a proxy whose answers from OpenSearch can be slowed. */
export async function openSortedLab(): Promise<{ gate: Gate; proxy: ProxyProcess; close(): Promise<void> }> {
  const client = openSearch();
  const properties = { n: { type: 'integer' }, even: { type: 'boolean' }, mark: { type: 'keyword' } };
  await makeIndex(client, SORTED_INDEX, docs, { shards: 4, mapping: { dynamic: false, properties } });
  await client.close();
  const gate = await startHttpGate(process.env[E2E_OPENSEARCH] ?? '');
  const proxy = await startProxyProcess({
    ...process.env,
    ...{ PORT: '0', OPENSEARCH_URL: gate.url, AUTH: 'local', DEMO_PASSWORD: E2E_USER.password },
    ...{
      SESSION_SECRET: 'a-secret-for-tests-of-enough-length',
      LOG_LEVEL: 'silent',
      AUDIT_LOG: 'off',
      BATCH_SIZE: '200',
    },
  });
  const close = async () => {
    await proxy.stop();
    await gate.close();
  };
  return { gate, proxy, close };
}

/** Large pieces of what a worker keeps come slowly, as from a slow disk: rows are read from there to be written in order. */
export function slowDisk(page: Page, ms: number): { setFast(): Promise<void> } {
  page.on('worker', (worker) => {
    const slow = (wait: number) => {
      const prototype = Reflect.get(globalThis, 'FileSystemSyncAccessHandle').prototype;
      const { read } = prototype;
      Object.assign(globalThis, { diskMs: wait });
      prototype.read = function readSlowly(bytes: Uint8Array, options: object) {
        const until = performance.now() + (bytes.byteLength < 10_000 ? 0 : Reflect.get(globalThis, 'diskMs'));
        while (performance.now() < until);
        return read.call(this, bytes, options);
      };
    };
    worker.evaluate(slow, ms).catch(() => {});
  });
  const fast = () => void Object.assign(globalThis, { diskMs: 0 });
  return {
    setFast: async () =>
      void (await Promise.all(page.workers().map((worker) => worker.evaluate(fast).catch(() => {})))),
  };
}
