import { readFile } from 'node:fs/promises';
import { inject } from 'vitest';
import { startProxy } from '../../proxy/adapters/node.ts';
import { type RuntimeName, startRuntime } from './runtimes.ts';

/** A session at a running proxy. */
export type SignedIn = { url: string; socketUrl: string; cookie: string };
export type RunningProxy = {
  url: string;
  close(): Promise<void>;
  signIn(username?: string, password?: string): Promise<SignedIn>;
};

export const PASSWORD = 'a-password-for-tests';

/** Settings of a proxy on a free port over `opensearchUrl`, with local users unless `env` says otherwise. */
export function settingsOver(opensearchUrl: string, env: Record<string, string> = {}): Record<string, string> {
  return {
    PORT: '0',
    OPENSEARCH_URL: opensearchUrl,
    AUTH: 'local',
    DEMO_PASSWORD: PASSWORD,
    SESSION_SECRET: 'a-secret-for-tests-of-enough-length',
    LOG_LEVEL: 'silent',
    ...env,
  };
}

/** A real proxy on the run's runtime: on Node inside the tests' process, on another as it is deployed. */
export async function runProxy(opensearchUrl: string, env: Record<string, string> = {}): Promise<RunningProxy> {
  const runtime = inject('runtime') ?? 'node';
  const settings = settingsOver(opensearchUrl, env);
  const proxy = runtime === 'node' ? await startProxy(settings) : await startOn(runtime, settings);
  return { ...proxy, signIn: (username, password) => signIn(proxy.url, username, password) };
}

async function startOn(runtime: RuntimeName, settings: Record<string, string>) {
  const { USERS_FILE: users } = settings;
  // A Worker has no files: the setting is the text.
  const given = runtime === 'workerd' && users ? { ...settings, USERS_FILE: await readFile(users, 'utf8') } : settings;
  const { url, stop } = await startRuntime(runtime, given);
  return { url, close: stop };
}

/** @param url of any proxy, or of what stands before it */
export async function signIn(url: string, username = 'demo', password = PASSWORD): Promise<SignedIn> {
  const response = await fetch(new URL('/api/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!response.ok) throw new Error(`Sign-in failed: ${response.status} ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { url, socketUrl: new URL('/api/socket', url.replace(/^http/, 'ws')).href, cookie };
}
