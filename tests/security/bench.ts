import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { startProxy } from '../../proxy/adapters/node.ts';
import { hashPassword } from '../../proxy/auth/users.ts';
import { type SignedIn, settingsOver, signIn } from '../support/session.ts';
import { makeLog } from './log.ts';
import { ORDERS } from './people.ts';

export const SECRET = 'a-secret-for-tests-of-security';

/** Settings of a proxy with local users over the secured cluster's admin: ann may read all, bob the orders only. */
export async function localSettings(env: Record<string, string> = {}) {
  const { url, caFile, admin } = inject('secured');
  const folder = await mkdtemp(join(tmpdir(), 'sluice-security-'));
  const usersFile = join(folder, 'users.json');
  const users = [
    { name: 'ann', hash: await hashPassword('ann-password'), indices: ['*'] },
    { name: 'bob', hash: await hashPassword('bob-password'), indices: [ORDERS] },
  ];
  await writeFile(usersFile, JSON.stringify({ users }), { mode: 0o600 });
  const settings = settingsOver(url, {
    AUTH: 'local',
    USERS_FILE: usersFile,
    OPENSEARCH_CA: caFile,
    OPENSEARCH_USERNAME: admin.username,
    OPENSEARCH_PASSWORD: admin.password,
    SESSION_SECRET: SECRET,
    AUDIT_LOG: 'on',
    ...env,
  });
  return { settings, cleanUp: () => rm(folder, { recursive: true }) };
}

/** Such a proxy on Node in this process, with its log. */
export async function startLocal(env: Record<string, string> = {}) {
  const { settings, cleanUp } = await localSettings({ LOG_LEVEL: 'info', ...env });
  const log = makeLog();
  const proxy = await startProxy(settings, { log });
  const url = proxy.url;
  return {
    url,
    log,
    /** For another such proxy, that says nothing. */
    settings: { ...settings, LOG_LEVEL: 'silent', AUDIT_LOG: 'off' },
    ann: await signIn(url, 'ann', 'ann-password'),
    bob: await signIn(url, 'bob', 'bob-password'),
    async close() {
      await proxy.close();
      await cleanUp();
    },
  };
}

export type Answer = { status: number; code: string | undefined; text: string; headers: Headers };

/** Calls the proxy as whoever the headers say. */
export async function call(url: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(new URL(path, url), { redirect: 'manual', ...init });
  const text = await response.text();
  const code = /^{"error":{"code":"(\w+)"/.exec(text)?.[1];
  return { status: response.status, code, text, headers: response.headers };
}

/** A POST of JSON, with a session or none. */
export function post(url: string, path: string, body: unknown, who?: SignedIn, headers: Record<string, string> = {}) {
  const cookie: Record<string, string> = who ? { cookie: who.cookie } : {};
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return call(url, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...cookie, ...headers },
    body: text,
  });
}
