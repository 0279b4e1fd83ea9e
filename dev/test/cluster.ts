import { startCluster } from '../opensearch/cluster.ts';
import { findJava } from '../opensearch/java.ts';
import { availableMemory } from '../opensearch/resources.ts';
import { SECURED_JAVA, type Secured, securedDistribution, securedOf } from '../opensearch/secured.ts';
import { SERVERS, type Server } from '../opensearch/servers.ts';
import { homeFolder } from '../system/folders.ts';
import { SetupError } from '../system/setup-error.ts';
import { unprivilegedUser } from '../system/user.ts';

/** Where a run's OpenSearch is, when it runs already: `npm test` starts one for all suites. */
export const TEST_OPENSEARCH = 'SLUICE_TEST_OPENSEARCH';

/** Contexts past their keep-alive are closed within seconds, not within a minute: tests count them. */
export const SOON = { 'search.keep_alive_interval': '2s' };

/** Another server that a run is for, by its name in `SERVERS`. */
export const TEST_SERVER = 'SLUICE_TEST_SERVER';

/** The OpenSearch that tests run against: the one named by SLUICE_TEST_OPENSEARCH, or else one started here. */
export async function testCluster(): Promise<{ url: string; stop: () => Promise<void> }> {
  const name = process.env[TEST_SERVER];
  if (name) return startServer(name);
  const given = process.env[TEST_OPENSEARCH];
  if (given) return { url: given, stop: async () => {} };
  return startCluster({ name: 'test', temporary: true, settings: SOON, ...(hasRoom() ? { heapMb: 4096 } : {}) });
}

/** A server of `SERVERS`. @throws SetupError that lists those there are, or says why it does not start */
export async function startServer(name: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = serverOf(name);
  return startCluster({ name: `test-${name}`, temporary: true, settings: SOON, server, heapMb: 1024 });
}

function serverOf(name: string): Server {
  const server = SERVERS.get(name);
  if (server) return server;
  throw new SetupError(`There is no server “${name}”: name one of ${[...SERVERS.keys()].join(', ')}.`);
}

const GB = 1024 ** 3;

/** Suites that follow each other leave what is collected seconds later only: a full heap refuses the next one's requests. */
function hasRoom(): boolean {
  return availableMemory() >= 12 * GB;
}

/** Where a secured OpenSearch is that runs already, as `startCluster` starts it. */
export const TEST_SECURED = 'SLUICE_TEST_SECURED';

/** An OpenSearch with the security plugin: the one named by SLUICE_TEST_SECURED, or else one started here. */
export async function securedCluster(): Promise<{ url: string; secured: Secured; stop: () => Promise<void> }> {
  const given = process.env[TEST_SECURED];
  if (given) {
    const user = await unprivilegedUser();
    const home = await homeFolder(user);
    const unpacked = await securedDistribution(home, await findJava(home, user, SECURED_JAVA));
    return { url: given, secured: await securedOf(unpacked), stop: async () => {} };
  }
  const heapMb = hasRoom() ? 3072 : 1024;
  const cluster = await startCluster({ name: 'secured', temporary: true, secured: true, heapMb });
  if (!cluster.secured) throw new SetupError('The cluster has no security plugin.');
  return { url: cluster.url, secured: cluster.secured, stop: cluster.stop };
}
