import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writePrivateFile } from '../../proxy/adapters/private-file.ts';
import { type Config, ConfigError, parseConfig } from '../../proxy/config/config.ts';
import { namedCluster, type RunningOpenSearch } from '../opensearch/open-search.ts';
import { root } from '../system/folders.ts';
import { isFree } from '../system/ports.ts';
import { SetupError } from '../system/setup-error.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads all settings before anything is started, so that a wrong one costs no waiting.
 *
 * @throws SetupError in one line that names the setting, or the port that is taken
 */
export async function checkSettings(env: Env): Promise<Config> {
  const config = parse({ ...env, OPENSEARCH_URL: namedCluster(env) ?? 'http://127.0.0.1' });
  for (const [name, port] of Object.entries({ PORT: config.port, WS_PORT: config.wsPort })) {
    if (port === 0 || (await isFree(port))) continue;
    throw new SetupError(
      `Port ${port} is in use: stop what uses it, or choose another, as in "${name}=${port + 1} npm start".`,
    );
  }
  return config;
}

/** What the proxy is started with: over an OpenSearch of ours people sign in as the local user, as it has no accounts. */
export function proxySettings(env: Env, openSearch: RunningOpenSearch): Record<string, string | undefined> {
  const SESSION_SECRET = env.SESSION_SECRET || sessionSecret(join(root, '.sluice', 'session-secret'));
  if (!openSearch.embedded) return { ...env, SESSION_SECRET };
  return { ...env, SESSION_SECRET, OPENSEARCH_URL: openSearch.url, AUTH: env.AUTH || 'local' };
}

/** Kept in a file, so that sessions and exports under way outlive a restart. What others could read is no secret: a new one takes its place. */
export function sessionSecret(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  const isOurs = found !== undefined && (process.platform === 'win32' || (found.mode & 0o077) === 0);
  if (!isOurs) {
    mkdirSync(dirname(path), { recursive: true });
    writePrivateFile(path, randomBytes(32).toString('base64url'));
  }
  return readFileSync(path, 'utf8');
}

function parse(env: Env): Config {
  try {
    return parseConfig(env);
  } catch (error) {
    throw error instanceof ConfigError ? new SetupError(error.message) : error;
  }
}
