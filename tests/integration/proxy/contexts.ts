import type { Client } from '@opensearch-project/opensearch';
import * as v from 'valibot';

const statsSchema = v.object({
  _all: v.object({
    total: v.object({
      search: v.object({ scroll_current: v.number(), point_in_time_current: v.optional(v.number(), 0) }),
    }),
  }),
});

/** Snapshots that are open on these indices now. */
export async function contextsOn(client: Client, index: string): Promise<number> {
  const { body } = await client.transport.request({ method: 'GET', path: `/${index}/_stats/search` });
  const { search } = v.parse(statsSchema, body)._all.total;
  return search.scroll_current + search.point_in_time_current;
}
