import type { Context } from 'hono';
import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Session } from '../../shared/http.ts';
import { type Access, type Accounts, type Claims, claimsSchema } from './accounts.ts';
import type { Sealer } from './seal.ts';

const COOKIE = 'sluice_session';
/** A working day: a stolen cookie is of use no longer, and an export goes on after signing in again. */
export const SESSION_MS = 12 * 60 * 60 * 1000;

const credentialsSchema = v.object({
  username: v.pipe(v.string(), v.nonEmpty(), v.maxLength(256)),
  password: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1024)),
});

/** `exp` in seconds since 1970 (RFC 7519). */
const cookieSchema = v.object({ ...claimsSchema.entries, exp: v.number() });

/** `expires`: ms since 1970. */
export type SignedIn = { claims: Claims; access: Access; expires: number };
/** Reads the session of a request. */
export type ReadSession = (c: Context) => Promise<SignedIn>;

/** @throws signed_out when there is no cookie, or it is forged or too old */
export function makeReadSession(accounts: Accounts, sealer: Sealer): ReadSession {
  return async (c) => {
    const cookie = getCookie(c, COOKIE);
    if (cookie === undefined) throw signedOut();
    const opened = await sealer.open(cookie).catch((cause: unknown) => {
      throw signedOut(cause);
    });
    const parsed = v.safeParse(cookieSchema, opened);
    if (!parsed.success) throw signedOut();
    const { exp, ...claims } = parsed.output;
    return { claims, access: accounts.access(claims), expires: exp * 1000 };
  };
}

/** `/api/session`: GET tells who is signed in, POST signs in, DELETE signs out. */
export function sessionRoutes(options: { accounts: Accounts; sealer: Sealer; readSession: ReadSession }): Hono {
  const { accounts, sealer, readSession } = options;
  return new Hono()
    .get('/', async (c) => c.json(toSession((await readSession(c)).claims, accounts)))
    .post('/', async (c) => {
      const claims = await accounts.signIn(await credentialsOf(c), c.req.raw.signal);
      accounts.access(claims);
      setCookie(c, COOKIE, await sealer.seal({ ...claims }, SESSION_MS), cookieOptions(c));
      return c.json(toSession(claims, accounts));
    })
    .delete('/', (c) => {
      deleteCookie(c, COOKIE, cookieOptions(c));
      return c.body(null, 204);
    });
}

async function credentialsOf(c: Context): Promise<v.InferOutput<typeof credentialsSchema>> {
  const body = v.safeParse(credentialsSchema, await c.req.json().catch(() => undefined));
  if (body.success) return body.output;
  throw new SluiceError('bad_request', 'Give a user name and a password.');
}

function toSession(claims: Claims, accounts: Accounts): Session {
  return { user: claims.user, auth: accounts.mode, opensearch: claims.version };
}

function cookieOptions(c: Context) {
  const https = new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
  return { path: '/', httpOnly: true, sameSite: 'Strict', secure: https, maxAge: SESSION_MS / 1000 } as const;
}

function signedOut(cause?: unknown): SluiceError {
  return new SluiceError('signed_out', 'You are signed out. Sign in again.', { cause });
}
