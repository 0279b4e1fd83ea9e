import type { Context } from 'hono';
import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Session } from '../../shared/http.ts';
import type { Peers } from '../edges/peer.ts';
import type { Logger } from '../ports.ts';
import { type Access, type Accounts, type Claims, claimsSchema } from './accounts.ts';
import type { Sealer } from './seal.ts';
import type { SignIns } from './sign-ins.ts';
import { type Began, type Stay, type Stays, signedOut } from './stay.ts';

const COOKIE = 'sluice_session';

const credentialsSchema = v.object({
  username: v.pipe(v.string(), v.nonEmpty(), v.maxLength(256)),
  password: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1024)),
});

/** `exp` in seconds since 1970 (RFC 7519), `began` in ms. */
const cookieSchema = v.object({ ...claimsSchema.entries, sid: v.string(), began: v.number(), exp: v.number() });

export type SignedIn = { claims: Claims; access: Access; stay: Stay; began: Began };
/** Reads the session of a request, and puts off its end. @throws signed_out */
export type ReadSession = (c: Context) => Promise<SignedIn>;

export type SessionDeps = {
  accounts: Accounts;
  sealer: Sealer;
  stays: Stays;
  signIns: SignIns;
  peers: Peers;
  logger: Logger;
};

/** @throws signed_out when there is no cookie, or it is forged, too old, or its session was ended here */
export function makeReadSession(deps: SessionDeps): ReadSession {
  const { accounts, stays } = deps;
  return async (c) => {
    const { claims, began, exp } = await openCookie(deps, c);
    const signedIn = { claims, began, stay: stays.enter(began), access: accounts.access(claims) };
    // A socket's answer takes no cookie.
    const isUpgrade = c.req.header('upgrade') !== undefined;
    if (!isUpgrade && stays.isStale(began, exp * 1000 - Date.now())) await giveCookie(deps, c, signedIn);
    return signedIn;
  };
}

async function openCookie({ sealer, peers }: SessionDeps, c: Context) {
  const cookie = getCookie(c, COOKIE, prefixOf(peers, c));
  if (cookie === undefined) throw signedOut();
  const opened = await sealer.open(cookie).catch((cause: unknown) => {
    throw signedOut(cause);
  });
  const parsed = v.safeParse(cookieSchema, opened);
  if (!parsed.success) throw signedOut();
  const { sid, began: at, exp, ...claims } = parsed.output;
  return { claims, began: { sid, at }, exp };
}

/** `/api/session`: GET tells who is signed in, POST signs in, DELETE signs out. */
export function sessionRoutes(deps: SessionDeps & { readSession: ReadSession }): Hono {
  const { accounts, stays, signIns, peers, logger, readSession } = deps;
  return new Hono()
    .get('/', async (c) => c.json(toSession((await readSession(c)).claims, accounts)))
    .post('/', async (c) => {
      const credentials = await credentialsOf(c);
      const who = { account: credentials.username, address: peers.address(c) };
      const told = { requestId: c.get('requestId'), user: who.account, address: who.address };
      try {
        const claims = await signIns.attempt(who, () => accounts.signIn(credentials, c.req.raw.signal));
        accounts.access(claims);
        await giveCookie(deps, c, { claims, began: { sid: crypto.randomUUID(), at: Date.now() } });
        logger.audit({ audit: 'sign_in', ...told }, 'signed in');
        return c.json(toSession(claims, accounts));
      } catch (error) {
        logger.audit({ audit: 'sign_in_refused', ...told, code: SluiceError.from(error).code }, 'sign-in refused');
        throw error;
      }
    })
    .delete('/', async (c) => {
      const session = await openCookie(deps, c).catch(() => undefined);
      if (session) {
        stays.end(session.began);
        const { user } = session.claims;
        logger.audit({ audit: 'sign_out', requestId: c.get('requestId'), user }, 'signed out');
      }
      deleteCookie(c, COOKIE, cookieOptions(peers, c));
      return c.body(null, 204);
    });
}

async function giveCookie(
  { sealer, stays, peers }: SessionDeps,
  c: Context,
  { claims, began }: Pick<SignedIn, 'claims' | 'began'>,
): Promise<void> {
  const ms = stays.left(began);
  const sealed = await sealer.seal({ ...claims, sid: began.sid, began: began.at }, ms);
  setCookie(c, COOKIE, sealed, { ...cookieOptions(peers, c), maxAge: Math.ceil(ms / 1000) });
}

async function credentialsOf(c: Context): Promise<v.InferOutput<typeof credentialsSchema>> {
  const body = v.safeParse(credentialsSchema, await c.req.json().catch(() => undefined));
  if (body.success) return body.output;
  throw new SluiceError('bad_request', 'Give a user name and a password.');
}

function toSession(claims: Claims, accounts: Accounts): Session {
  return { user: claims.user, auth: accounts.mode, opensearch: claims.version };
}

/** `__Host-`: a browser takes such a cookie over TLS only, and from no other name of the domain. */
function prefixOf(peers: Peers, c: Context): 'host' | undefined {
  return peers.isSecure(c) ? 'host' : undefined;
}

function cookieOptions(peers: Peers, c: Context) {
  const prefix = prefixOf(peers, c);
  const shared = { path: '/', httpOnly: true, sameSite: 'Strict', secure: prefix !== undefined } as const;
  return prefix === undefined ? shared : { ...shared, prefix };
}
