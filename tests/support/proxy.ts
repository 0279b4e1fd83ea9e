import { readFile } from 'node:fs/promises';
import { inject } from 'vitest';
import { startProxy } from '../../proxy/adapters/node.ts';
import { keepRunning, type RuntimeName } from './runtimes.ts';
import { type SignedIn, settingsOver, signIn } from './session.ts';

export type { SignedIn } from './session.ts';

export type RunningProxy = {
  url: string;
  close(): Promise<void>;
  signIn(username?: string, password?: string): Promise<SignedIn>;
};

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
  const { url, stop } = await keepRunning(runtime, given);
  return { url, close: stop };
}
