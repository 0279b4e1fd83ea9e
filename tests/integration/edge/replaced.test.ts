import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { READERS } from '../../../shared/request.ts';
import { startBalancer } from '../../support/balancer.ts';
import { type Doc, smallDocs } from '../../support/documents.ts';
import { type Gate, startHttpGate } from '../../support/http-gate.ts';
import { makeIndex } from '../../support/indices.ts';
import { type Exported, runExport, sortedLines } from '../../support/run-export.ts';
import { fromHere, startRuntime } from '../../support/runtimes.ts';
import { type SignedIn, settingsOver, signIn } from '../../support/session.ts';
import { startTcpGate } from '../../support/tcp-gate.ts';

/** Instances of the proxy that come and go under a running export: tickets and cookie carry all, and no row is lost. */
const client = new Client({ node: inject('opensearchUrl') });
const runtime = inject('runtime');
const INDEX = 'edge-replaced';
const docs = smallDocs(30_000, 'edge');
/** So that an export takes some lives of an instance. */
const BYTES_PER_SECOND = 20_000;
let gate: Gate;

beforeAll(async () => {
  gate = await startHttpGate(inject('opensearchUrl'));
  gate.bytesPerSecond = BYTES_PER_SECOND;
  // A scroll's page grows up to a whole shard.
  await makeIndex(client, INDEX, docs, { shards: 24 });
});
afterAll(async () => {
  await gate.close();
  await client.close();
});

/** Pages of no more than a chunk, to fit into an instance's life; on a busy machine one may live for none. */
function settings(): Record<string, string> {
  return settingsOver(gate.url, { BATCH_SIZE: '300', MAX_CHUNK_SIZE: '500', MAX_RETRIES: '8' });
}

function expectExactly(exported: Exported, truth: readonly Doc[]): void {
  expect(exported.last).toMatchObject({ type: 'finished' });
  expect(exported.verdict).toMatchObject({ complete: true, expected: truth.length, written: truth.length });
  const rows = sortedLines(exported.text);
  const sources = truth.map(({ source }) => source).sort();
  expect(rows.length).toBe(sources.length);
  expect(rows.findIndex((row, i) => row !== sources[i])).toBe(-1);
}

/**
 * Runs `during` while the instance behind an address is killed after two seconds of life, and then another started in its
 * place. @returns how many there were after the first
 */
async function whileReplaced(during: (session: SignedIn) => Promise<void>): Promise<number> {
  let instance = await startRuntime(runtime, settings());
  const address = await startTcpGate(() => Number(new URL(instance.url).port));
  const session = await signIn(`http://127.0.0.1:${address.port}`);
  const over = new AbortController();
  let replaced = 0;
  const replacing = (async () => {
    while (!over.signal.aborted) {
      await setTimeout(2000);
      await instance.kill();
      instance = await startRuntime(runtime, settings());
      replaced += 1;
    }
  })();
  try {
    await during(session);
  } finally {
    over.abort();
    await replacing;
    await instance.kill();
    await address.close();
  }
  return replaced;
}

/** Readers and tickets are one code: on the other runtimes one story shows that an instance is no loss there. */
const isNode = runtime === 'node';

describe.each(isNode ? READERS : ['pit' as const])('with the %s reader', (reader) => {
  it('an export is exact while the proxy is killed and started every two seconds', async () => {
    const replaced = await whileReplaced(async (session) => {
      expectExactly(await runExport(session, { search: { index: INDEX }, reader }), docs);
    });
    expect(replaced).toBeGreaterThanOrEqual(3);
  });
});

it.runIf(isNode)('two proxies of one secret behind a balancer serve one export, in turn', async () => {
  const proxies = [await startRuntime(runtime, settings()), await startRuntime(runtime, settings())];
  const balancer = await startBalancer(proxies.map(({ url }) => url));
  const session = await signIn(balancer.url);
  const cutting = setInterval(() => balancer.cut(), 1500);
  const exported = await runExport(session, { search: { index: INDEX } });
  clearInterval(cutting);
  expectExactly(exported, docs);
  expect(exported.verdict?.retries).toBeGreaterThanOrEqual(3);
  for (const { url } of proxies) {
    const metrics = await (await fetch(new URL('/metrics', url), { headers: fromHere(runtime) })).text();
    expect(Number(/^sluice_pages_total (\d+)/m.exec(metrics)?.[1])).toBeGreaterThan(3);
  }
  await balancer.close();
  for (const proxy of proxies) await proxy.kill();
});
