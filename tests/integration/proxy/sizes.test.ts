import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { READERS } from '../../../shared/request.ts';
import { smallDocs } from '../../support/documents.ts';
import { makeIndex, openContexts, shrinkIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';

/** Indices that allow small pages only, and documents whose size nobody knows before the first. */
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let session: SignedIn;
beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'), { MAX_RETRIES: '0' });
  session = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

describe.each(READERS)('with the %s reader', (reader) => {
  it.each([10, 50, 777, 2000])('an index that allows pages of %i rows is read whole', async (window) => {
    const docs = smallDocs(window < 100 ? 700 : 5001, `w${window}`);
    await makeIndex(client, 'sizes-window', docs, { shards: 3, settings: { 'index.max_result_window': window } });
    const before = await openContexts(client);
    const { text, verdict } = await runExport(session, { search: { index: 'sizes-window' }, reader });
    expect(verdict).toMatchObject({ complete: true, written: docs.length, retries: 0 });
    expect(sortedLines(text)).toEqual(docs.map(({ source }) => source).sort());
    expect(await openContexts(client)).toBe(before);
  });

  it('an index with a search pipeline of its own gives its rows as they are stored', async () => {
    const docs = smallDocs(900, 'pipe');
    const body = {
      request_processors: [
        { oversample: { sample_factor: 2.5 } },
        { filter_query: { query: { range: { n: { lt: 5 } } } } },
      ],
      response_processors: [{ truncate_hits: { target_size: 3 } }, { rename_field: { field: 'n', target_field: 'm' } }],
    };
    await client.transport.request({ method: 'PUT', path: '/_search/pipeline/sizes-pipe', body });
    const settings = { 'index.search.default_pipeline': 'sizes-pipe' };
    await makeIndex(client, 'sizes-pipe', docs, { shards: 2, settings });
    const { text, verdict } = await runExport(session, { search: { index: 'sizes-pipe' }, reader });
    expect(verdict).toMatchObject({ complete: true, written: docs.length });
    expect(sortedLines(text)).toEqual(docs.map(({ source }) => source).sort());
  });

  it('indices behind one pattern each have a size of their own', async () => {
    const small = smallDocs(3000, 'own');
    await makeIndex(client, 'sizes-own-a', small, { settings: { 'index.max_result_window': 25 } });
    await makeIndex(client, 'sizes-own-b', smallDocs(4000, 'own-b'));
    const { verdict } = await runExport(session, { search: { index: 'sizes-own-*' }, reader });
    expect(verdict).toMatchObject({ complete: true, written: 7000, retries: 0 });
  });

  it('a shrunk index of small pages is read whole', async () => {
    const docs = smallDocs(2_000);
    await makeIndex(client, 'sizes-wide', docs, { shards: 4 });
    await shrinkIndex(client, 'sizes-wide', 'sizes-shrunk');
    await client.indices.putSettings({ index: 'sizes-shrunk', body: { 'index.max_result_window': 20 } as object });
    const { text, verdict } = await runExport(session, { search: { index: 'sizes-shrunk' }, reader });
    expect(verdict).toMatchObject({ complete: true, written: docs.length });
    expect(sortedLines(text)).toEqual(docs.map(({ source }) => source).sort());
  });

  it('asks for ten rows at first, by one read, and never for more than some MB of them', async () => {
    const docs = Array.from({ length: 60 }, (_, n) => ({
      id: String(n),
      source: `{"n":${n},"t":"${'x'.repeat(700_000)}"}`,
    }));
    await makeIndex(client, 'sizes-large', docs, { shards: 2, mapping: { dynamic: false, properties: {} } });
    const asked: { rows: number; reads: number }[] = [];
    const { verdict } = await runExport(session, {
      search: { index: 'sizes-large' },
      reader,
      onEvent: (event) => {
        if (event.type === 'progress')
          asked.push({ rows: event.progress.pageRows, reads: event.progress.readsInFlight });
      },
    });
    expect(verdict).toMatchObject({ complete: true, written: 60 });
    expect(asked.length).toBeGreaterThan(0);
    expect(Math.max(...asked.map(({ rows }) => rows))).toBeLessThanOrEqual(10);
  });
});

describe('the table', () => {
  const ask = (body: object) =>
    fetch(new URL('/api/search', session.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: session.cookie },
      body: JSON.stringify(body),
    }).then((answer) => answer.json() as Promise<{ total?: number; hits: { _id: string }[]; after?: string }>);

  it.each([10, 50, 777])('shows an index that allows pages of %i rows, page by page', async (window) => {
    await makeIndex(client, 'sizes-table', smallDocs(400), {
      shards: 2,
      settings: { 'index.max_result_window': window },
    });
    const seen = new Set<string>();
    for (let after: string | undefined, pages = 0; pages === 0 || after !== undefined; pages++) {
      const answer = await ask({ index: 'sizes-table', size: 100, ...(after === undefined ? {} : { after }) });
      if (pages === 0) expect(answer.total).toBe(400);
      for (const { _id } of answer.hits) seen.add(_id);
      after = answer.after;
      expect(pages).toBeLessThan(100);
    }
    expect(seen.size).toBe(400);
  });

  it.each(['relevance', 'seq_no', { field: 'n', order: 'asc', type: 'integer' }])(
    'shows a pattern with an index that has no mapping yet, by %j',
    async (sort) => {
      await client.indices.delete({ index: 'sizes-new-*', ignore_unavailable: true });
      await makeIndex(client, 'sizes-new-a', smallDocs(20));
      await makeIndex(client, 'sizes-new-b', [], { mapping: {} });
      const answer = await ask({ index: 'sizes-new-*', size: 50, sort });
      expect(answer).toMatchObject({ total: 20 });
      expect(answer.hits.length).toBe(20);
      expect((await ask({ index: 'sizes-new-b', size: 50, sort })).total).toBe(0);
    },
  );
});
