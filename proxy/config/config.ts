import * as v from 'valibot';
import type { Auth } from '../../shared/http.ts';
import { MAX_PAGE_ROWS, MIN_PAGE_ROWS } from '../../shared/limits.ts';
import type { Account } from '../opensearch/port.ts';
import { type OidcSettings, oidcOf, serviceAccount } from './accounts.ts';
import {
  address,
  ConfigError,
  DAY,
  folder,
  httpUrl,
  isSafeIssuer,
  networks,
  oneOf,
  time,
  toMs,
  whole,
} from './setting.ts';

export { ConfigError };

/** The environment, as any runtime hands it over. */
export type Env = Readonly<Record<string, string | undefined>>;

const MINUTE = 60_000;
const KEEP_ALIVE = 'a time such as 30s, 2m or 1h, from 10s to 24h (the most OpenSearch takes)';
const SESSION = 'a time such as 30m, 12h or 7d, from 10s to 30d';
const keepAlive = time({ from: 10_000, to: DAY }, KEEP_ALIVE);
const sessionTime = time({ from: 10_000, to: 30 * DAY }, SESSION);
const ACCOUNT = ': put those into OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD';
const HOST = 'an address of this machine to listen on, such as 127.0.0.1, or 0.0.0.0 for all of them';
const TRUSTED =
  'addresses or networks of the servers before this one, such as 10.0.0.7 or 10.0.0.0/8,::1 (not how many there are, nor a network of all addresses: that would trust whoever reaches the port)';
const PROBES = 'addresses or networks, such as 127.0.0.1 or 10.0.0.0/8,::1';
const BASE_PATH =
  'a path such as /sluice/, of letters, digits and - . _ ~, whose first name is none of Sluice’s own (api, assets, monitor …)';
const SECRETS = 'one or more secrets of at least 16 characters each, separated by commas';

const envSchema = v.object({
  HOST: v.optional(address(HOST), '127.0.0.1'),
  PORT: v.optional(whole(0, 65_535), '8001'),
  WS_PORT: v.optional(whole(0, 65_535)),
  NODE_ENV: v.optional(v.string(), 'development'),
  OPENSEARCH_URL: v.optional(httpUrl('https://search.example:9200', ACCOUNT)),
  OPENSEARCH_HOST: v.optional(v.pipe(v.string(), v.regex(/^[\w.:[\]-]+$/, 'a host name or address'))),
  OPENSEARCH_PORT: v.optional(whole(1, 65_535), '9200'),
  OPENSEARCH_USERNAME: v.optional(v.string()),
  OPENSEARCH_PASSWORD: v.optional(v.string()),
  OPENSEARCH_CA: v.optional(v.string()),
  AUTH: v.optional(oneOf('opensearch', 'local', 'oidc')),
  BASE_PATH: v.optional(folder(BASE_PATH), '/'),
  PUBLIC_URL: v.optional(httpUrl('https://sluice.example')),
  DASHBOARDS_URL: v.optional(httpUrl('https://dashboards.example/_dashboards')),
  OIDC_ISSUER: v.optional(v.pipe(httpUrl('https://login.example'), v.check(isSafeIssuer, 'an https address'))),
  OIDC_CLIENT_ID: v.optional(v.string()),
  OIDC_CLIENT_SECRET: v.optional(v.string()),
  OIDC_SCOPE: v.optional(v.string(), 'openid profile email'),
  OIDC_TOKEN: v.optional(oneOf('id_token', 'access_token'), 'id_token'),
  OPENSEARCH_AWS_REGION: v.optional(v.string()),
  OPENSEARCH_AWS_SERVICE: v.optional(oneOf('es', 'aoss'), 'es'),
  AWS_ACCESS_KEY_ID: v.optional(v.string()),
  AWS_SECRET_ACCESS_KEY: v.optional(v.string()),
  AWS_SESSION_TOKEN: v.optional(v.string()),
  USERS_FILE: v.optional(v.string()),
  DEMO_PASSWORD: v.optional(v.string()),
  SESSION_SECRET: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(',').map((secret) => secret.trim())),
      v.check((secrets) => secrets.every((secret) => secret.length >= 16), SECRETS),
    ),
  ),
  MAX_CHUNK_SIZE: v.optional(whole(1, 1_000_000_000), '500000'),
  BATCH_SIZE: v.optional(whole(MIN_PAGE_ROWS, MAX_PAGE_ROWS), '1000'),
  MAX_MEMORY_USAGE: v.optional(whole(64, 1_048_576), '1024'),
  DOWNLOAD_TIMEOUT: v.optional(whole(1000, DAY), '300000'),
  MAX_RETRIES: v.optional(whole(0, 1000), '3'),
  SCROLL_TIMEOUT: v.optional(keepAlive, '2m'),
  PING_INTERVAL: v.optional(whole(100, 60 * MINUTE), '10000'),
  PING_TIMEOUT: v.optional(whole(100, 60 * MINUTE), '5000'),
  SESSION_IDLE: v.optional(sessionTime, '2h'),
  SESSION_MAX: v.optional(sessionTime, '12h'),
  TRUSTED_PROXIES: v.optional(networks(TRUSTED, (bits) => bits > 0)),
  PROBES_FROM: v.optional(networks(PROBES), '127.0.0.0/8,::1'),
  SIGN_IN_ATTEMPTS: v.optional(whole(1, 1_000_000), '10'),
  PLANS_PER_MINUTE: v.optional(whole(1, 1_000_000), '60'),
  PAGES_AT_ONCE: v.optional(whole(1, 1000), '8'),
  CONTEXTS: v.optional(whole(1, 100_000), '280'),
  CONTEXTS_PER_USER: v.optional(whole(1, 100_000), '100'),
  SOCKETS_PER_USER: v.optional(whole(1, 100_000), '100'),
  SCROLL_READER: v.optional(oneOf('auto', 'allow'), 'auto'),
  SEARCHES_AT_ONCE: v.optional(whole(1, 1000), '12'),
  SEARCHES_PER_MINUTE: v.optional(whole(1, 1_000_000), '300'),
  EXPENSIVE_QUERIES: v.optional(oneOf('refuse', 'allow'), 'refuse'),
  AUDIT_LOG: v.optional(oneOf('on', 'off'), 'on'),
  LOG_LEVEL: v.optional(oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), 'info'),
});

export type ParsedEnv = v.InferOutput<typeof envSchema>;

/** The settings, parsed. Times in ms, sizes in rows, memory in MB. */
export type Config = {
  /** The address that is listened on. */
  host: string;
  port: number;
  wsPort: number;
  /** The path that people open, below which everything is: `/`, or with a slash at both ends. */
  basePath: string;
  /** The origin that people open, and the only one whose pages may call. */
  publicUrl?: string;
  /** Where OpenSearch Dashboards is opened. */
  dashboardsUrl?: string;
  opensearch: { url: string /** The service account. */; account?: Account; caFile?: string };
  auth: Auth;
  oidc?: OidcSettings;
  usersFile?: string;
  demoPassword?: string;
  /** The first seals, all open. Undefined: one made at the start, which ends with the process. */
  secrets?: string[];
  maxChunkSize: number;
  batchSize: number;
  maxMemoryMb: number;
  downloadTimeout: number;
  maxRetries: number;
  /** As OpenSearch takes it, e.g. `2m`. */
  keepAlive: string;
  pingInterval: number;
  pingTimeout: number;
  logLevel: ParsedEnv['LOG_LEVEL'];
  /** A session ends when nothing was asked in it for `idle` ms, and `max` ms after it began. */
  session: { idle: number; max: number };
  /** Addresses and networks of the servers before this one, which say whom they speak for. */
  trustedProxies: readonly string[];
  /** Addresses and networks that are told how this proxy is. */
  probesFrom: readonly string[];
  /** Failed sign-ins an account may have in a quarter of an hour. */
  signInAttempts: number;
  /** Plans that a user may ask for in a minute. */
  plansPerMinute: number;
  /** Pages that OpenSearch works on at once for this proxy: past what its processors do, more come no sooner, and a search waits behind them. */
  pagesAtOnce: number;
  /** Contexts that OpenSearch may hold open for this proxy, for all its users and for each. */
  contexts: { all: number; perUser: number };
  socketsPerUser: number;
  /** Whether a client may ask for scrolls where the cluster has points in time. */
  scrollOnRequest: boolean;
  /** Pages of rows that are searched for and sent at once, of all users; of figures twice as many, of lists a third. */
  searchesAtOnce: number;
  /** Different searches that a user may begin in a minute. */
  searchesPerMinute: number;
  /** Whether regular expressions, scripts and patterns that begin with a wildcard may be searched for. */
  expensiveQueries: boolean;
  auditLog: boolean;
};

/** @throws ConfigError naming the first wrong setting */
export function parseConfig(env: Env): Config {
  // An empty value means "not set": that is how compose files and CI pass on what they do not have.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = v.safeParse(envSchema, given);
  if (!parsed.success) throw wrong(parsed.issues[0], given);
  return toConfig(parsed.output);
}

function wrong(issue: v.BaseIssue<unknown>, given: Record<string, unknown>): ConfigError {
  const name = String(issue.path?.[0]?.key);
  const value = String(given[name]);
  const told = isSecret(name, value) ? '' : ` “${value}”`;
  return new ConfigError(`${name}${told} is wrong: it must be ${issue.message}.`);
}

/** Of a setting that holds a secret, and of an address with a password in it, the line does not tell the value. */
function isSecret(name: string, value: string): boolean {
  return /PASSWORD|SECRET/.test(name) || value.includes('@');
}

function toConfig(env: ParsedEnv): Config {
  const account = serviceAccount(env);
  const auth = env.AUTH ?? (account === undefined ? 'opensearch' : 'local');
  return {
    host: env.HOST,
    port: env.PORT,
    wsPort: env.WS_PORT ?? env.PORT,
    basePath: env.BASE_PATH,
    ...publicOf(env),
    ...(env.DASHBOARDS_URL === undefined ? {} : { dashboardsUrl: env.DASHBOARDS_URL }),
    opensearch: {
      url: urlOf(env),
      ...(account === undefined ? {} : { account }),
      ...(env.OPENSEARCH_CA === undefined ? {} : { caFile: env.OPENSEARCH_CA }),
    },
    auth,
    ...(auth === 'oidc' ? { oidc: oidcOf(env) } : {}),
    ...(env.USERS_FILE === undefined ? {} : { usersFile: env.USERS_FILE }),
    ...(env.DEMO_PASSWORD === undefined ? {} : { demoPassword: env.DEMO_PASSWORD }),
    ...(env.SESSION_SECRET === undefined ? {} : { secrets: env.SESSION_SECRET }),
    maxChunkSize: env.MAX_CHUNK_SIZE,
    batchSize: env.BATCH_SIZE,
    maxMemoryMb: env.MAX_MEMORY_USAGE,
    downloadTimeout: env.DOWNLOAD_TIMEOUT,
    maxRetries: env.MAX_RETRIES,
    keepAlive: env.SCROLL_TIMEOUT,
    pingInterval: env.PING_INTERVAL,
    pingTimeout: env.PING_TIMEOUT,
    logLevel: env.LOG_LEVEL,
    session: { idle: toMs(env.SESSION_IDLE), max: toMs(env.SESSION_MAX) },
    trustedProxies: env.TRUSTED_PROXIES ?? [],
    probesFrom: env.PROBES_FROM,
    signInAttempts: env.SIGN_IN_ATTEMPTS,
    plansPerMinute: env.PLANS_PER_MINUTE,
    pagesAtOnce: env.PAGES_AT_ONCE,
    contexts: { all: env.CONTEXTS, perUser: env.CONTEXTS_PER_USER },
    socketsPerUser: env.SOCKETS_PER_USER,
    scrollOnRequest: env.SCROLL_READER === 'allow',
    searchesAtOnce: env.SEARCHES_AT_ONCE,
    searchesPerMinute: env.SEARCHES_PER_MINUTE,
    expensiveQueries: env.EXPENSIVE_QUERIES === 'allow',
    auditLog: env.AUDIT_LOG === 'on',
  };
}

/** @throws ConfigError where its path is not the one that everything is below */
function publicOf({ PUBLIC_URL: url, BASE_PATH: basePath }: ParsedEnv): Pick<Config, 'publicUrl'> {
  if (url === undefined) return {};
  const { origin, pathname } = new URL(`${url}/`);
  if (pathname !== '/' && pathname !== basePath) {
    throw new ConfigError(
      `PUBLIC_URL “${url}” is wrong: its path must be BASE_PATH, which is “${basePath}”, or left out.`,
    );
  }
  return { publicUrl: origin };
}

function urlOf(env: ParsedEnv): string {
  if (env.OPENSEARCH_URL !== undefined) return env.OPENSEARCH_URL;
  if (env.OPENSEARCH_HOST !== undefined) {
    const scheme = env.OPENSEARCH_CA === undefined ? 'http' : 'https';
    return `${scheme}://${env.OPENSEARCH_HOST}:${env.OPENSEARCH_PORT}`;
  }
  throw new ConfigError('OPENSEARCH_URL is not set: it must be the address of an OpenSearch, or set OPENSEARCH_HOST.');
}
