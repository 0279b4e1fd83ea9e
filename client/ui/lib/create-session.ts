import { createSignal } from 'solid-js';
import { SluiceError } from '../../../shared/errors.ts';
import type { Credentials, Session } from '../../../shared/http.ts';
import { getSession, signIn, signOut } from './api.ts';

export type SessionState =
  | { kind: 'loading' }
  | { kind: 'signed-in'; session: Session }
  | { kind: 'signed-out'; why: 'first' | 'expired' | 'left' }
  | { kind: 'unreachable'; error: SluiceError };

/** Who is signed in, and the ways in and out. */
export function createSession() {
  const [state, setState] = createSignal<SessionState>({ kind: 'loading' });

  async function load(): Promise<void> {
    setState({ kind: 'loading' });
    try {
      setState({ kind: 'signed-in', session: await getSession() });
    } catch (cause) {
      const error = SluiceError.from(cause);
      setState(error.code === 'signed_out' ? { kind: 'signed-out', why: 'first' } : { kind: 'unreachable', error });
    }
  }

  return {
    state,
    load,
    /** @throws sign_in_failed and the like, for the form to show */
    async enter(credentials: Credentials): Promise<void> {
      setState({ kind: 'signed-in', session: await signIn(credentials) });
    },
    async leave(): Promise<void> {
      await signOut().catch(() => undefined);
      setState({ kind: 'signed-out', why: 'left' });
    },
    /** For every call: a session that has run out leads back to the form, which keeps the address. */
    noticeExpiry(error: SluiceError): void {
      if (error.code === 'signed_out') setState({ kind: 'signed-out', why: 'expired' });
    },
  };
}

export type SessionPort = ReturnType<typeof createSession>;
