import { Show } from 'solid-js';
import type { ErrorBody } from '../../../shared/errors.ts';
import { t } from './i18n.ts';
import { Icon } from './icon.tsx';
import './error-note.css';

/** What happened and what to do, in the reader's language; the server's own words and the code last, in grey. */
export function ErrorNote(props: { error: ErrorBody }) {
  return (
    <div class="error-note" role="alert">
      <Icon name="failed" />
      <ErrorText error={props.error} />
    </div>
  );
}

export function ErrorText(props: { error: ErrorBody }) {
  const words = () => t().errors[props.error.code];
  return (
    <span class="error-text">
      <b>{words().what}</b> {words().help}
      <Show when={props.error.message}>
        {' '}
        <span class="error-detail">{props.error.message}</span>
      </Show>{' '}
      <code>{props.error.code}</code>
    </span>
  );
}
