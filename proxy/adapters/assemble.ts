import type { UpgradeWebSocket } from 'hono/ws';
import { type App, makeApp } from '../app.ts';
import type { Accounts } from '../auth/accounts.ts';
import { makeLocalAccounts } from '../auth/local.ts';
import { makeOidcAccounts } from '../auth/oidc.ts';
import { makeOpenSearchAccounts } from '../auth/opensearch.ts';
import { randomSecret } from '../auth/seal.ts';
import { hashPassword, type LocalUser, parseUsers } from '../auth/users.ts';
import { type Config, ConfigError, type Env, parseConfig } from '../config.ts';
import type { AddressOf } from '../edges/peer.ts';
import { guarded } from '../opensearch/guard.ts';
import type { ConnectOpenSearch } from '../opensearch/port.ts';
import type { Logger, Metrics } from '../ports.ts';

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
  makeLogger(settings: Pick<Config, 'logLevel' | 'auditLog'>): Logger;
  /** The address at the other end of a request's connection. */
  addressOf: AddressOf;
  metrics: Metrics;
  upgradeWebSocket: UpgradeWebSocket;
  /** The text of a file that a setting names. */
  readText(path: string): Promise<string>;
  requestsPerSocket?: number;
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
  const openSearch = runtime.makeOpenSearch({
    url: config.opensearch.url,
    ca: await fileOf('OPENSEARCH_CA', config.opensearch.caFile),
    timeout: config.downloadTimeout,
  });
  const users = await fileOf('USERS_FILE', config.usersFile);
  const connect: ConnectOpenSearch = (account) =>
    guarded(openSearch.connect(account), { expensive: config.expensiveQueries });
  const { accounts, signIn } = accountsOf(config, connect, users);
  if (!config.secrets)
    logger.warn({}, 'SESSION_SECRET is not set: sessions and exports under way end with this process');
  const [first = randomSecret(), ...others] = config.secrets ?? [];
  const app = await makeApp({
    config,
    secrets: [first, ...others],
    accounts,
    openSearch: connect(config.opensearch.account),
    addressOf: runtime.addressOf,
    upgradeWebSocket: runtime.upgradeWebSocket,
    logger,
    metrics: runtime.metrics,
    requestsPerSocket: runtime.requestsPerSocket,
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
      throw new ConfigError(`${setting} is wrong: there is no file “${path}” that can be read.`);
    }
  };
}

type Signing = { accounts: Accounts; signIn: string };

function accountsOf(config: Config, connect: ConnectOpenSearch, users: string | undefined): Signing {
  if (config.auth === 'opensearch') {
    return { accounts: makeOpenSearchAccounts(connect), signIn: 'Sign in with your OpenSearch account.' };
  }
  if (config.oidc) {
    return { accounts: makeOidcAccounts(config.oidc, connect), signIn: `Sign in at ${config.oidc.issuer}.` };
  }
  const service = connect(config.opensearch.account);
  if (users !== undefined) {
    return { accounts: makeLocalAccounts(usersOf(users), service), signIn: 'Sign in as a user of USERS_FILE.' };
  }
  const password = config.demoPassword ?? randomSecret().slice(0, 16);
  let hash: Promise<string> | undefined;
  const demo: LocalUser = {
    name: 'demo',
    hash() {
      hash ??= hashPassword(password);
      return hash;
    },
    indices: ['*'],
  };
  return {
    accounts: makeLocalAccounts([demo], service),
    signIn: `Sign in as user demo with password ${password}`,
  };
}

function usersOf(text: string): LocalUser[] {
  try {
    return parseUsers(text);
  } catch (cause) {
    throw new ConfigError(`USERS_FILE is wrong: ${cause instanceof Error ? cause.message : 'it cannot be read'}.`);
  }
}
