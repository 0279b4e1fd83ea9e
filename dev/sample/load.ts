import type { Client } from '@opensearch-project/opensearch';
import { SetupError } from '../system/setup-error.ts';
import type { SampleIndex, SampleRow } from './sample-index.ts';

/** Told how many rows of `total` are in, now and then. */
export type OnProgress = (done: number, total: number) => void;

/** What an index made here says of itself in its mapping: how many rows it holds for certain. */
type Marker = { sluiceSampleRows: number };

/**
 * Brings an index up to its number of rows and returns how many were added. One that is whole, or holds more, costs
 * two requests. A load that broke off is done again from its last whole state: a row that is there already is left
 * as it is, so nothing is doubled or changed.
 *
 * @throws SetupError when an index of that name is not sample data
 */
export async function loadSample(client: Client, index: SampleIndex, onProgress: OnProgress): Promise<number> {
  const whole = await wholeRows(client, index.name);
  if (whole === undefined) await createIndex(client, index);
  const from = whole ?? 0;
  if (from >= index.rows) return 0;
  const added = await addRows(client, { index, from, onProgress });
  await client.indices.refresh({ index: index.name });
  await mark(client, index.name, index.rows);
  return added;
}

/** Rows known to be in the index; undefined when there is no index, 0 when rows that were there are missing. */
async function wholeRows(client: Client, name: string): Promise<number | undefined> {
  const exists = await client.indices.exists({ index: name });
  if (!exists.body) return undefined;
  const mapping = await client.indices.getMapping({ index: name });
  const meta: Partial<Marker> | undefined = mapping.body[name]?.mappings._meta;
  if (meta?.sluiceSampleRows === undefined) {
    throw new SetupError(`The index "${name}" is not sample data: delete it, or load into another cluster.`);
  }
  const counted = await client.count({ index: name });
  return counted.body.count >= meta.sluiceSampleRows ? meta.sluiceSampleRows : 0;
}

async function createIndex(client: Client, { name, shards, mappings, settings }: SampleIndex): Promise<void> {
  const _meta: Marker = { sluiceSampleRows: 0 };
  await client.indices.create({
    index: name,
    body: {
      settings: { ...settings, number_of_shards: shards, number_of_replicas: 0 },
      mappings: { dynamic: 'strict', ...mappings, _meta },
    },
    wait_for_active_shards: 'all',
  });
}

type Addition = { index: SampleIndex; from: number; onProgress: OnProgress };

async function addRows(client: Client, { index, from, onProgress }: Addition): Promise<number> {
  let sent = from;
  let refused: unknown;
  const load = client.helpers.bulk<SampleRow>({
    datasource: index.read(from),
    flushBytes: 2 * 1024 * 1024,
    concurrency: 2,
    retries: 5,
    wait: 2000,
    onDocument(row) {
      sent += 1;
      if (sent % 5000 === 0 || sent === index.rows) onProgress(sent, index.rows);
      return [{ create: { _index: index.name, _id: row.id } }, row.source];
    },
    onDrop({ status, error }) {
      // 409: a load that broke off had brought it in.
      if (status !== 409) refused ??= error ?? status;
    },
  });
  const stats = await load;
  if (refused !== undefined) throw new Error(`A row of ${index.name} was refused: ${JSON.stringify(refused)}`);
  return stats.successful;
}

async function mark(client: Client, name: string, rows: number): Promise<void> {
  const _meta: Marker = { sluiceSampleRows: rows };
  await client.indices.putMapping({ index: name, body: { _meta } });
}
