import { createSignal, onMount, Show } from 'solid-js';
import { type ErrorBody, SluiceError } from '../../../shared/errors.ts';
import type { SessionPort } from '../lib/create-session.ts';
import { ErrorText } from '../lib/error-note.tsx';
import { t } from '../lib/i18n.ts';
import { Icon, Mark } from '../lib/icon.tsx';
import { Preferences } from '../top-bar/preferences.tsx';
import './sign-in.css';

type Problem = { field: 'username' | 'password' } | { error: ErrorBody };

/** The way in. What is wrong stands at the form and takes the reader to the field to mend. */
export function SignIn(props: { session: SessionPort; why: 'first' | 'expired' | 'left' }) {
  const [problem, setProblem] = createSignal<Problem>();
  const [busy, setBusy] = createSignal(false);
  const [userName, setUserName] = createSignal<HTMLInputElement>();
  const [password, setPassword] = createSignal<HTMLInputElement>();

  onMount(() => userName()?.focus());

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
      await props.session.enter(credentials);
    } catch (cause) {
      fail({ error: SluiceError.from(cause).toBody() });
    }
    setBusy(false);
  }

  const wrongField = () => {
    const now = problem();
    return now && 'field' in now ? now.field : undefined;
  };
  const problemId = (field: 'username' | 'password') => (wrongField() === field ? 'sign-in-problem' : undefined);

  return (
    <main class="sign-in">
      <div class="sign-in-preferences">
        <Preferences />
      </div>
      <form class="sign-in-card" onSubmit={submit} noValidate>
        <Mark />
        <h1>{t().signIn.title}</h1>
        <p class="sub">{t().signIn.lead}</p>
        <Show when={!problem() && props.why !== 'first'}>
          <p class="sign-in-notice" role="status">
            {props.why === 'expired' ? t().signIn.expired : t().signIn.signedOut}
          </p>
        </Show>
        <Show when={problem()}>
          {(now) => (
            <div class="error-note" role="alert" id="sign-in-problem">
              <Icon name="failed" />
              <ProblemText problem={now()} />
            </div>
          )}
        </Show>
        <label for="user-name">{t().signIn.userName}</label>
        <input
          ref={setUserName}
          class="input"
          id="user-name"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={wrongField() === 'username'}
          aria-describedby={problemId('username')}
        />
        <label for="password">{t().signIn.password}</label>
        <input
          ref={setPassword}
          class="input"
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          aria-invalid={wrongField() === 'password'}
          aria-describedby={problemId('password')}
        />
        <button type="submit" class="button primary wide" aria-busy={busy()}>
          {busy() ? t().signIn.submitting : t().signIn.submit}
        </button>
        <p class="sign-in-keeps">
          <Icon name="complete" class="good" />
          <span>{t().signIn.keeps}</span>
        </p>
      </form>
    </main>
  );
}

function ProblemText(props: { problem: Problem }) {
  return (
    <Show when={'error' in props.problem && props.problem.error} fallback={<FieldProblem problem={props.problem} />}>
      {(error) => <ErrorText error={error()} />}
    </Show>
  );
}

function FieldProblem(props: { problem: Problem }) {
  const isName = () => 'field' in props.problem && props.problem.field === 'username';
  return <b>{isName() ? t().signIn.userNameMissing : t().signIn.passwordMissing}</b>;
}
