import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { smallDocs } from '../../support/documents.ts';
import { type Gate, startHttpGate } from '../../support/http-gate.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport } from '../../support/run-export.ts';

/** An index without sequence numbers, as Elasticsearch 9.4 makes them for time series: told by name, at once. */
const client = new Client({ node: inject('opensearchUrl') });
const INDEX = 'proxy-unnumbered';
let gate: Gate;
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  await makeIndex(client, INDEX, smallDocs(50));
  gate = await startHttpGate(inject('opensearchUrl'));
  proxy = await runProxy(gate.url);
  session = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await gate.close();
  await client.close();
});

async function search(more: object): Promise<{ status: number; body: { error?: { code: string }; total?: number } }> {
  const response = await fetch(new URL('/api/search', proxy.url), {
    method: 'POST',
    headers: { cookie: session.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ index: INDEX, q: '', ...more }),
  });
  return { status: response.status, body: await response.json() };
}

it.each([true, false])(
  'the table and the export say so, and nothing else is taken for it (without: %s)',
  async (without) => {
    gate.withoutNumbers = without;
    const table = await search({});
    const exported = await runExport(session, { search: { index: INDEX } });
    if (without) {
      expect(table).toMatchObject({ status: 422, body: { error: { code: 'index_unnumbered', retryable: false } } });
      expect(exported.last).toMatchObject({ type: 'failed', error: { code: 'index_unnumbered' } });
      expect(exported.events.some(({ type }) => type === 'retrying')).toBe(false);
    } else {
      expect(table.body.total).toBe(50);
      expect(exported.verdict).toMatchObject({ complete: true, written: 50 });
      expect((await search({ q: 'n:(' })).body.error?.code).toBe('query_invalid');
      expect((await search({ index: 'nothing-here' })).body.error?.code).toBe('index_not_found');
    }
  },
);
