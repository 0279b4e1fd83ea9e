import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Client } from '@opensearch-project/opensearch';
import { type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

/** An identity provider on this machine: anybody's name is taken, with any password, by its own sign-in pages. */
export type IdentityProvider = {
  issuer: string;
  /** What its tokens are signed with, by RS256. */
  keys: { private: CryptoKey; public: CryptoKey };
  /** What becomes of an id_token on its way out, as where somebody between can change it; undefined: nothing. */
  forge: ((token: string) => Promise<string>) | undefined;
  close(): void;
};

/** The name of its one key. */
export const KEY_ID = 'a-key-of-the-provider';

export const CLIENT = { id: 'sluice', secret: 'a-secret-of-the-client' };

type Options = {
  port: number;
  /** How long its tokens are good. */
  tokenSeconds: number;
  /** Where people may be sent back to. */
  redirectUrls: string[];
};

export async function startProvider({ port, tokenSeconds, redirectUrls }: Options): Promise<IdentityProvider> {
  const issuer = `http://127.0.0.1:${port}`;
  const pair = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(pair.privateKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' };
  const provider = new Provider(issuer, {
    jwks: { keys: [key] },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: redirectUrls,
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    pkce: { required: () => true },
    claims: { profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) }),
    issueRefreshToken: async () => true,
    ttl: { IdToken: tokenSeconds, AccessToken: tokenSeconds },
    cookies: { keys: ['a-key-for-tests'] },
  });
  const running: IdentityProvider = {
    issuer,
    keys: { private: pair.privateKey, public: pair.publicKey },
    forge: undefined,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  provider.use(async (c, next) => {
    await next();
    const { forge } = running;
    if (c.path === '/token' && c.body?.id_token && forge)
      c.body = { ...c.body, id_token: await forge(c.body.id_token) };
  });
  const server = createServer(provider.callback());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return running;
}

/** Has OpenSearch take the provider's tokens beside its own accounts. Returns a function that takes that back. */
export async function trustProvider(admin: Client, issuer: string): Promise<() => Promise<void>> {
  const api = '/_plugins/_security/api/securityconfig';
  const { body } = await admin.transport.request({ method: 'GET', path: api });
  const { config } = body as { config: { dynamic: { authc: Record<string, unknown> } } };
  const put = async (dynamic: object) => {
    await admin.transport.request({ method: 'PUT', path: `${api}/config`, body: { dynamic } });
  };
  const domain = {
    http_enabled: true,
    transport_enabled: false,
    order: 0,
    http_authenticator: {
      type: 'openid',
      challenge: false,
      config: { openid_connect_url: `${issuer}/.well-known/openid-configuration`, subject_key: 'preferred_username' },
    },
    authentication_backend: { type: 'noop' },
  };
  await put({ ...config.dynamic, authc: { ...config.dynamic.authc, openid_auth_domain: domain } });
  return () => put(config.dynamic);
}

/** A browser as far as signing in needs one: follows redirects and keeps each host's cookies. */
export class Visitor {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** @returns the last answer, and the address that gave it; redirects to `until` are not followed */
  async visit(url: string, init: RequestInit = {}, until = /^$/): Promise<{ url: string; response: Response }> {
    const { host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location');
    const next = location === null ? undefined : new URL(location, url).href;
    if (next === undefined || until.test(next)) return { url: next ?? url, response };
    return this.visit(next, {}, until);
  }

  /** Fills in the provider's pages as `name`. @returns where it ended */
  async signIn(begin: string, name: string, until?: RegExp): Promise<{ url: string; response: Response }> {
    let at = await this.visit(begin, {}, until);
    for (const fields of [{ prompt: 'login', login: name, password: 'any' }, { prompt: 'consent' }]) {
      if (!at.url.includes('/interaction/')) break;
      at = await this.visit(at.url, { method: 'POST', body: new URLSearchParams(fields) }, until);
    }
    return at;
  }

  cookieOf(url: string): string {
    return [...(this.#cookies.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
