import { Match, Show, Switch } from 'solid-js';
import { ErrorText } from '../../lib/error-note.tsx';
import { t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import type { Rows } from './create-rows.ts';

type Props = { rows: Rows; total: number; stale: boolean };

/** Under the rows: how many of all are here, and how to get to the others. */
export function TableNotes(props: Props) {
  const loaded = () => props.rows.hits().length;
  return (
    <p class="table-note" role="status">
      <Show when={loaded() < props.total}>
        <span>{t().table.loaded(loaded(), props.total)}</span>
      </Show>
      <Switch>
        <Match when={props.stale}>{null}</Match>
        <Match when={props.rows.failure()}>
          {(error) => (
            <span class="more-failed">
              <Icon name="failed" class="bad" />
              <ErrorText error={error()} />
              <button type="button" class="button small" onClick={() => void props.rows.more(true)}>
                {t().results.tryAgain}
              </button>
            </span>
          )}
        </Match>
        <Match when={props.rows.isFull()}>{t().table.full}</Match>
        <Match when={props.rows.hasMore()}>{t().table.loadingMore}</Match>
        <Match when={loaded() < props.total}>{t().table.changed}</Match>
      </Switch>
    </p>
  );
}
