import { Client } from '@opensearch-project/opensearch';
import { E2E_OPENSEARCH } from '../../../dev/test/e2e.ts';

/** The cluster behind the proxy, past the proxy. */
export function openSearch(): Client {
  return new Client({ node: process.env[E2E_OPENSEARCH] ?? '' });
}

/** Makes an index anew from documents given as JSON text, which OpenSearch keeps byte for byte. */
export async function makeIndex(client: Client, index: string, options: IndexOptions): Promise<void> {
  await client.indices.delete({ index, ignore_unavailable: true });
  const { shards = 1, mappings = {}, documents } = options;
  const settings = { number_of_shards: shards, number_of_replicas: 0, ...options.settings };
  await client.indices.create({ index, body: { settings, mappings }, wait_for_active_shards: 'all' });
  const lines = documents.flatMap((document, i) => [
    JSON.stringify({ index: { _index: index, _id: String(i) } }),
    document,
  ]);
  if (lines.length === 0) return;
  const response = await client.transport.request({
    method: 'POST',
    path: '/_bulk',
    querystring: { refresh: 'true' },
    bulkBody: `${lines.join('\n')}\n`,
  });
  if (response.body.errors) throw new Error(`Not all documents were taken: ${JSON.stringify(response.body.items[0])}`);
}

type IndexOptions = {
  shards?: number;
  settings?: Record<string, unknown>;
  mappings?: Record<string, unknown>;
  documents: readonly string[];
};

/** Each document of an index as an object, read with a scroll, with no part of Sluice in between. */
export async function readIndex(client: Client, index: string, query: object = { match_all: {} }): Promise<Row[]> {
  const rows: Row[] = [];
  let page = await client.search({ index, scroll: '1m', size: 10_000, body: { query, sort: ['_doc'] } });
  for (;;) {
    const { hits } = page.body.hits;
    if (hits.length === 0) break;
    for (const { _source } of hits) rows.push(_source as Row);
    page = await client.scroll({ body: { scroll: '1m', scroll_id: page.body._scroll_id ?? '' } });
  }
  await client.clearScroll({ body: { scroll_id: [page.body._scroll_id ?? ''] } });
  return rows;
}

export type Row = Record<string, unknown>;

/** How often each text occurs: rows may be equal, and each has to be there as often as it is in the index. */
export function countEach(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** What is there too often (+) or too seldom (−) in `found`, the first few. Empty when both hold the same. */
export function difference(found: Iterable<string>, expected: Iterable<string>): string[] {
  const counts = countEach(found);
  for (const text of expected) counts.set(text, (counts.get(text) ?? 0) - 1);
  const wrong = [...counts].filter(([, count]) => count !== 0);
  return wrong.slice(0, 5).map(([text, count]) => `${count > 0 ? '+' : ''}${count} ${text}`);
}
