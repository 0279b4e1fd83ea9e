import { chmod, lchown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunAs } from '../system/user.ts';
import type { NodeOptions } from './node.ts';
import { copySecurity } from './secured.ts';

/** What OpenSearch may write to. */
const FOLDERS = ['config', 'data', 'logs', 'tmp'] as const;

type FolderOptions = Pick<
  NodeOptions,
  'name' | 'folder' | 'distribution' | 'user' | 'httpPort' | 'settings' | 'secured' | 'script'
>;

/**
 * The folder stays ours, as does what we write into it; only what is inside its folders is OpenSearch's. The config is
 * made anew at each start, so that nothing which ran there before can have put a link where root writes now.
 */
export async function prepareFolder(options: FolderOptions): Promise<void> {
  const { folder, distribution, user } = options;
  const config = join(folder, 'config');
  await mkdir(folder, { recursive: true });
  if (user !== undefined) await keep(folder);
  await rm(config, { recursive: true, force: true });
  for (const name of FOLDERS) await mkdir(join(folder, name), { recursive: true });
  const log4j = await readFile(join(distribution, 'config', 'log4j2.properties'));
  await writeFile(join(config, 'log4j2.properties'), log4j);
  await writeFile(join(config, `${options.script ?? 'opensearch'}.yml`), yaml(options));
  if (options.script) await copyJvmOptions(distribution, config);
  if (options.secured) await copySecurity(distribution, config);
  if (user !== undefined) await giveTo(user, folder);
}

/** Its script reads them; they name files in the distribution's folder, which is not the server's to write. */
async function copyJvmOptions(distribution: string, config: string): Promise<void> {
  const lines = (await readFile(join(distribution, 'config', 'jvm.options'), 'utf8')).split('\n');
  const kept = lines.filter((line) => !/HeapDump|ErrorFile|Xlog|Xloggc|^8/.test(line));
  await writeFile(join(config, 'jvm.options'), kept.join('\n'));
}

async function keep(folder: string): Promise<void> {
  await lchown(folder, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  await chmod(folder, 0o755);
}

/** Everything OpenSearch writes is its own already; what may be ours is the folders and the config just written. */
async function giveTo(user: RunAs, folder: string): Promise<void> {
  for (const name of await readdir(join(folder, 'config'), { recursive: true })) {
    await lchown(join(folder, 'config', name), user.uid, user.gid);
  }
  for (const name of FOLDERS) await lchown(join(folder, name), user.uid, user.gid);
}

function yaml({ name, folder, httpPort, settings }: FolderOptions): string {
  const all = {
    'node.name': name,
    'path.data': join(folder, 'data'),
    'path.logs': join(folder, 'logs'),
    'network.host': '127.0.0.1',
    'http.port': httpPort,
    // A development disk that is nearly full must not make indices read-only.
    'cluster.routing.allocation.disk.threshold_enabled': false,
    ...settings,
  };
  return Object.entries(all)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}
