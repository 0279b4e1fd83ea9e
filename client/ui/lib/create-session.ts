import { createSignal, onCleanup } from 'solid-js';
import { SluiceError } from '../../../shared/errors.ts';
import type { Auth, Credentials, Session } from '../../../shared/http.ts';
import { getSession, getWay, signIn, signOut } from './api.ts';

export type SessionState =
  | { kind: 'loading' }
  | { kind: 'signed-in'; session: Session }
  | { kind: 'signed-out'; why: Why; auth: Auth }
  | { kind: 'unreachable'; error: SluiceError };

export type Why = 'first' | 'expired' | 'left';

/** Waits before the page's first question is asked again, ms: a proxy that is being replaced is back soon. */
const WAITS_MS = [500, 1_500];

/** Asks again where the way to the proxy was broken. @throws what the last try said */
async function askPatiently<T>(ask: () => Promise<T>): Promise<T> {
  for (const ms of WAITS_MS) {
    try {
      return await ask();
    } catch (cause) {
      const error = SluiceError.from(cause);
      if (!error.retryable && error.code !== 'internal') throw error;
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }
  return ask();
}

/** Who is signed in, and the ways in and out. The cookie is the whole browser's: other tabs are told. */
export function createSession() {
  const [state, setState] = createSignal<SessionState>({ kind: 'loading' });
  const tabs = new BroadcastChannel('sluice-session');
  onCleanup(() => tabs.close());
  tabs.onmessage = ({ data }) => {
    if (data === 'left') close('left');
    else if (state().kind === 'signed-out') void load();
  };

  async function load(): Promise<void> {
    setState({ kind: 'loading' });
    try {
      setState({ kind: 'signed-in', session: await askPatiently(getSession) });
      // Whoever comes back from an identity provider has signed in elsewhere.
      tabs.postMessage('entered');
    } catch (cause) {
      const error = SluiceError.from(cause);
      if (error.code !== 'signed_out') return void setState({ kind: 'unreachable', error });
      setState({ kind: 'signed-out', why: 'first', auth: await getWay().catch(() => 'local' as const) });
    }
  }

  function close(why: Why): void {
    const now = state();
    if (now.kind === 'signed-in') setState({ kind: 'signed-out', why, auth: now.session.auth });
    // An export's socket may tell of the end before the tab that signed out says why.
    else if (now.kind === 'signed-out' && now.why === 'expired') setState({ ...now, why });
  }

  /** For every call: a session that has run out leads back to the form, which keeps the address. */
  function noticeExpiry(error: SluiceError): void {
    if (error.code === 'signed_out') close('expired');
  }

  return {
    state,
    load,
    /** @throws sign_in_failed and the like, for the form to show */
    async enter(credentials: Credentials): Promise<void> {
      setState({ kind: 'signed-in', session: await signIn(credentials) });
      tabs.postMessage('entered');
    },
    async leave(): Promise<void> {
      await signOut().catch(() => undefined);
      close('left');
      tabs.postMessage('left');
    },
    /** Puts the session's end off. */
    async keep(): Promise<void> {
      await getSession().catch((cause: unknown) => noticeExpiry(SluiceError.from(cause)));
    },
    noticeExpiry,
  };
}

export type SessionPort = ReturnType<typeof createSession>;
