import { Client } from '@opensearch-project/opensearch';
import { earthquakes } from './earthquakes.ts';
import { flights } from './flights.ts';
import { loadSample } from './load.ts';
import { movies } from './movies.ts';
import { makeProgress } from './progress.ts';

/** How to reach a cluster; `ca` in PEM. */
export type Access = { url: string; username?: string; password?: string; ca?: string };

/**
 * Loads what is missing of the sample indices, with a progress bar each.
 *
 * @throws SetupError when an index of such a name holds something else
 */
export async function loadSamples(access: Access, flightRows: number): Promise<void> {
  const client = new Client({
    node: access.url,
    ...(access.ca === undefined ? {} : { ssl: { ca: access.ca } }),
    ...(access.username === undefined || access.password === undefined
      ? {}
      : { auth: { username: access.username, password: access.password } }),
  });
  try {
    // The small ones first: an early look finds them whole.
    for (const index of [movies(), earthquakes(), flights(flightRows)]) {
      await loadSample(client, index, makeProgress(`Loading ${index.name}`));
    }
  } finally {
    await client.close();
  }
}
