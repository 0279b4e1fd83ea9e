import process from 'node:process';
import type { App } from '../app.ts';
import { ConfigError } from '../config/config.ts';
import { parseAddress } from '../edges/address.ts';
import type { Assembled } from './assemble.ts';

/** A proxy that runs. */
export type RunningProxy = {
  url: string;
  /** One line that says how to sign in. */
  signIn: string;
  /** Asks OpenSearch once, and warns in the log of what an operator has to mend. Never rejects. */
  check(): Promise<boolean>;
  /** Lets running reads end and sends clients elsewhere, then closes: what a stop is in a deployment. */
  drain(): Promise<void>;
  /** Closes at once. */
  close(): Promise<void>;
};

/** Where to listen: one address of this machine, or `0.0.0.0` or `::` for all of them. */
export type Endpoint = { host: string; port: number };

/** One port that is listened on. */
export type Listening = { port: number; stop(): Promise<void> };

/** Milliseconds that connections have to close by themselves. */
export const STOP_MS = 2000;
/** Milliseconds that running reads have to end when the proxy is stopped. */
const DRAIN_MS = 10_000;

/** Listens on the settings' address and ports. @throws ConfigError when one of them cannot be had */
export async function serve(
  { config, app, openSearch, logger, signIn }: Assembled,
  listen: (app: App, at: Endpoint) => Promise<Listening>,
): Promise<RunningProxy> {
  const { host } = config;
  const listenOn = (name: 'PORT' | 'WS_PORT', port: number) =>
    listen(app, { host, port }).catch((cause: unknown) => {
      throw new ConfigError(
        `${name} ${port} cannot be listened on at HOST ${host}: it is in use or not allowed, or no address of this machine. Choose another one.`,
        { cause },
      );
    });
  const main = await listenOn('PORT', config.port);
  const servers = config.wsPort === config.port ? [main] : [main, await listenOn('WS_PORT', config.wsPort)];
  const close = async () => {
    app.close();
    await Promise.all(servers.map((server) => server.stop()));
    await openSearch.close();
  };
  return {
    url: `http://${nameOf(host)}:${main.port}${config.basePath === '/' ? '' : config.basePath}`,
    signIn,
    check: app.check,
    async drain() {
      logger.info({}, 'stopping: running reads may end, clients go on elsewhere');
      await app.drain(DRAIN_MS);
      await close();
    },
    close,
  };
}

/** How a browser on this machine reaches it. */
function nameOf(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::1', '::'].includes(parseAddress(host)?.toString() ?? '')) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** The process of a proxy: says that it is ready, and ends well when it is told to. */
export async function runUntilStopped(start: () => Promise<RunningProxy>): Promise<void> {
  try {
    const proxy = await start();
    process.stdout.write(`${proxy.signIn}\nSluice is ready: ${proxy.url}\n`);
    void proxy.check();
    const exit = () => process.exit(0);
    // Ctrl-C is a person who waits; SIGTERM is a service manager, which gives time to part well.
    process.once('SIGINT', () => void proxy.close().then(exit));
    process.once('SIGTERM', () => void proxy.drain().then(exit));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
