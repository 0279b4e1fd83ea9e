import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ICU } from './artifacts.ts';
import { fetchArtifact } from './fetch-artifact.ts';

/**
 * The folder under `home` with the jars that give a Java all languages, fetched at the first call: OpenSearch 3 makes no
 * index on a Java that cannot tell Thai words apart.
 *
 * @throws SetupError when they cannot be fetched
 */
export async function localeJars(home: string): Promise<string> {
  const folder = join(home, `icu-${ICU[0]?.version}`);
  if (existsSync(folder)) return folder;
  const work = await mkdtemp(`${folder}-`);
  try {
    for (const artifact of ICU) {
      const file = await fetchArtifact(work, artifact);
      if (file !== join(work, basename(file))) await copyFile(file, join(work, basename(file)));
    }
    await chmod(work, 0o755);
    await rename(work, folder);
  } catch (error) {
    // Another start may have put its own there first; either is as good.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}
