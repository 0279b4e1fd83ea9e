import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Artifact, OPENSEARCH } from './artifacts.ts';
import { fetchArtifact } from './fetch-artifact.ts';
import { unzip } from './unzip.ts';

/** What is done with the unpacked distribution in `folder` before anybody takes it for whole; `work` is for what that needs. */
export type Furnish = (folder: string, work: string) => Promise<void>;

/**
 * The unpacked OpenSearch distribution under `home`, fetched at the first call. Two starts at once each unpack their
 * own, and the first to be whole stays.
 *
 * @throws SetupError when it cannot be fetched
 */
export function distribution(home: string): Promise<string> {
  return furnished(join(home, `opensearch-${OPENSEARCH.version}`), OPENSEARCH, async () => {});
}

/** A distribution in `folder`, with what `furnish` adds. @throws SetupError when it cannot be fetched */
export async function furnished(folder: string, artifact: Artifact, furnish: Furnish): Promise<string> {
  if (existsSync(folder)) return folder;
  console.log(`Fetching ${artifact.name} ${artifact.version} (once) …`);
  const work = await mkdtemp(join(dirname(folder), 'unpack-'));
  try {
    await unzip(await fetchArtifact(work, artifact), work);
    const unpacked = join(work, `${artifact.name}-${artifact.version}`);
    await furnish(unpacked, work);
    await rename(unpacked, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}
