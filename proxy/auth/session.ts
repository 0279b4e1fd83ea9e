import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Session } from '../../shared/http.ts';
import type { Logger } from '../base/ports.ts';
import type { Peers } from '../edges/peer.ts';
import { type Access, type Accounts, type Claims, claimsSchema, type Provider, pendingSchema } from './accounts.ts';
import type { Cookies } from './cookies.ts';
import type { Devices } from './devices.ts';
import type { Sealer } from './seal.ts';
import type { SignIns } from './sign-ins.ts';
import { type Began, type Stay, type Stays, signedOut } from './stay.ts';

/** How long somebody may take at the identity provider, ms. */
const PENDING_MS = 10 * 60_000;

const credentialsSchema = v.object({
  username: v.pipe(v.string(), v.nonEmpty(), v.maxLength(256)),
  password: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1024)),
});

/** `exp` in seconds since 1970 (RFC 7519), `began` in ms. */
const cookieSchema = v.object({ ...claimsSchema.entries, sid: v.string(), began: v.number(), exp: v.number() });

export type SignedIn = { claims: Claims; access: Access; stay: Stay; began: Began };
/** Reads the session of a request, and puts off its end, unless the request is no use of it. @throws signed_out */
export type ReadSession = (c: Context, how?: { asUse: boolean }) => Promise<SignedIn>;

export type SessionDeps = {
  accounts: Accounts;
  sealer: Sealer;
  stays: Stays;
  signIns: SignIns;
  devices: Devices;
  peers: Peers;
  cookies: Cookies;
  /** Where the page is, with a slash at its end. */
  basePath: string;
  dashboardsUrl?: string | undefined;
  logger: Logger;
};

/** @throws signed_out when there is no cookie, or it is forged, too old, or its session was ended here */
export function makeReadSession(deps: SessionDeps): ReadSession {
  const { accounts, stays } = deps;
  const renew = sharedBySession((claims) => accounts.provider?.renew(claims));
  // A socket's answer takes no cookie.
  return async (c, { asUse } = { asUse: c.req.header('upgrade') === undefined }) => {
    const { claims, began, exp } = await openCookie(deps, c);
    const stay = stays.enter(began);
    if (!asUse) return { claims, began, stay, access: accounts.access(claims) };
    const renewed = await renew(began.sid, claims);
    const now = renewed ?? claims;
    const signedIn = { claims: now, began, stay, access: accounts.access(now) };
    if (renewed || stays.isStale(began, exp * 1000 - Date.now())) await giveCookie(deps, c, signedIn);
    return signedIn;
  };
}

/** Calls at the same time share one renewal: many providers take a refresh token once only. */
function sharedBySession(renew: (claims: Claims) => Promise<Claims | undefined> | undefined) {
  const underWay = new Map<string, Promise<Claims | undefined>>();
  return (sid: string, claims: Claims): Promise<Claims | undefined> => {
    const asked = underWay.get(sid) ?? renew(claims)?.finally(() => underWay.delete(sid));
    if (!asked) return Promise.resolve(undefined);
    underWay.set(sid, asked);
    return asked;
  };
}

async function openCookie({ sealer, cookies }: SessionDeps, c: Context) {
  const cookie = cookies.get(c, 'sluice_session');
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
  const { accounts, stays, signIns, devices, cookies, logger, peers, readSession } = deps;
  const routes = new Hono()
    .get('/', async (c) => c.json(toSession((await readSession(c)).claims, deps)))
    .get('/way', (c) => c.json({ auth: accounts.mode }))
    .post('/', async (c) => {
      const credentials = await credentialsOf(c);
      const { username } = credentials;
      const from = { place: peers.place(c), isKnown: await devices.knows(c, username), signal: c.req.raw.signal };
      const claims = await audited(deps, c, username, () =>
        signIns.attempt(username, from, () => accounts.signIn(credentials, from)),
      );
      await devices.remember(c, username);
      return c.json(toSession(claims, deps));
    })
    .delete('/', async (c) => {
      const session = await openCookie(deps, c).catch(() => undefined);
      if (session) {
        stays.end(session.began);
        const { user } = session.claims;
        logger.audit({ audit: 'sign_out', requestId: c.get('requestId'), user }, 'signed out');
      }
      cookies.delete(c, 'sluice_session');
      return c.body(null, 204);
    });
  return accounts.provider ? routes.route('/', providerRoutes(deps, accounts.provider)) : routes;
}

/** The page tells what this means. */
const FAILED = '#sign-in-failed';

/** To the identity provider, and back from it. What goes wrong on the way back is told by the page. */
function providerRoutes(deps: SessionDeps, provider: Provider): Hono {
  const { basePath, cookies, sealer } = deps;
  const failed = basePath + FAILED;
  return new Hono()
    .get('/begin', async (c) => {
      const begun = await provider.begin(ownPath(c.req.query('back'), basePath)).catch((error: unknown) => {
        const { code, cause } = SluiceError.from(error);
        deps.logger.error({ requestId: c.get('requestId'), code, err: cause }, 'the identity provider cannot be asked');
      });
      if (!begun) return c.redirect(failed);
      const { url, pending } = begun;
      cookies.set(c, 'sluice_sign_in', { text: await sealer.seal(pending, PENDING_MS), ms: PENDING_MS });
      return c.redirect(url);
    })
    .get('/callback', async (c) => {
      const kept = cookies.get(c, 'sluice_sign_in');
      cookies.delete(c, 'sluice_sign_in');
      const pending = v.safeParse(pendingSchema, await sealer.open(kept ?? '').catch(() => undefined));
      if (!pending.success) return c.redirect(failed);
      const { search } = new URL(c.req.url);
      const finish = () => provider.finish(search, pending.output, c.req.raw.signal);
      const claims = await audited(deps, c, undefined, finish).catch(() => undefined);
      return c.redirect(claims ? pending.output.back : failed);
    });
}

/** A path of this Sluice; anything else (another host, another application of its host, a scheme, a line break) becomes its first page. */
function ownPath(path: string | undefined, basePath: string): string {
  if (path === undefined || path.length >= 2000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path)) return basePath;
  return isInside(path, basePath) ? path : basePath;
}

/** Whether a browser, which takes `..` and its like away, stays below that path. */
function isInside(path: string, basePath: string): boolean {
  const here = 'http://sluice.invalid';
  return URL.canParse(path, here) && new URL(path, here).pathname.startsWith(basePath);
}

/** Signs in, with a cookie for the one who is in and a line in the audit for both outcomes. */
async function audited(
  deps: SessionDeps,
  c: Context,
  name: string | undefined,
  signIn: () => Promise<Claims>,
): Promise<Claims> {
  const { accounts, logger, peers } = deps;
  const told = { requestId: c.get('requestId'), address: peers.address(c) };
  try {
    const claims = await signIn();
    accounts.access(claims);
    await giveCookie(deps, c, { claims, began: { sid: crypto.randomUUID(), at: Date.now() } });
    logger.audit({ audit: 'sign_in', ...told, user: claims.user }, 'signed in');
    return claims;
  } catch (thrown) {
    const { code, cause } = SluiceError.from(thrown);
    logger.audit(
      { audit: 'sign_in_refused', ...told, ...(name === undefined ? { err: cause } : { user: name }), code },
      'sign-in refused',
    );
    throw thrown;
  }
}

async function giveCookie(
  { sealer, stays, cookies }: SessionDeps,
  c: Context,
  { claims, began }: Pick<SignedIn, 'claims' | 'began'>,
): Promise<void> {
  const ms = stays.left(began);
  const text = await sealer.seal({ ...claims, sid: began.sid, began: began.at }, ms);
  cookies.set(c, 'sluice_session', { text, ms });
}

async function credentialsOf(c: Context): Promise<v.InferOutput<typeof credentialsSchema>> {
  const body = v.safeParse(credentialsSchema, await c.req.json().catch(() => undefined));
  if (body.success) return body.output;
  throw new SluiceError('bad_request', 'Give a user name and a password.');
}

function toSession(claims: Claims, { accounts, dashboardsUrl }: SessionDeps): Session {
  const session = { user: claims.user, auth: accounts.mode, opensearch: claims.version };
  return dashboardsUrl === undefined ? session : { ...session, dashboards: dashboardsUrl };
}
