import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { smallDocs } from '../../support/documents.ts';
import { type Gate, startHttpGate } from '../../support/http-gate.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';
import { signIn } from '../../support/session.ts';
import { startTcpGate, type TcpGate } from '../../support/tcp-gate.ts';

/** A proxy that is started anew under an export, with retries as they are by default. */
const client = new Client({ node: inject('opensearchUrl') });
const INDEX = 'fault-away';
const docs = smallDocs(6_000, 'away');
const NOWHERE = 1;
let gate: Gate;
let proxy: RunningProxy;
let wire: TcpGate;
let isAway = false;
/** How long it is away, one time after the other, ms. */
const times = [3_000, 6_000];

beforeAll(async () => {
  await makeIndex(client, INDEX, docs, { shards: 2 });
  gate = await startHttpGate(inject('opensearchUrl'));
  gate.bytesPerSecond = 1_500;
  proxy = await runProxy(gate.url, { BATCH_SIZE: '200', MAX_CHUNK_SIZE: '3000' });
  wire = await startTcpGate(() => (isAway ? NOWHERE : Number(new URL(proxy.url).port)));
});
afterAll(async () => {
  await wire.close();
  await proxy.close();
  await gate.close();
  await client.close();
});

async function goAway(ms: number): Promise<void> {
  isAway = true;
  wire.cut();
  await setTimeout(ms);
  isAway = false;
  if (times.length === 0) gate.bytesPerSecond = undefined;
}

it('is waited for: the export is not interrupted, and its file is whole', async () => {
  const session = await signIn(`http://127.0.0.1:${wire.port}`);
  let away = Promise.resolve();
  let rows = 0;
  const exported = await runExport(session, {
    search: { index: INDEX },
    onEvent: (event, run) => {
      if (event.type === 'interrupted') run.cancel();
      if (event.type !== 'progress' || event.progress.rows <= rows) return;
      rows = event.progress.rows;
      const ms = isAway ? undefined : times.shift();
      if (ms !== undefined) away = goAway(ms);
    },
  });
  await away;
  expect(times).toEqual([]);
  expect(exported.events.filter(({ type }) => type === 'interrupted')).toEqual([]);
  expect(exported.verdict).toMatchObject({ complete: true, written: docs.length });
  expect(sortedLines(exported.text)).toEqual(docs.map(({ source }) => source).sort());
});
