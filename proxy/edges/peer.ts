import type { Context } from 'hono';
import type { Config } from '../config.ts';

/** Who is at the other end of a request. */
export interface Peers {
  /** The client's address, as far as it is known; '' where it is not. */
  address(c: Context): string;
  /** Whether the browser speaks TLS, to this proxy or to the server before it. */
  isSecure(c: Context): boolean;
  /** Whether a page of this Sluice asks, going by `Origin`. What is no browser sends none. */
  isOwnOrigin(c: Context): boolean;
}

/** The address of a request's connection, where the runtime tells. */
export type AddressOf = (c: Context) => string | undefined;

/**
 * `X-Forwarded-*` may be written by anybody, so nothing of it counts unless TRUSTED_PROXIES says how many servers of
 * one's own stand before this one: then the value that the outermost of them added does.
 */
export function makePeers(config: Pick<Config, 'trustedProxies' | 'port'>, addressOf: AddressOf): Peers {
  const forwarded = (c: Context, name: string): string | undefined => {
    if (config.trustedProxies === 0) return undefined;
    const values = c.req.header(`x-forwarded-${name}`)?.split(',') ?? [];
    // Most servers replace proto and host and add to the addresses only: a single value is the outermost's.
    return values.at(-Math.min(config.trustedProxies, values.length))?.trim() || undefined;
  };
  return {
    address: (c) => forwarded(c, 'for') ?? addressOf(c) ?? '',
    isSecure: (c) => new URL(c.req.url).protocol === 'https:' || forwarded(c, 'proto') === 'https',
    isOwnOrigin(c) {
      const origin = c.req.header('origin');
      if (origin === undefined) return true;
      if (!URL.canParse(origin)) return false;
      const { host, hostname, port } = new URL(origin);
      const hosts = [c.req.header('host'), forwarded(c, 'host')].filter((own) => own !== undefined);
      // With a WS_PORT of its own the socket's port is not the page's.
      const isPage = (own: string) => own.replace(/:\d+$/, '') === hostname && port === String(config.port);
      return hosts.some((own) => own === host || isPage(own));
    },
  };
}
