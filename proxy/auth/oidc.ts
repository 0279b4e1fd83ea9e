import * as oidc from 'openid-client';
import { SluiceError } from '../../shared/errors.ts';
import type { OidcSettings } from '../config/accounts.ts';
import type { ConnectOpenSearch } from '../opensearch/port.ts';
import type { Accounts, Claims, Pending, Provider } from './accounts.ts';
import { whoIs } from './opensearch.ts';
import { versionOf } from './version.ts';

/** No name is longer than a local user's may be. */
const NAME_CHARS = 256;
/** A token that ends sooner than this is made anew with a call, ms. */
const RENEW_BEFORE_MS = 6 * 60_000;
const TIMEOUT_S = 10;

/**
 * `AUTH=oidc`: people sign in at an identity provider (OpenID Connect, authorization code with PKCE), and its token is
 * passed to OpenSearch, which checks it and says who may read what. The token is in the sealed cookie and nowhere else.
 * Each id_token is held against the provider's keys as well: what guards an OpenSearch need not look who a token is for.
 */
export function makeOidcAccounts(settings: OidcSettings, connect: ConnectOpenSearch): Accounts {
  return {
    mode: 'oidc',
    async signIn() {
      throw new SluiceError('bad_request', 'Sign in at the identity provider: GET /api/session/begin.');
    },
    access({ user, token, until }) {
      if (token === undefined) throw new SluiceError('signed_out', 'You are signed out. Sign in again.');
      return { user, openSearch: connect({ token }), until, allows: () => true };
    },
    provider: makeProvider(settings, connect),
  };
}

function makeProvider(settings: OidcSettings, connect: ConnectOpenSearch): Provider {
  const discover = once(() => discovered(settings));
  return {
    async begin(back) {
      const config = await discover().catch(failed);
      const verifier = oidc.randomPKCECodeVerifier();
      const pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, back };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: settings.redirectUrl,
        scope: settings.scope,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, pending };
    },
    async finish(query, pending, signal) {
      const tokens = await grant(await discover().catch(failed), settings, { query, pending }).catch(failed);
      const claims = claimsOf(settings, tokens);
      const openSearch = connect({ token: claims.token });
      const user = await whoIs({ openSearch, anybody: connect(undefined), signal });
      return { ...claims, user: user ?? claims.user, version: await versionOf(openSearch, signal) };
    },
    async renew(claims) {
      const { refresh, until } = claims;
      if (refresh === undefined || until === undefined || until - Date.now() > RENEW_BEFORE_MS) return undefined;
      try {
        const tokens = await oidc.refreshTokenGrant(await discover(), refresh);
        const { subject, user, version } = claims;
        // OpenID Connect Core 12.2: a new id_token is for the same person.
        if ((tokens.claims()?.sub ?? subject) !== subject) return undefined;
        return { refresh, ...claimsOf(settings, tokens), subject, user, version };
      } catch {
        // The token they have is good for a while yet; after it they sign in again.
        return undefined;
      }
    },
  };
}

function discovered({ issuer, clientId, clientSecret }: OidcSettings): Promise<oidc.Configuration> {
  // Over plain http only on this machine (the settings see to it).
  const insecure = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
  // OpenID Connect would let TLS to the provider stand for the signature; with this one it is looked at each time.
  const execute = [oidc.enableNonRepudiationChecks, ...insecure];
  return oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute, timeout: TIMEOUT_S });
}

type Back = { query: string; pending: Pending };

function grant(config: oidc.Configuration, { redirectUrl }: OidcSettings, { query, pending }: Back) {
  const url = new URL(redirectUrl);
  url.search = query;
  const { state, nonce, verifier } = pending;
  const expected = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  return oidc.authorizationCodeGrant(config, url, expected);
}

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

function claimsOf({ token: kind }: OidcSettings, tokens: Tokens): Claims & { token: string } {
  const token = tokens[kind];
  if (token === undefined) throw signInFailed('The identity provider gave no token for OpenSearch.');
  const id = tokens.claims();
  const expiresIn = tokens.expiresIn();
  const accessUntil = expiresIn === undefined ? {} : { until: Date.now() + expiresIn * 1000 };
  return {
    user: id ? nameOf(id) : '',
    subject: id?.sub,
    version: '',
    token,
    ...(tokens.refresh_token === undefined ? {} : { refresh: tokens.refresh_token }),
    ...(kind === 'id_token' && id ? { until: id.exp * 1000 } : accessUntil),
  };
}

/** Who it is where OpenSearch does not say: an address of mail only if the provider has seen that it is the person's. */
function nameOf({ preferred_username: name, email, email_verified: verified, sub }: oidc.IDToken): string {
  const names = [name, verified === true ? email : undefined];
  const fits = (text: unknown) => typeof text === 'string' && text.length > 0 && text.length <= NAME_CHARS;
  return String(names.find(fits) ?? sub);
}

/** What is made is kept; what fails is tried anew. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** Errors of the library can hold answers with tokens in them: only their text goes on. */
function failed(thrown: unknown): never {
  if (thrown instanceof SluiceError) throw thrown;
  const cause = new Error(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
  throw signInFailed('The identity provider did not sign you in. Try again.', cause);
}

function signInFailed(message: string, cause?: Error): SluiceError {
  return new SluiceError('sign_in_failed', message, { cause });
}
