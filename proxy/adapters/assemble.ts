import type { UpgradeWebSocket } from 'hono/ws';
import { type App, makeApp } from '../app.ts';
import type { Accounts } from '../auth/accounts.ts';
import { type LocalOptions, makeLocalAccounts } from '../auth/local.ts';
import { makeOidcAccounts } from '../auth/oidc.ts';
import { makeOpenSearchAccounts } from '../auth/opensearch.ts';
import { randomSecret } from '../auth/seal.ts';
import { hashPassword, type LocalUser, parseUsers, type Scrypt } from '../auth/users.ts';
import type { Logger, Metrics } from '../base/ports.ts';
import { type Config, ConfigError, type Env, parseConfig } from '../config/config.ts';
import type { AddressOf } from '../edges/peer.ts';
import { guarded } from '../opensearch/guard.ts';
import { withoutPipelines } from '../opensearch/pipelines.ts';
import type { ConnectOpenSearch } from '../opensearch/port.ts';

export type OpenSearchOptions = {
  url: string;
  /** PEM text of the authority that signed the cluster's certificate. */
  ca: string | undefined;
  /** Milliseconds that OpenSearch has until its answer begins. */
  timeout: number;
};

/** OpenSearch, as a runtime's HTTP client reaches it; `close` ends its connections. */
export type OpenSearchClient = { connect: ConnectOpenSearch; close(): Promise<void> };

/** What differs between runtimes. */
export type Runtime = {
  makeOpenSearch(options: OpenSearchOptions): OpenSearchClient;
  /** The code of what goes wrong when that address is asked; undefined where there is an answer. */
  connectFault?(options: Pick<OpenSearchOptions, 'url' | 'ca'>): Promise<string | undefined>;
  makeLogger(settings: Pick<Config, 'logLevel' | 'auditLog'>): Logger;
  /** The address at the other end of a request's connection. */
  addressOf: AddressOf;
  metrics: Metrics;
  upgradeWebSocket: UpgradeWebSocket;
  /** Whether all that such a WebSocket was given has left this process's memory, where the runtime tells. */
  hasSentAll?(socket: unknown): boolean;
  /** The text of a file that a setting names. */
  readText(path: string): Promise<string>;
  /** Who may do what with it, as a POSIX system's bits; undefined where there are none. */
  modeOf?(path: string): Promise<number | undefined>;
  /** scrypt beside everything else, where the runtime has threads for it. */
  scrypt?: Scrypt;
  /** Each request comes to this process, as long as there is one of it: then it can hold what requests belong to. */
  holdsCarriers?: boolean;
  requestsPerSocket?: number;
  /** No request can wait for another, and one whose client is gone ends without a word. */
  requestsAlone?: boolean;
  /** Bytes of memory the process takes, where the runtime tells. */
  memoryBytes?: () => number;
  /** How late its event loop runs, in ms, where it tells. */
  eventLoopLagMs?: (() => number) | undefined;
};

export type Assembled = {
  config: Config;
  app: App;
  logger: Logger;
  openSearch: OpenSearchClient;
  /** One line that says how to sign in. */
  signIn: string;
};

/** The proxy from its settings and its runtime's parts. @throws ConfigError with one line that says what is wrong */
export async function assemble(env: Env, runtime: Runtime): Promise<Assembled> {
  const config = parseConfig(env);
  const logger = runtime.makeLogger(config);
  const fileOf = makeFileOf(runtime);
  const at = { url: config.opensearch.url, ca: await fileOf('OPENSEARCH_CA', config.opensearch.caFile) };
  const openSearch = runtime.makeOpenSearch({ ...at, timeout: config.downloadTimeout });
  const users = await fileOf('USERS_FILE', config.usersFile);
  if (config.usersFile !== undefined) await checkAccess(config.usersFile, { env, runtime, logger });
  const pipelines = { known: true };
  const connect: ConnectOpenSearch = (account) =>
    guarded(withoutPipelines(openSearch.connect(account), pipelines), { expensive: config.expensiveQueries });
  if (!config.secrets)
    logger.warn({}, 'SESSION_SECRET is not set: sessions and exports under way end with this process');
  const [first = randomSecret(), ...others] = config.secrets ?? [];
  const secrets = [first, ...others] as const;
  const { accounts, signIn } = accountsOf(config, connect, { users, secrets, scrypt: runtime.scrypt });
  const app = await makeApp({
    config,
    secrets,
    accounts,
    openSearch: connect(config.opensearch.account),
    connectFault: runtime.connectFault && (async () => runtime.connectFault?.(at)),
    addressOf: runtime.addressOf,
    upgradeWebSocket: runtime.upgradeWebSocket,
    hasSentAll: runtime.hasSentAll,
    logger,
    metrics: runtime.metrics,
    holdsCarriers: runtime.holdsCarriers,
    requestsPerSocket: runtime.requestsPerSocket,
    requestsAlone: runtime.requestsAlone,
    memoryBytes: runtime.memoryBytes,
    eventLoopLagMs: runtime.eventLoopLagMs,
  });
  return { config, app, logger, openSearch, signIn };
}

function makeFileOf({ readText }: Runtime) {
  return async (setting: string, path: string | undefined): Promise<string | undefined> => {
    if (path === undefined) return undefined;
    try {
      return await readText(path);
    } catch (cause) {
      if (cause instanceof ConfigError) throw cause;
      throw new ConfigError(
        `${setting} is wrong: there is no file “${path}” that can be read (or this user may not read it).`,
      );
    }
  };
}

type Access = { env: Env; runtime: Runtime; logger: Logger };

/** Hashes of passwords are for the proxy alone to read, and for its operator to write. @throws ConfigError */
async function checkAccess(path: string, { env, runtime, logger }: Access): Promise<void> {
  const mode = await runtime.modeOf?.(path);
  if (mode === undefined) return;
  if (mode & 0o022) {
    throw new ConfigError(`USERS_FILE is wrong: others may write the file “${path}”. Set its mode to 600.`);
  }
  // What systemd hands a service (LoadCredential) is its alone, though the bits of the group look otherwise.
  const isCredential = Boolean(env.CREDENTIALS_DIRECTORY && path.startsWith(`${env.CREDENTIALS_DIRECTORY}/`));
  if (mode & (isCredential ? 0o004 : 0o044)) {
    logger.warn({ path }, 'USERS_FILE can be read by others, who can try passwords at its hashes: set its mode to 600');
  }
}

type Signing = { accounts: Accounts; signIn: string };
type Local = Pick<LocalOptions, 'secrets' | 'scrypt'> & { users: string | undefined };

function accountsOf(config: Config, connect: ConnectOpenSearch, { users, ...local }: Local): Signing {
  if (config.auth === 'opensearch') {
    return { accounts: makeOpenSearchAccounts(connect), signIn: 'Sign in with your OpenSearch account.' };
  }
  if (config.oidc) {
    return { accounts: makeOidcAccounts(config.oidc, connect), signIn: `Sign in at ${config.oidc.issuer}.` };
  }
  const options = { service: connect(config.opensearch.account), ...local };
  if (users !== undefined) {
    const accounts = makeLocalAccounts({ ...options, users: usersOf(users) });
    return { accounts, signIn: 'Sign in as a user of USERS_FILE.' };
  }
  const password = config.demoPassword ?? randomSecret().slice(0, 16);
  return {
    accounts: makeLocalAccounts({ ...options, users: [demoUser(password, config, local.scrypt)] }),
    signIn: `Sign in as user demo with password ${password}`,
  };
}

function demoUser(password: string, { demoPassword }: Config, scrypt: Scrypt | undefined): LocalUser {
  let hash: Promise<string> | undefined;
  return {
    name: 'demo',
    hash() {
      hash ??= hashPassword(password, scrypt);
      return hash;
    },
    // A password of each start's own signs nobody out at the next: it guards the way in, and was not changed by anybody.
    mark: demoPassword === undefined ? 'any' : `password ${demoPassword}`,
    indices: ['*'],
  };
}

function usersOf(text: string): LocalUser[] {
  try {
    return parseUsers(text).map((user) => ({ ...user, mark: user.hash }));
  } catch (cause) {
    throw new ConfigError(`USERS_FILE is wrong: ${cause instanceof Error ? cause.message : 'it cannot be read'}.`);
  }
}
