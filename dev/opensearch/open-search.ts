import { MissingTool } from '../system/setup-error.ts';
import { startCluster } from './cluster.ts';
import { hasDocker, startContainer } from './docker.ts';
import { heapFor } from './resources.ts';

type Env = Readonly<Record<string, string | undefined>>;

export type RunningOpenSearch = {
  url: string;
  /** Whether it was started here, and ends with us. */
  embedded: boolean;
  stop: () => Promise<void>;
};

/** The address of the cluster that the environment names, as the proxy reads it; undefined when it names none. */
export function namedCluster(env: Env): string | undefined {
  if (env.OPENSEARCH_URL) return env.OPENSEARCH_URL;
  if (!env.OPENSEARCH_HOST) return undefined;
  const scheme = env.OPENSEARCH_CA ? 'https' : 'http';
  return `${scheme}://${env.OPENSEARCH_HOST}:${env.OPENSEARCH_PORT || '9200'}`;
}

/**
 * The OpenSearch to use, in this order: the one the environment names, which is never started or stopped; the
 * distribution on this machine's Java; the Docker image, where a daemon runs.
 *
 * @throws SetupError in one line that says what to do
 */
export async function openSearch(env: Env, name: string): Promise<RunningOpenSearch> {
  const named = namedCluster(env);
  if (named !== undefined) return { url: named, embedded: false, stop: async () => {} };
  try {
    return { embedded: true, ...(await startCluster({ name })) };
  } catch (error) {
    if (!(error instanceof MissingTool) || !(await hasDocker())) throw error;
    console.log(`${error.message} Docker runs here, so its image is taken.`);
    return { embedded: true, ...(await startContainer(heapFor(1))) };
  }
}
