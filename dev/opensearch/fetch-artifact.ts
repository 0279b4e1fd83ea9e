import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { lastLine, run } from '../system/command.ts';
import { cacheFolder } from '../system/folders.ts';
import { pythonOf, virtualEnvironment } from '../system/python.ts';
import { MissingTool, SetupError } from '../system/setup-error.ts';
import type { Artifact } from './artifacts.ts';

/** By its version, as Maven would choose one by itself; what it fetches is held against our own hash all the same. */
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/**
 * The path of an artifact's file, which may lie in `work`: the very file that this checkout knows by its SHA-512, whether
 * it was fetched now or lay in a cache.
 *
 * @throws SetupError when it cannot be fetched, or is another file
 */
export async function fetchArtifact(work: string, artifact: Artifact): Promise<string> {
  return (await fetchWithMaven(work, artifact)) ?? (await fetchWithPython(artifact));
}

/** Maven keeps what it fetched in its own cache, so a second checkout fetches nothing. Undefined without Maven. */
async function fetchWithMaven(folder: string, artifact: Artifact): Promise<string | undefined> {
  const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';
  if (!(await run(maven, ['-v'])).ok) return undefined;
  const { group, name, version, type } = artifact;
  const coordinate = `${group}:${name}:${version}:${type}`;
  const args = [COPY, `-Dartifact=${coordinate}`, `-DoutputDirectory=${folder}`];
  let said = '';
  // A second try, as another Maven may be writing into the same cache, or the repository has no checksum beside the file:
  // what comes is held against our own hash.
  for (const checksums of ['--strict-checksums', '--lax-checksums']) {
    // Away from the checkout, where no pom.xml can get in the way.
    const done = await run(maven, ['-q', '-B', checksums, ...args], { cwd: folder });
    if (done.ok) {
      const place = join(...group.split('.'), name, version);
      const advice = `delete ${place} in Maven's local repository (usually ~/.m2/repository) and start again`;
      return checked(join(folder, `${name}-${version}.${type}`), artifact, advice);
    }
    said = done.stdout.split('\n').find((line) => line.includes('ERROR')) ?? lastLine(done.stderr);
  }
  throw new SetupError(`Maven could not fetch ${coordinate} (${said}): check Maven's settings.`);
}

async function fetchWithPython(artifact: Artifact): Promise<string> {
  const { group, name, version, type } = artifact;
  const cache = await cacheFolder();
  const file = join(cache, `${name}-${version}.${type}`);
  const advice = 'start again (it was deleted from the cache)';
  if (existsSync(file)) return checked(file, artifact, advice);
  const environment = await virtualEnvironment(cache, 'maven-artifact');
  if (environment === undefined) {
    throw new MissingTool(
      'Maven is missing, which fetches OpenSearch: install Maven or Python 3.10, or set OPENSEARCH_URL.',
    );
  }
  const part = await mkdtemp(join(cache, 'fetch-'));
  try {
    const coordinate = `${group}:${name}:${type}:${version}`;
    const done = await run(pythonOf(environment), ['-m', 'maven_artifact.main', coordinate, join(part, 'it')]);
    if (!done.ok) throw new SetupError(`OpenSearch could not be fetched (${lastLine(done.stderr)}): try again.`);
    await rename(await checked(join(part, 'it'), artifact, 'start again (it was not kept)'), file);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  return file;
}

/** `file` itself; one that is another file is deleted. @throws SetupError in one line that ends in `advice` */
async function checked(file: string, { name, version, sha512 }: Artifact, advice: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') === sha512) return file;
  await rm(file);
  throw new SetupError(
    `${basename(file)} is not the file of ${name} ${version} that this checkout knows (its SHA-512 is another): ${advice}.`,
  );
}
