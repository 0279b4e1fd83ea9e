import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Auth, Credentials } from '../../shared/http.ts';
import type { OpenSearch } from '../opensearch/port.ts';

/** What the session cookie holds, sealed. */
export const claimsSchema = v.object({
  user: v.string(),
  /** Only with `AUTH=opensearch`: the account is needed for each request to OpenSearch. */
  password: v.optional(v.string()),
  /** Only with `AUTH=local`: which of the user's passwords the session began with. */
  stamp: v.optional(v.string()),
  /** OpenSearch's version when the user signed in; empty where the user may not see it. */
  version: v.string(),
  /** Only with `AUTH=oidc`: what OpenSearch is shown, what a new one is had for, and until when it is good (ms since 1970). */
  token: v.optional(v.string()),
  /** Whom the provider says that it is for (`sub`). */
  subject: v.optional(v.string()),
  refresh: v.optional(v.string()),
  until: v.optional(v.number()),
});
export type Claims = v.InferOutput<typeof claimsSchema>;

/** What a signed-in user may do. */
export type Access = {
  user: string;
  openSearch: OpenSearch;
  /** When OpenSearch will no longer take this access, ms since 1970, where that is known. */
  until?: number | undefined;
  /** Whether the user may read all that an index expression can come to mean. @throws bad_request when it is none */
  allows(expression: string): boolean;
};

/** Where a sign-in comes from. */
export type From = {
  /** The address as attempts are counted; '' where it is not known. */
  place: string;
  /** Whether the account has signed in with this browser before. */
  isKnown: boolean;
  signal: AbortSignal;
};

/** A way to sign in. */
export interface Accounts {
  mode: Auth;
  /** With a name and password. @throws sign_in_failed, busy, opensearch_* */
  signIn(credentials: Credentials, from: From): Promise<Claims>;
  /** @throws signed_out when there is no such user any more, or with another password */
  access(claims: Claims): Access;
  /** Signing in at an identity provider, in place of a name and password. */
  provider?: Provider;
}

/** What has to be kept between leaving for the provider and coming back. */
export const pendingSchema = v.object({ state: v.string(), nonce: v.string(), verifier: v.string(), back: v.string() });
export type Pending = v.InferOutput<typeof pendingSchema>;

export interface Provider {
  /** The provider's address to go to; `back`: where in Sluice the person was. @throws sign_in_failed */
  begin(back: string): Promise<{ url: string; pending: Pending }>;
  /** @param query  of the address that the provider sent the person back to @throws sign_in_failed, opensearch_* */
  finish(query: string, pending: Pending, signal: AbortSignal): Promise<Claims>;
  /** The claims with a new token, when theirs will not last and one can be had; undefined otherwise. Never rejects. */
  renew(claims: Claims): Promise<Claims | undefined>;
}

/** @throws forbidden, bad_request */
export function assertAllowed(access: Access, expression: string): void {
  if (access.allows(expression)) return;
  throw new SluiceError('forbidden', 'Your account may not read this index. Choose another, or ask for access.');
}

/** OpenSearch turned the service account away: a matter for the operator, and no right that a user lacks. */
export class ServiceAccountRefused extends SluiceError {
  constructor() {
    super(
      'opensearch_failed',
      'OpenSearch does not take the service account of this Sluice. Its operator has to check OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD.',
    );
  }
}

export function signInFailed(): SluiceError {
  return new SluiceError('sign_in_failed', 'The user name or password is wrong.');
}
