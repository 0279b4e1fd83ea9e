import type { Hono } from 'hono';
import { getConnInfo, serveStatic, upgradeWebSocket } from 'hono/deno';
import type { App } from '../app.ts';
import { assemble } from './assemble.ts';
import { makeConsoleLogger } from './console-logger.ts';
import { processParts, withClientFiles } from './process-runtime.ts';
import { type Endpoint, type Listening, type RunningProxy, runUntilStopped, STOP_MS, serve } from './running-proxy.ts';

/** The part of Deno that is used. */
type Server = { addr: { port: number }; shutdown(): Promise<void> };
declare const Deno: {
  env: { toObject(): Record<string, string> };
  serve(options: {
    hostname: string;
    port: number;
    onListen(): void;
    handler: Hono['fetch'];
    signal: AbortSignal;
  }): Server;
};

async function startProxy(): Promise<RunningProxy> {
  const assembled = await assemble(Deno.env.toObject(), {
    ...processParts(),
    makeLogger: makeConsoleLogger,
    addressOf: (c) => getConnInfo(c).remote.address,
    upgradeWebSocket,
  });
  return serve(assembled, listen);
}

async function listen(app: App, { host, port }: Endpoint): Promise<Listening> {
  const http = withClientFiles(app, serveStatic);
  const cut = new AbortController();
  const server = Deno.serve({ hostname: host, port, onListen() {}, handler: http.fetch, signal: cut.signal });
  const stop = async () => {
    const timer = setTimeout(() => cut.abort(), STOP_MS);
    await server.shutdown();
    clearTimeout(timer);
  };
  return { port: server.addr.port, stop };
}

await runUntilStopped(startProxy);
