import { Show } from 'solid-js';
import type { ErrorBody, ErrorCode } from '../../../shared/errors.ts';
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

/** Where the server's own words say more than the code does. Elsewhere they would only repeat it. */
const TELLS_MORE: readonly ErrorCode[] = [
  ...([
    'bad_request',
    'query_invalid',
    'order_invalid',
    'forbidden',
    'wrong_origin',
    'too_large',
    'too_many_shards',
    'index_moved',
    'rows_unexplained',
  ] as const),
  ...(['opensearch_failed', 'row_unreadable', 'row_too_large', 'group_too_large', 'internal', 'bad_frame'] as const),
];

/** The usual refusal, word for word what the code says. */
const REFUSAL = /^Your account may not read this/;

/** The server's own words, where they are worth reading. */
export function detailOf({ code, message }: ErrorBody): string {
  return TELLS_MORE.includes(code) && !REFUSAL.test(message) ? message : '';
}

export function ErrorText(props: { error: ErrorBody }) {
  const words = () => t().errors[props.error.code];
  return (
    <span class="error-text">
      <b>{words().what}</b> {words().help}
      <Show when={detailOf(props.error)}>
        {' '}
        <span class="error-detail" lang="en">
          {props.error.message}
        </span>
      </Show>{' '}
      <code>{props.error.code}</code>
    </span>
  );
}
