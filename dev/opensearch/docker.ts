import { createHash } from 'node:crypto';
import { run } from '../system/command.ts';
import { root } from '../system/folders.ts';
import { freePorts } from '../system/ports.ts';
import { SetupError } from '../system/setup-error.ts';
import { onShutdown } from '../system/shutdown.ts';
import { OPENSEARCH } from './artifacts.ts';
import { untilReady } from './ready.ts';

/** Whether a Docker daemon answers. */
export async function hasDocker(): Promise<boolean> {
  return (await run('docker', ['info'])).ok;
}

/**
 * OpenSearch from its Docker image, for machines that have no Java and no Maven. Its data is in a volume of this
 * checkout's own.
 *
 * @throws SetupError when the container does not start
 */
export async function startContainer(heapMb: number): Promise<{ url: string; stop: () => Promise<void> }> {
  const name = `sluice-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  // What a killed start left behind has the name and the volume.
  await run('docker', ['rm', '--force', name]);
  const stop = async () => {
    off();
    await run('docker', ['stop', name]);
  };
  const off = onShutdown(stop);
  const done = await run('docker', [
    'run',
    '--detach',
    '--rm',
    '--name',
    name,
    ...containerOptions(name, port, heapMb),
  ]);
  if (!done.ok) throw new SetupError(`Docker could not start OpenSearch: ${done.stderr.trim().split('\n')[0]}`);
  await untilReady(url);
  return { url, stop };
}

function containerOptions(name: string, port: number | undefined, heapMb: number): string[] {
  const settings = {
    'discovery.type': 'single-node',
    'cluster.routing.allocation.disk.threshold_enabled': 'false',
    DISABLE_SECURITY_PLUGIN: 'true',
    DISABLE_INSTALL_DEMO_CONFIG: 'true',
    OPENSEARCH_JAVA_OPTS: `-Xms${heapMb}m -Xmx${heapMb}m`,
  };
  const variables = Object.entries(settings).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const volume = `${name}:/usr/share/opensearch/data`;
  const image = `opensearchproject/opensearch:${OPENSEARCH.version}`;
  return [...variables, '--publish', `127.0.0.1:${port}:9200`, '--volume', volume, image];
}
