import type { Client } from '@opensearch-project/opensearch';
import type { Doc } from './documents.ts';
import { onceFree } from './once-free.ts';

export type IndexOptions = { shards?: number; mapping?: Record<string, unknown>; settings?: Record<string, unknown> };

/** Makes the index anew, with these documents in it, visible to searches. */
export async function makeIndex(
  client: Client,
  index: string,
  docs: readonly Doc[],
  options: IndexOptions = {},
): Promise<void> {
  await onceFree(() => client.indices.delete({ index, ignore_unavailable: true }));
  await client.indices.create({
    index,
    body: {
      settings: { number_of_shards: options.shards ?? 1, number_of_replicas: 0, ...options.settings },
      mappings: options.mapping ?? {
        dynamic: false,
        properties: { n: { type: 'integer' }, mark: { type: 'keyword' } },
      },
    },
  });
  await addDocs(client, index, docs);
}

type BulkAnswer = { errors: boolean; items: Record<string, { error?: unknown }>[] };

const BULK_BYTES = 4 * 1024 * 1024;

/** Indexes the documents' texts as they are; `create` for data streams. */
export async function addDocs(
  client: Client,
  index: string,
  docs: readonly Doc[],
  action: 'index' | 'create' = 'index',
): Promise<void> {
  let lines: string[] = [];
  let bytes = 0;
  const flush = async () => {
    if (lines.length === 0) return;
    const path = `/${encodeURIComponent(index)}/_bulk`;
    const bulkBody = `${lines.join('\n')}\n`;
    const { body } = await onceFree(() => client.transport.request({ method: 'POST', path, bulkBody }));
    const { errors, items } = body as BulkAnswer;
    if (errors) throw new Error(`Bulk failed: ${JSON.stringify(items.find((item) => Object.values(item)[0]?.error))}`);
    lines = [];
    bytes = 0;
  };
  for (const { id, source } of docs) {
    lines.push(JSON.stringify({ [action]: { _id: id } }), source);
    bytes += source.length;
    if (bytes > BULK_BYTES) await flush();
  }
  await flush();
  await onceFree(() => client.indices.refresh({ index }));
}

/** Shrinks `from` into one shard, where documents of different origin share sequence numbers. */
export async function shrinkIndex(client: Client, from: string, to: string): Promise<void> {
  await client.indices.delete({ index: to, ignore_unavailable: true });
  await client.indices.putSettings({ index: from, body: { 'index.blocks.write': true } });
  await client.transport.request({
    method: 'POST',
    path: `/${from}/_shrink/${to}`,
    querystring: { wait_for_active_shards: '1' },
    body: { settings: { 'index.number_of_shards': 1, 'index.number_of_replicas': 0, 'index.blocks.write': null } },
  });
  await client.cluster.health({ index: to, wait_for_status: 'green', timeout: '60s' });
}

/** A data stream with `parts.length` backing indices, each holding its part's documents (which need `@timestamp`). */
export async function makeDataStream(client: Client, name: string, parts: readonly (readonly Doc[])[]): Promise<void> {
  const segment = encodeURIComponent(name);
  await client.transport.request({ method: 'DELETE', path: `/_data_stream/${segment}` }).catch(() => {});
  await client.transport.request({
    method: 'PUT',
    path: `/_index_template/${segment}`,
    body: {
      index_patterns: [name],
      data_stream: {},
      priority: 500,
      template: {
        settings: { number_of_shards: 2, number_of_replicas: 0 },
        mappings: { dynamic: false, properties: { n: { type: 'integer' } } },
      },
    },
  });
  await client.transport.request({ method: 'PUT', path: `/_data_stream/${segment}` });
  for (const [i, docs] of parts.entries()) {
    if (i > 0) await client.transport.request({ method: 'POST', path: `/${segment}/_rollover` });
    await addDocs(client, name, docs, 'create');
  }
}

/**
 * Search contexts (points in time and scrolls) that the cluster holds open. `point_in_time_current` is no help: it keeps counting
 * those whose index was deleted under them.
 */
export async function openContexts(client: Client): Promise<number> {
  const { body } = await client.transport.request({ method: 'GET', path: '/_nodes/stats/indices/search' });
  const nodes = Object.values((body as NodesStats).nodes);
  return nodes.reduce((sum, { indices: { search } }) => sum + search.open_contexts, 0);
}

type NodesStats = { nodes: Record<string, { indices: { search: { open_contexts: number } } }> };

/** Closes all points in time that hold a shard of the index, whoever opened them; their ids name it. */
export async function closeSnapshots(client: Client, index: string): Promise<void> {
  const { body } = await client.transport.request({ method: 'GET', path: '/_search/point_in_time/_all' });
  const { pits } = body as { pits: { pit_id: string }[] };
  const of = pits.map(({ pit_id }) => pit_id).filter((id) => Buffer.from(id, 'base64url').includes(index));
  if (of.length === 0) throw new Error(`No snapshot of ${index} is open.`);
  await client.transport.request({ method: 'DELETE', path: '/_search/point_in_time', body: { pit_id: of } });
}
