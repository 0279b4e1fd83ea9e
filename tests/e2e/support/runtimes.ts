import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { ensureBuilt } from '../../../dev/build/built.ts';
import { workerSettings } from '../../../dev/build/workerd.ts';
import { root } from '../../../dev/system/folders.ts';
import { E2E_OPENSEARCH, E2E_USER } from '../../../dev/test/e2e.ts';
import { startRuntime } from '../../support/runtimes.ts';

export const EDGE_RUNTIMES = ['deno', 'bun', 'workerd'] as const;

/** The built app on a runtime, over the run's OpenSearch; `env` are settings beside the usual. */
export async function startEdge(
  runtime: (typeof EDGE_RUNTIMES)[number],
  env: Record<string, string> = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const settings = {
    PORT: '0',
    OPENSEARCH_URL: process.env[E2E_OPENSEARCH] ?? '',
    AUTH: 'local',
    DEMO_PASSWORD: E2E_USER.password,
    SESSION_SECRET: 'a-secret-for-tests-of-enough-length',
    AUDIT_LOG: 'off',
    PLANS_PER_MINUTE: '100000',
    LOG_LEVEL: 'warn',
    ...env,
  };
  return runtime === 'workerd' ? startWorker(settings) : startRuntime(runtime, settings);
}

/** The Worker as Cloudflare runs it, with its static assets before it. */
async function startWorker(bindings: Record<string, string>): Promise<{ url: string; stop(): Promise<void> }> {
  await ensureBuilt('client', 'edge');
  const { date, flags, assets } = workerSettings();
  const worker = new Miniflare({
    host: '127.0.0.1',
    modules: [{ type: 'ESModule', path: join(root, 'dist/proxy/cloudflare.js') }],
    compatibilityDate: date,
    compatibilityFlags: flags,
    bindings,
    assets: {
      directory: join(root, assets.directory),
      binding: assets.binding,
      routerConfig: { has_user_worker: true, static_routing: { user_worker: assets.run_worker_first } },
      assetConfig: { html_handling: 'none' },
    },
  });
  const url = (await worker.ready).origin;
  return { url, stop: () => worker.dispose() };
}
