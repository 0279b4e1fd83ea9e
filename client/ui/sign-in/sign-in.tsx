import { onMount, Show } from 'solid-js';
import type { Auth } from '../../../shared/http.ts';
import type { SessionPort, Why } from '../lib/create-session.ts';
import { ErrorText } from '../lib/error-note.tsx';
import { t } from '../lib/i18n.ts';
import { Icon, Mark } from '../lib/icon.tsx';
import { Preferences } from '../top-bar/preferences.tsx';
import { createSignInForm, goToProvider, type Problem } from './create-sign-in-form.ts';
import './sign-in.css';

type Props = {
  session: SessionPort;
  why: Why;
  auth: Auth;
  /** The page makes exports, which end when it goes elsewhere. */
  mustStay: boolean;
};

/** The way in. What is wrong stands at the form and takes the reader to the field to mend. */
export function SignIn(props: Props) {
  const form = createSignInForm(props.session);
  onMount(() => form.userName()?.focus());
  return (
    <main class="sign-in">
      <div class="sign-in-preferences">
        <Preferences />
      </div>
      <form class="sign-in-card" onSubmit={form.submit} noValidate>
        <Mark />
        <h1>{t().signIn.title}</h1>
        <p class="sub">{t().signIn.lead}</p>
        <Show when={form.problem()} fallback={<Notice why={props.why} />}>
          {(problem) => <ProblemNote problem={problem()} />}
        </Show>
        <Show when={props.auth !== 'oidc'} fallback={<ProviderButton inNewTab={props.mustStay} />}>
          <Field form={form} name="username" label={t().signIn.userName} inputRef={form.setUserName} />
          <Field form={form} name="password" label={t().signIn.password} inputRef={form.setPassword} />
          <button type="submit" class="button primary wide" aria-busy={form.busy()}>
            {form.busy() ? t().signIn.submitting : t().signIn.submit}
          </button>
        </Show>
        <p class="sign-in-keeps">
          <Icon name="complete" class="good" />
          <span>{t().signIn.keeps}</span>
        </p>
      </form>
    </main>
  );
}

/** Name and password are asked for by the identity provider. */
function ProviderButton(props: { inNewTab: boolean }) {
  return (
    <>
      <button type="button" class="button primary wide" onClick={() => goToProvider(props.inNewTab)}>
        {t().signIn.submit}
      </button>
      <Show when={props.inNewTab}>
        <p class="sub">{t().signIn.newTab}</p>
      </Show>
    </>
  );
}

const PROBLEM_ID = 'sign-in-problem';

type FieldProps = {
  form: ReturnType<typeof createSignInForm>;
  name: 'username' | 'password';
  label: string;
  inputRef: (input: HTMLInputElement) => void;
};

function Field(props: FieldProps) {
  const isWrong = () => props.form.wrongField() === props.name;
  const isPassword = () => props.name === 'password';
  return (
    <>
      <label for={props.name}>{props.label}</label>
      <input
        ref={props.inputRef}
        class="input"
        id={props.name}
        name={props.name}
        type={isPassword() ? 'password' : 'text'}
        autocomplete={isPassword() ? 'current-password' : 'username'}
        autocapitalize="none"
        spellcheck={false}
        aria-invalid={isWrong()}
        aria-describedby={isWrong() ? PROBLEM_ID : undefined}
      />
    </>
  );
}

function Notice(props: { why: Why }) {
  return (
    <Show when={props.why !== 'first'}>
      <p class="sign-in-notice" role="status">
        {props.why === 'expired' ? t().signIn.expired : t().signIn.signedOut}
      </p>
    </Show>
  );
}

function ProblemNote(props: { problem: Problem }) {
  const missing = () => {
    if ('error' in props.problem) return undefined;
    if ('provider' in props.problem) return t().signIn.providerFailed;
    return props.problem.field === 'username' ? t().signIn.userNameMissing : t().signIn.passwordMissing;
  };
  return (
    <div class="error-note" role="alert" id={PROBLEM_ID}>
      <Icon name="failed" />
      <Show when={'error' in props.problem && props.problem.error} fallback={<b>{missing()}</b>}>
        {(error) => <ErrorText error={error()} />}
      </Show>
    </div>
  );
}
