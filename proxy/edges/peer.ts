import type { Context } from 'hono';
import { type Address, isIn, isLoopback, type Network, parseAddress, parseNetwork, placeOf } from './address.ts';

/** Who is at the other end of a request, and how they came here. */
export interface Peers {
  /** The client's address, as far as it is known; '' where it is not. Never what a client made up. */
  address(c: Context): string;
  /** The address as attempts are counted: 64 bits of IPv6 are one. */
  place(c: Context): string;
  /** Whether the browser speaks TLS, to this proxy or to the server before it. */
  isSecure(c: Context): boolean;
  /** Whether a page of this Sluice asks, going by `Origin`. What is no browser sends none. */
  isOwnOrigin(c: Context): boolean;
  /** The same for a socket, whose port is not the page's where there is a WS_PORT. */
  isOwnSocket(c: Context): boolean;
  /** What an operator has to set where a page of this Sluice is not taken for one. */
  originAdvice(c: Context): string;
  /** Whether a machine that PROBES_FROM names asks, for itself. */
  isProbe(c: Context): boolean;
}

/** The address of a request's connection, where the runtime tells. */
export type AddressOf = (c: Context) => string | undefined;

/** As `Config` has them. */
type Settings = {
  trustedProxies: readonly string[];
  probesFrom: readonly string[];
  publicUrl?: string;
  port: number;
  wsPort: number;
};

/**
 * A client, the servers of one's own that its request passed, and whether there is doubt who it is: where the last of
 * these servers named nobody, or where what is not trusted says that it speaks for somebody.
 */
type Way = { client: Address | undefined; servers: number; isSure: boolean };

/** Servers of one's own that are passed at most. */
const MAX_SERVERS = 10;

/**
 * `X-Forwarded-*` may be written by anybody, so that it counts only where a server wrote it whose address is among
 * TRUSTED_PROXIES: the list of addresses is walked from its end as long as they are.
 */
export function makePeers(settings: Settings, addressOf: AddressOf): Peers {
  const trusted = networksOf(settings.trustedProxies);
  const probes = networksOf(settings.probesFrom);
  const { port, wsPort, publicUrl } = settings;
  const publicOrigin = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  const wayOf = (c: Context) => wayFrom(c, parseAddress(addressOf(c) ?? ''), trusted);
  const isSecure = (c: Context) => {
    if (publicOrigin !== undefined) return publicOrigin.startsWith('https:');
    return new URL(c.req.url).protocol === 'https:' || forwarded(c, 'proto', wayOf(c)) === 'https';
  };
  const own = (c: Context) => {
    const host = forwarded(c, 'host', wayOf(c)) ?? c.req.header('host') ?? '';
    return publicOrigin ?? originOf(isSecure(c), host);
  };
  const isFrom = (c: Context, origin: string | undefined) => {
    const given = c.req.header('origin');
    // To the letter: a browser writes it in one way only.
    return given === undefined || given === origin;
  };
  return {
    address: (c) => wayOf(c).client?.toString() ?? '',
    place(c) {
      const { client } = wayOf(c);
      return client ? placeOf(client) : '';
    },
    isSecure,
    isOwnOrigin: (c) => isFrom(c, own(c)),
    isOwnSocket(c) {
      const origin = own(c);
      return isFrom(c, origin) || (wsPort !== port && isFrom(c, atPort(origin, { from: wsPort, to: port })));
    },
    originAdvice: (c) => adviceFor(c, { isTrusted: publicOrigin === undefined && wayOf(c).servers > 0 }),
    isProbe(c) {
      const { client, isSure } = wayOf(c);
      return isSure && client !== undefined && isIn(client, probes);
    },
  };
}

const CONF = 'deploy/nginx.conf and nginx-path.conf show how.';

/** Of a server that is trusted and leaves headers out, `TRUSTED_PROXIES` need not be told. */
function adviceFor(c: Context, { isTrusted }: { isTrusted: boolean }): string {
  if (!isTrusted)
    return 'If this is one, its operator has to set PUBLIC_URL to the address it was opened at, or TRUSTED_PROXIES to the server before it.';
  if (c.req.header('x-forwarded-proto') === undefined)
    return `If this is one: the server before Sluice is in TRUSTED_PROXIES, but sent no X-Forwarded-Proto. ${CONF}`;
  return `If this is one: the server before Sluice is in TRUSTED_PROXIES, but sent neither Host nor X-Forwarded-Host as the browser wrote it. ${CONF}`;
}

function networksOf(texts: readonly string[]): Network[] {
  return texts.map(parseNetwork).filter((network) => network !== undefined);
}

function wayFrom(c: Context, peer: Address | undefined, trusted: readonly Network[]): Way {
  if (!peer) return { client: undefined, servers: 0, isSure: false };
  if (!isIn(peer, trusted)) return { client: peer, servers: 0, isSure: speaksForItself(c, peer) };
  const written = listOf(c, 'x-forwarded-for').reverse();
  if (written.length === 0) return { client: peer, servers: 1, isSure: speaksForItself(c, peer) };
  let client = peer;
  for (const [i, text] of written.slice(0, MAX_SERVERS).entries()) {
    const next = parseAddress(text);
    // Another machine's loopback is not ours.
    if (!next || (isLoopback(next) && !isLoopback(client))) return { client, servers: i + 1, isSure: false };
    client = next;
    if (!isIn(next, trusted)) return { client, servers: i + 1, isSure: true };
  }
  return { client, servers: written.length, isSure: written.length <= MAX_SERVERS };
}

/** Whether no header says that somebody else is behind this address: a server that TRUSTED_PROXIES does not name writes such. */
function speaksForItself(c: Context, peer: Address): boolean {
  const last = ['x-forwarded-for', 'x-real-ip'].flatMap((name) => listOf(c, name).slice(-1));
  if (last.some((text) => parseAddress(text)?.toString() !== peer.toString())) return false;
  const others = last.length > 0 ? ['forwarded', 'via'] : ['forwarded', 'via', 'x-forwarded-host', 'x-forwarded-proto'];
  return others.every((name) => c.req.header(name) === undefined);
}

/** What the outermost of one's own servers wrote. Most replace it: a single value is the outermost's. */
function forwarded(c: Context, name: 'proto' | 'host', { servers }: Way): string | undefined {
  if (servers === 0) return undefined;
  const values = listOf(c, `x-forwarded-${name}`);
  return values.at(-Math.min(servers, values.length));
}

function listOf(c: Context, name: string): string[] {
  const values = c.req.header(name)?.split(',') ?? [];
  return values.map((value) => value.trim()).filter((value) => value !== '');
}

/** As a browser writes it; undefined for a `Host` that is none. */
function originOf(isSecure: boolean, host: string): string | undefined {
  const text = `${isSecure ? 'https' : 'http'}://${host}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(text) ? new URL(text).origin : undefined;
}

/** The page's origin beside a socket's. */
function atPort(origin: string | undefined, { from, to }: { from: number; to: number }): string | undefined {
  if (origin === undefined) return undefined;
  const url = new URL(origin);
  if ((url.port || (url.protocol === 'https:' ? '443' : '80')) !== String(from)) return undefined;
  url.port = String(to);
  return url.origin;
}
