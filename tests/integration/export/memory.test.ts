import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Sink } from '../../../client/sink/sink.ts';
import { READERS } from '../../../shared/request.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport } from '../../support/run-export.ts';

/** The budget holds whatever the documents' sizes are and however slow the file is. */
const client = new Client({ node: inject('opensearchUrl') });
const BUDGET = 16 * 1024 * 1024;
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'));
  session = await proxy.signIn();
  const sizes = [10_000, 200, 1_000_000, 50, 10_000, 5_000_000, 300];
  const docs = Array.from({ length: 140 }, (_, n) => ({
    id: `${n}`,
    source: `{"n":${n},"blob":"${`${n}-`.repeat((sizes[n % sizes.length] ?? 1) / 4)}"}`,
  }));
  await makeIndex(client, 'memory-mixed', docs, { shards: 2, mapping: { dynamic: false } });
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

describe.each(READERS)('with the %s reader', (reader) => {
  it('holds no more than the budget, with large documents among small ones and a slow file', async () => {
    const held: number[] = [];
    let bytes = 0;
    const slow: Sink = {
      async write(piece) {
        bytes += piece.byteLength;
        await setTimeout(20);
      },
      async close() {},
      async abort() {},
    };
    const exported = await runExport(session, {
      search: { index: 'memory-mixed' },
      reader,
      sink: slow,
      budgetBytes: BUDGET,
      onEvent: (event, run) => {
        if (event.type === 'progress') held.push(event.progress.heldBytes);
        if (event.type === 'interrupted') run.cancel();
      },
    });
    expect(exported.verdict).toMatchObject({ complete: true, written: 140 });
    expect(bytes).toBeGreaterThan(90_000_000);
    expect(Math.max(...held)).toBeLessThan(BUDGET * 1.5);
  });
});
