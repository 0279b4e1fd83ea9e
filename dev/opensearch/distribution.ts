import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { lastLine, run } from '../system/command.ts';
import { cacheFolder } from '../system/folders.ts';
import { pythonOf, virtualEnvironment } from '../system/python.ts';
import { MissingTool, SetupError } from '../system/setup-error.ts';

export const OPENSEARCH_VERSION = '3.8.0';

const GROUP = 'org.opensearch.distribution.integ-test-zip';
const DOWNLOADER = 'maven-artifact==0.3.5';

/** A zip in a Maven repository. */
export type Artifact = { group: string; name: string; version: string };

/** What is done with the unpacked distribution in `folder` before anybody takes it for whole; `work` is for what that needs. */
export type Furnish = (folder: string, work: string) => Promise<void>;

/**
 * The unpacked OpenSearch distribution of `version` under `home`, fetched at the first call. Two starts at once each
 * unpack their own, and the first to be whole stays.
 *
 * @throws SetupError when it cannot be fetched
 */
export function distribution(home: string, version = OPENSEARCH_VERSION): Promise<string> {
  return furnished(join(home, `opensearch-${version}`), version, async () => {});
}

/** The same in `folder`, with what `furnish` adds. @throws SetupError when it cannot be fetched */
export async function furnished(folder: string, version: string, furnish: Furnish): Promise<string> {
  if (existsSync(folder)) return folder;
  console.log(`Fetching OpenSearch ${version} (once) …`);
  const work = await mkdtemp(join(dirname(folder), 'unpack-'));
  try {
    await unzip(await fetchZip(work, { group: GROUP, name: 'opensearch', version }), work);
    const unpacked = join(work, `opensearch-${version}`);
    await furnish(unpacked, work);
    await rename(unpacked, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

/** The path of an artifact's zip, which may lie in `work`. @throws SetupError when it cannot be fetched */
export async function fetchZip(work: string, artifact: Artifact): Promise<string> {
  return (await fetchWithMaven(work, artifact)) ?? (await fetchWithPython(artifact));
}

/** Maven keeps what it fetched in its own cache, so a second checkout fetches nothing. Undefined without Maven. */
async function fetchWithMaven(folder: string, { group, name, version }: Artifact): Promise<string | undefined> {
  const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';
  if (!(await run(maven, ['-v'])).ok) return undefined;
  const artifact = `${group}:${name}:${version}:zip`;
  const args = ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
  let said = '';
  // A second try, as another Maven may be writing into the same cache.
  for (let tries = 0; tries < 2; tries++) {
    // Away from the checkout, where no pom.xml can get in the way.
    const done = await run(maven, args, { cwd: folder });
    if (done.ok) return join(folder, `${name}-${version}.zip`);
    said = done.stdout.split('\n').find((line) => line.includes('ERROR')) ?? lastLine(done.stderr);
  }
  throw new SetupError(`Maven could not fetch ${artifact} (${said}): check Maven's settings.`);
}

async function fetchWithPython({ group, name, version }: Artifact): Promise<string> {
  await mkdir(cacheFolder, { recursive: true });
  const zip = join(cacheFolder, `${name}-${version}.zip`);
  if (existsSync(zip)) return zip;
  const environment = await virtualEnvironment(join(cacheFolder, 'maven-artifact'), DOWNLOADER);
  if (environment === undefined) {
    throw new MissingTool(
      'Maven is missing, which fetches OpenSearch: install Maven or Python 3, or set OPENSEARCH_URL.',
    );
  }
  const part = await mkdtemp(join(cacheFolder, 'fetch-'));
  try {
    const coordinate = `${group}:${name}:zip:${version}`;
    const done = await run(pythonOf(environment), ['-m', 'maven_artifact.main', coordinate, join(part, 'it.zip')]);
    if (!done.ok) throw new SetupError(`OpenSearch could not be fetched (${lastLine(done.stderr)}): try again.`);
    await rename(join(part, 'it.zip'), zip);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  return zip;
}

export async function unzip(zip: string, folder: string): Promise<void> {
  const file = await yauzl.openPromise(zip);
  for await (const entry of file.eachEntry()) {
    const path = join(folder, entry.fileName);
    if (entry.fileName.endsWith('/')) {
      await mkdir(path, { recursive: true });
    } else {
      await mkdir(dirname(path), { recursive: true });
      await pipeline(await file.openReadStreamPromise(entry), createWriteStream(path));
    }
  }
}
