import { AwsV4Signer } from 'aws4fetch';
import type { Account, AwsKeys, OpenSearchRequest } from './port.ts';

/** A request as it goes out; a signature covers all of it. */
type Outgoing = { method: string; url: string; body: string | undefined };
/** The headers that say who asks. */
export type Authorize = (request: Outgoing) => Promise<Record<string, string>>;

/** How requests of an account say whose they are: a name and password (RFC 7617), a token (RFC 6750), or AWS's signature. */
export function authorizing(account: Account | undefined): Authorize {
  if (!account) return async () => ({});
  if ('aws' in account) return (request) => sign(request, account.aws);
  const authorization = 'token' in account ? `Bearer ${account.token}` : basic(account);
  return async () => ({ authorization });
}

/** Where a request goes. */
export function addressOf(url: string, { path, query }: OpenSearchRequest): string {
  return query === undefined ? `${url}${path}` : `${url}${path}?${new URLSearchParams(query)}`;
}

/** A request's body as it is sent. */
export function textOf({ body }: OpenSearchRequest): string | undefined {
  return typeof body === 'object' ? JSON.stringify(body) : body;
}

function basic({ username, password }: { username: string; password: string }): string {
  const pair = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...pair))}`;
}

/** AWS Signature Version 4, over method, path, query, body and time. */
async function sign({ method, url, body }: Outgoing, keys: AwsKeys): Promise<Record<string, string>> {
  const bytes = new TextEncoder().encode(body ?? '');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  // OpenSearch Serverless asks for the hash as a header.
  const headers = { 'x-amz-content-sha256': hash };
  const signer = new AwsV4Signer({ ...keys, method, url, headers, ...(body === undefined ? {} : { body }) });
  const signed = await signer.sign();
  return Object.fromEntries([...signed.headers].filter(([name]) => name !== 'host'));
}
