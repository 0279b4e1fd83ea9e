import { createSignal } from 'solid-js';
import { type ErrorBody, SluiceError } from '../../../shared/errors.ts';
import type { SessionPort } from '../lib/create-session.ts';
import { hrefOf } from '../lib/href.ts';

type SignInField = 'username' | 'password';
export type Problem = { field: SignInField } | { error: ErrorBody } | { provider: 'failed' };

/** The form's state: what is wrong, and where the focus goes to mend it. */
export function createSignInForm(session: SessionPort) {
  const [problem, setProblem] = createSignal<Problem | undefined>(problemOfAddress());
  const [busy, setBusy] = createSignal(false);
  const [userName, setUserName] = createSignal<HTMLInputElement>();
  const [password, setPassword] = createSignal<HTMLInputElement>();

  function fail(next: Problem): void {
    setProblem(next);
    if ('field' in next) (next.field === 'username' ? userName() : password())?.focus();
    else password()?.select();
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy()) return;
    const credentials = { username: userName()?.value ?? '', password: password()?.value ?? '' };
    if (credentials.username === '') return fail({ field: 'username' });
    if (credentials.password === '') return fail({ field: 'password' });
    setProblem(undefined);
    setBusy(true);
    try {
      await session.enter(credentials);
    } catch (cause) {
      fail({ error: SluiceError.from(cause).toBody() });
    }
    setBusy(false);
  }

  const wrongField = () => {
    const now = problem();
    return now && 'field' in now ? now.field : undefined;
  };
  return { problem, busy, submit, wrongField, userName, setUserName, setPassword };
}

/** Where the proxy sends somebody whom the identity provider did not sign in. */
const FAILED = '#sign-in-failed';

function problemOfAddress(): Problem | undefined {
  if (location.hash !== FAILED) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return { provider: 'failed' };
}

/** Leaves for the identity provider, and comes back to this address; in another tab where this one must not go. */
export function goToProvider(inNewTab: boolean): void {
  const back = location.pathname + location.search;
  const address = hrefOf(`/api/session/begin?back=${encodeURIComponent(back)}`);
  if (inNewTab) window.open(address, '_blank', 'noopener');
  else location.assign(address);
}
