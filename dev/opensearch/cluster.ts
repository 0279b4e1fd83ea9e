import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { homeFolder } from '../system/folders.ts';
import { freePorts } from '../system/ports.ts';
import { SetupError } from '../system/setup-error.ts';
import { onShutdown } from '../system/shutdown.ts';
import { unprivilegedUser } from '../system/user.ts';
import { distribution } from './distribution.ts';
import { findJava, type Java } from './java.ts';
import { localeJars } from './locales.ts';
import { makeNode, type NodeOptions, type OpenSearchNode } from './node.ts';
import { isAlive, stopLeftovers } from './pid-file.ts';
import { untilReady } from './ready.ts';
import { checkDisk, heapFor } from './resources.ts';
import { SECURED_JAVA, SECURED_SETTINGS, type Secured, securedDistribution, securedOf } from './secured.ts';
import { type Server, serverDistribution } from './servers.ts';

export type ClusterOptions = {
  /** Names the folder of its data under `.sluice/`; two clusters that run at once need two names. */
  name: string;
  /** A folder of this process's own, removed at the end; the data of the last run otherwise. */
  temporary?: boolean;
  nodes?: number;
  /** Java heap of each node, in MB; by the memory that is free when it is not given. */
  heapMb?: number;
  /** OpenSearch 2.19 with the security plugin, TLS and an admin, instead of the newest without. */
  secured?: boolean;
  /** Another server than the newest. */
  server?: Server;
  /** More lines of each node's opensearch.yml. */
  settings?: NodeOptions['settings'];
};

/** A real OpenSearch on this machine, reachable from it only. */
export type Cluster = {
  /** The first node's address. */
  readonly url: string;
  readonly nodes: readonly OpenSearchNode[];
  /** How a secured cluster is reached. */
  readonly secured: Secured | undefined;
  /** Resolves when every shard that can have its primary has it (yellow or green). */
  untilReady(): Promise<void>;
  /** Stops and starts a node, all of them when none is named; resolves when the cluster is ready again. */
  restart(node?: OpenSearchNode): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts OpenSearch from the distribution, on free ports and as an unprivileged user, with the data of its last run.
 *
 * @throws SetupError in one line for what is missing: Java, Maven, disk, memory
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const count = options.nodes ?? 1;
  const user = await unprivilegedUser();
  const home = await homeFolder(user);
  await checkDisk(home);
  const heapMb = options.heapMb ?? heapFor(count);
  const { server } = options;
  const java = await findJava(home, user, options.secured ? SECURED_JAVA : server?.java);
  const unpacked = await unpackedFor(options, home, java);
  const secured = options.secured ? await securedOf(unpacked) : undefined;
  // Older ones do without, and their security manager lets no such jars in.
  const isOld = options.secured || server?.isScripted;
  const locales = java.lacksLocales && !isOld ? await localeJars(home) : undefined;
  const plugin = options.secured ? SECURED_SETTINGS : {};
  const folder = await dataFolder(home, options);
  const ports = await freePorts(count * 2);
  const transports = ports.slice(count).map((port) => `127.0.0.1:${port}`);
  const nodes = ports.slice(0, count).map((httpPort, i) => {
    const own = { ...discovery(transports, i), ...plugin, ...server?.settings, ...options.settings };
    const settings = { ...own, 'cluster.name': `sluice-${options.name}` };
    const name = `node-${i + 1}`;
    return makeNode({
      name,
      folder: join(folder, name),
      distribution: unpacked,
      java,
      locales,
      user,
      heapMb,
      httpPort,
      settings,
      secured,
      script: server?.isScripted ? server.artifact.name : undefined,
    });
  });
  return startNodes(nodes, secured, async () => {
    if (options.temporary) await rm(folder, { recursive: true, force: true });
  });
}

function unpackedFor({ secured, server }: ClusterOptions, home: string, java: Java): Promise<string> {
  if (server) return serverDistribution(home, server);
  return secured ? securedDistribution(home, java) : distribution(home);
}

async function dataFolder(home: string, { name, temporary }: ClusterOptions): Promise<string> {
  if (temporary) await removeLeftovers(home, name);
  const folder = join(home, temporary ? `${name}-${process.pid}` : name);
  await mkdir(folder, { recursive: true });
  await stopLeftovers(folder);
  return folder;
}

/** Temporary folders carry their process's number: those of processes that are gone are nobody's. */
async function removeLeftovers(home: string, name: string): Promise<void> {
  for (const found of await readdir(home)) {
    const pid = Number(found.slice(name.length + 1));
    if (!found.startsWith(`${name}-`) || !(pid > 1) || isAlive(pid)) continue;
    await stopLeftovers(join(home, found));
    await rm(join(home, found), { recursive: true, force: true });
  }
}

async function startNodes(
  nodes: OpenSearchNode[],
  secured: Secured | undefined,
  cleanUp: () => Promise<void>,
): Promise<Cluster> {
  const [first] = nodes;
  if (first === undefined) throw new SetupError('A cluster has one node at least.');
  const startAll = async (some: readonly OpenSearchNode[]) => {
    await Promise.all(some.map((node) => node.start()));
    await untilReady(first.url, secured);
  };
  const stopAll = async (some: readonly OpenSearchNode[]) => {
    await Promise.all(some.map((node) => node.stop()));
  };
  const stop = async () => {
    off();
    await stopAll(nodes);
    await cleanUp();
  };
  // Before the start, as Ctrl-C may come in the middle of it.
  const off = onShutdown(stop);
  try {
    await startAll(nodes);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: first.url,
    nodes,
    secured,
    untilReady: () => untilReady(first.url, secured),
    async restart(node) {
      const some = node === undefined ? nodes : [node];
      await stopAll(some);
      await startAll(some);
    },
    stop,
  };
}

function discovery(transports: readonly string[], i: number): NodeOptions['settings'] {
  const port = { 'transport.port': Number(transports[i]?.split(':').at(-1)) };
  if (transports.length === 1) return { ...port, 'discovery.type': 'single-node' };
  return {
    ...port,
    'discovery.seed_hosts': transports.join(','),
    'cluster.initial_cluster_manager_nodes': transports.map((_, n) => `node-${n + 1}`).join(','),
  };
}
