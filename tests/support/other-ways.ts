import type { Client } from '@opensearch-project/opensearch';
import { smallDocs } from './documents.ts';
import { makeIndex } from './indices.ts';

/** How an alias leads to an index: a filter, a routing. */
type Way = { filter?: object; routing?: string };

const A = { term: { mark: 'a' } };
const B = { term: { mark: 'b' } };
/** Of `a` and `b` there are as many rows. */
export const ROWS_EACH = 60;

/** What can be changed between a plan and the opening anew. `fewer`: nobody but the alias itself tells. */
export const CHANGES: readonly { name: string; from: Way; to: Way; fewer?: true }[] = [
  { name: 'is given a filter', from: {}, to: { filter: A }, fewer: true },
  { name: 'loses its filter', from: { filter: A }, to: {} },
  { name: 'gets another filter of as many rows', from: { filter: A }, to: { filter: B } },
  { name: 'gets a filter of more rows', from: { filter: A }, to: { filter: { terms: { mark: ['a', 'b'] } } } },
  { name: 'gets a filter of no rows', from: { filter: A }, to: { filter: { term: { mark: 'none' } } }, fewer: true },
  { name: 'is given a routing', from: {}, to: { routing: 'x' }, fewer: true },
];

/** An index with as many rows of `a` as of `b`, in turns, the last one of `a`. */
export async function makeMarked(client: Client, index: string, shards = 3): Promise<void> {
  const [a, b] = [smallDocs(ROWS_EACH, 'a'), smallDocs(ROWS_EACH, 'b')];
  const docs = b.flatMap((doc, i) => [doc, ...a.slice(i, i + 1)]);
  await makeIndex(client, index, docs, { shards });
}

export async function lead(client: Client, { index, alias, way }: { index: string; alias: string; way: Way }) {
  const actions = [{ remove: { index: `${index}*`, alias, must_exist: false } }, { add: { index, alias, ...way } }];
  await client.indices.updateAliases({ body: { actions } as object });
}
