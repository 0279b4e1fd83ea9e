import type { Client } from '@opensearch-project/opensearch';
import * as v from 'valibot';

const statsSchema = v.object({
  _all: v.object({
    total: v.object({
      search: v.object({
        scroll_current: v.number(),
        point_in_time_current: v.optional(v.number()),
        open_contexts: v.number(),
      }),
    }),
  }),
});

/** Snapshots that are open on these indices now. */
export async function contextsOn(client: Client, index: string): Promise<number> {
  const { body } = await client.transport.request({ method: 'GET', path: `/${index}/_stats/search` });
  const { search } = v.parse(statsSchema, body)._all.total;
  // Elasticsearch counts its points in time among all contexts only.
  if (search.point_in_time_current === undefined) return search.open_contexts;
  return search.scroll_current + search.point_in_time_current;
}
