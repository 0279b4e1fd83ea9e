import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ProxyProcess, startProxyProcess } from '../dev/start/proxy-process.ts';
import { root } from '../dev/system/folders.ts';
import { pageOf, signIn, USER } from './browser/app.ts';
import { startChromium } from './browser/chromium.ts';
import { DevTools } from './browser/devtools.ts';
import { startPlainServer } from './contenders/browser-limit.ts';
import { runningTool } from './contenders/tool.ts';
import { ProcessWatch } from './measure/processes.ts';

/** What the peers are installed in, and the browser's profile and downloads. */
export const TOOLS = join(root, '.sluice', 'bench-tools');

/** All that runs while contenders are measured. */
export type Stage = Awaited<ReturnType<typeof setUp>>;

const PROFILER = new URL('tools/profile-process.mjs', import.meta.url).href;

/** The proxy that is measured. @param profileTo a file for its CPU profile */
export function startBenchProxy(openSearchUrl: string, profileTo?: string): Promise<ProxyProcess> {
  return startProxyProcess({
    PATH: process.env.PATH,
    ...(profileTo === undefined ? {} : { NODE_OPTIONS: `--import ${PROFILER}`, BENCH_PROFILE: profileTo }),
    PORT: '0',
    OPENSEARCH_URL: openSearchUrl,
    AUTH: 'local',
    DEMO_PASSWORD: USER.password,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    AUDIT_LOG: 'off',
    PLANS_PER_MINUTE: '100000',
    LOG_LEVEL: 'warn',
  });
}

/** @param openSearch with its process, where it is ours to watch @param profileTo a file for the proxy's CPU profile */
export async function setUp(openSearch: { url: string; pid: number | undefined }, profileTo?: string) {
  mkdirSync(TOOLS, { recursive: true });
  const proxy = await startBenchProxy(openSearch.url, profileTo);
  const chromium = await startChromium(join(TOOLS, 'chromium'));
  await chromium.withBrowser((browser) => signIn(pageOf(browser), proxy.url));
  const tools = await DevTools.attach(chromium.endpoint);
  const server = await startPlainServer();
  const watch = new ProcessWatch({
    OpenSearch: openSearch.pid,
    proxy: proxy.pid,
    browser: chromium.pid,
    tool: runningTool,
  });
  const stop = async () => {
    server.close();
    tools.close();
    await chromium.stop();
    await proxy.stop();
  };
  return { openSearch, proxy, chromium, tools, server, watch, stop };
}
