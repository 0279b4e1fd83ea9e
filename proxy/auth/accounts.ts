import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Credentials } from '../../shared/http.ts';
import type { OpenSearch } from '../opensearch/port.ts';

/** What the session cookie holds, sealed. */
export const claimsSchema = v.object({
  user: v.string(),
  /** Only with `AUTH=opensearch`: the account is needed for each request to OpenSearch. */
  password: v.optional(v.string()),
  /** OpenSearch's version when the user signed in; empty where the user may not see it. */
  version: v.string(),
});
export type Claims = v.InferOutput<typeof claimsSchema>;

/** What a signed-in user may do. */
export type Access = {
  user: string;
  openSearch: OpenSearch;
  /** Whether the user may read all that an index expression can come to mean. @throws bad_request when it is none */
  allows(expression: string): boolean;
};

/** A way to sign in. */
export interface Accounts {
  mode: 'opensearch' | 'local';
  /** @throws sign_in_failed, opensearch_* */
  signIn(credentials: Credentials, signal: AbortSignal): Promise<Claims>;
  /** @throws signed_out when there is no such user any more */
  access(claims: Claims): Access;
}

/** @throws forbidden, bad_request */
export function assertAllowed(access: Access, expression: string): void {
  if (access.allows(expression)) return;
  throw new SluiceError('forbidden', 'Your account may not read this index. Choose another, or ask for access.');
}

export function signInFailed(): SluiceError {
  return new SluiceError('sign_in_failed', 'The user name or password is wrong.');
}
