import { startCluster } from '../opensearch/cluster.ts';

/** Where a run's OpenSearch is, when it runs already: `npm test` starts one for all suites. */
export const TEST_OPENSEARCH = 'SLUICE_TEST_OPENSEARCH';

/** The OpenSearch that tests run against: the one named by SLUICE_TEST_OPENSEARCH, or else one started here. */
export async function testCluster(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env[TEST_OPENSEARCH];
  if (given) return { url: given, stop: async () => {} };
  return startCluster({ name: 'test', temporary: true });
}
