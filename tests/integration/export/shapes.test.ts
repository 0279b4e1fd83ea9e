import { setTimeout } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { READERS } from '../../../shared/request.ts';
import { type Doc, NASTY_SOURCES, smallDocs } from '../../support/documents.ts';
import { addDocs, makeDataStream, makeIndex, openContexts, shrinkIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { type Exported, runExport, sortedLines } from '../../support/run-export.ts';

/** Shapes of an index in which naive readers lose rows, each read with pages that divide no shard evenly. */
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '777', MAX_CHUNK_SIZE: '2500' });
  session = await proxy.signIn();
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

function hasDataStreams(): Promise<boolean> {
  return client.transport.request({ method: 'GET', path: '/_data_stream' }).then(
    () => true,
    () => false,
  );
}

function expectExactly(exported: Exported, docs: readonly Doc[]): void {
  expect(exported.last?.type).toBe('finished');
  expect(exported.verdict).toMatchObject({ complete: true, expected: docs.length, written: docs.length, retries: 0 });
  const rows = sortedLines(exported.text);
  const truth = docs.map(({ source }) => source).sort();
  expect(rows.length).toBe(truth.length);
  expect(rows.findIndex((row, i) => row !== truth[i])).toBe(-1);
}

describe.each(READERS)('with the %s reader', (reader) => {
  it('reads four shards', async () => {
    const docs = smallDocs(12_345);
    await makeIndex(client, 'shape-four', docs, { shards: 4 });
    const exported = await runExport(session, { search: { index: 'shape-four' }, reader });
    expectExactly(exported, docs);
    expect(exported.verdict?.shards.map(({ shard }) => shard)).toEqual([0, 1, 2, 3]);
  });

  it('reads an index shrunk from four shards to one, whose rows share sequence numbers', async () => {
    const docs = smallDocs(9_999);
    await makeIndex(client, 'shape-wide', docs, { shards: 4 });
    await shrinkIndex(client, 'shape-wide', 'shape-shrunk');
    expectExactly(await runExport(session, { search: { index: 'shape-shrunk' }, reader }), docs);
  });

  it('reads five one-shard indices behind one pattern', async () => {
    const parts = [0, 1, 2, 3, 4].map((i) => smallDocs(1_501 + i, `five${i}`));
    for (const [i, docs] of parts.entries()) await makeIndex(client, `shape-five-${i}`, docs);
    expectExactly(await runExport(session, { search: { index: 'shape-five-*' }, reader }), parts.flat());
  });

  it('reads indices of different numbers of shards, one of them empty, behind one pattern', async () => {
    const parts = [1, 5, 2].map((shards) => ({ shards, docs: smallDocs(2_003, `mixed${shards}`) }));
    for (const { shards, docs } of parts) await makeIndex(client, `shape-mixed-${shards}`, docs, { shards });
    await makeIndex(client, 'shape-mixed-empty', [], { mapping: {} });
    const exported = await runExport(session, { search: { index: 'shape-mixed-*' }, reader });
    expectExactly(
      exported,
      parts.flatMap(({ docs }) => docs),
    );
  });

  it('reads an alias of two indices', async () => {
    const [a, b] = [smallDocs(1_800, 'aliased-a'), smallDocs(900, 'aliased-b')];
    await makeIndex(client, 'shape-aliased-a', a, { shards: 2 });
    await makeIndex(client, 'shape-aliased-b', b);
    await client.indices.putAlias({ index: 'shape-aliased-*', name: 'shape-alias' });
    expectExactly(await runExport(session, { search: { index: 'shape-alias' }, reader }), [...a, ...b]);
  });

  it('reads only the rows that an alias lets through', async () => {
    const docs = smallDocs(3_000, 'filtered');
    await makeIndex(client, 'shape-behind-filter', docs, { shards: 3 });
    await client.indices.putAlias({
      index: 'shape-behind-filter',
      name: 'shape-filter',
      body: { filter: { range: { n: { lt: 1_234 } } } },
    });
    expectExactly(await runExport(session, { search: { index: 'shape-filter' }, reader }), docs.slice(0, 1_234));
  });

  it('reads a data stream of three backing indices', async ({ skip }) => {
    // Elasticsearch's free distribution knows none.
    if (!(await hasDataStreams())) skip();
    const parts = [0, 1, 2].map((part) =>
      smallDocs(1_111, `stream${part}`).map(({ id, source }) => ({
        id,
        source: source.replace('{', `{"@timestamp":"2026-01-0${part + 1}T00:00:00Z",`),
      })),
    );
    await makeDataStream(client, 'shape-stream', parts);
    const exported = await runExport(session, { search: { index: 'shape-stream' }, reader });
    expectExactly(exported, parts.flat());
    expect(new Set(exported.verdict?.shards.map(({ index }) => index)).size).toBe(3);
  });

  it('reads the snapshot’s rows while documents are updated, deleted and added', async () => {
    const docs = smallDocs(8_000, 'moving');
    await makeIndex(client, 'shape-moving', docs, { shards: 2 });
    const exported = await runExport(session, {
      search: { index: 'shape-moving' },
      reader,
      // Both shards have been asked for their first page by then; a scroll's snapshot begins with it.
      beforeFirstWrite: async () => {
        await setTimeout(500);
        const updated = docs.slice(0, 2_000).map(({ id }) => ({ id, source: '{"n":-1}' }));
        await addDocs(client, 'shape-moving', updated);
        const gone = docs.slice(2_000, 4_000).map(({ id }) => ({ delete: { _index: 'shape-moving', _id: id } }));
        await client.bulk({ refresh: true, body: gone });
        await addDocs(client, 'shape-moving', smallDocs(500, 'late'));
      },
    });
    expectExactly(exported, docs);
  });

  it('ends an empty result with an empty file', async () => {
    await makeIndex(client, 'shape-none', smallDocs(10), { shards: 2 });
    expectExactly(await runExport(session, { search: { index: 'shape-none', q: 'mark:nobody' }, reader }), []);
    const json = await runExport(session, {
      search: { index: 'shape-none', q: 'mark:nobody' },
      reader,
      format: { kind: 'json' },
    });
    expect(JSON.parse(json.text)).toEqual([]);
  });

  it('reads values that must not change, byte for byte', async () => {
    const docs = NASTY_SOURCES.map((source, n) => ({ id: `nasty-${n}`, source }));
    await makeIndex(client, 'shape-nasty', docs, { shards: 2, mapping: { dynamic: false } });
    expectExactly(await runExport(session, { search: { index: 'shape-nasty' }, reader }), docs);
    const json = await runExport(session, { search: { index: 'shape-nasty' }, reader, format: { kind: 'json' } });
    expect(JSON.parse(json.text)).toHaveLength(docs.length);
    for (const { source } of docs) expect(json.text).toContain(source);
    const search = { index: 'shape-nasty' };
    const known = await runExport(session, { search, reader, format: { kind: 'ndjson', ids: true } });
    const rows = docs.map(({ id, source }) => `{"_index":"shape-nasty","_id":"${id}","_source":${source}}`);
    expect(sortedLines(known.text)).toEqual(rows.toSorted());
  });

  it('reads a document of 20 MB beside small ones', async () => {
    const large = { id: 'large', source: `{"n":-1,"blob":"${'0123456789abcdef'.repeat(1_310_720)}"}` };
    const docs = [...smallDocs(900, 'before'), large, ...smallDocs(900, 'after')];
    await makeIndex(client, 'shape-large', docs, { mapping: { dynamic: false } });
    const exported = await runExport(session, { search: { index: 'shape-large' }, reader });
    expectExactly(exported, docs);
  });

  it('reads only the rows of the query and the time range', async () => {
    const docs = smallDocs(2_000, 'timed').map(({ id, source }, n) => ({
      id,
      source: source.replace('{', `{"at":"2026-03-01T00:${String(n % 60).padStart(2, '0')}:00Z",`),
    }));
    const mapping = { dynamic: false, properties: { at: { type: 'date' }, even: { type: 'boolean' } } };
    await makeIndex(client, 'shape-timed', docs, { shards: 2, mapping });
    const time = { field: 'at', from: '2026-03-01T00:10:00Z', to: '2026-03-01T00:20:00Z' };
    const exported = await runExport(session, { search: { index: 'shape-timed', q: 'even:true', time }, reader });
    const within = (n: number) => n % 60 >= 10 && n % 60 < 20 && n % 2 === 0;
    expectExactly(
      exported,
      docs.filter((_, n) => within(n)),
    );
  });

  it('leaves no snapshot open', async () => {
    await makeIndex(client, 'shape-tidy', smallDocs(5_000, 'tidy'), { shards: 3 });
    const before = await openContexts(client);
    await runExport(session, { search: { index: 'shape-tidy' }, reader });
    expect(await openContexts(client)).toBe(before);
  });
});
