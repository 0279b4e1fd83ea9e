import { createSignal, createUniqueId, Match, onMount, Show, Switch } from 'solid-js';
import type { ErrorBody } from '../../../../shared/errors.ts';
import type { Filter } from '../../../../shared/filter.ts';
import { CloseButton } from '../../lib/close-button.tsx';
import { ErrorNote } from '../../lib/error-note.tsx';
import { postColumn } from '../../lib/post-column.ts';
import { withNested } from '../fields/nested-fields.ts';
import { createAnswer } from '../state/create-answer.ts';
import type { Found } from '../state/create-search.ts';
import type { FilterPort } from '../values/value-menu.tsx';
import { ColumnFigures } from './column-figures.tsx';
import { TopValues } from './top-values.tsx';
import { words } from './words.ts';
import '../../lib/sheet.css';
import './statistics-dialog.css';

type Props = { column: string; found: Found | undefined; filters: FilterPort; onClose: () => void };

/** What a column holds in all the rows of the search, counted when it is asked for; closed, nobody waits for it. */
export function StatisticsDialog(props: Props) {
  const titleId = createUniqueId();
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();
  onMount(() => dialog()?.showModal());
  const asked = () => {
    const { found, column } = props;
    return found && { ...withNested(found.search, found.fields, [column]), field: column };
  };
  const { answer, value, again } = createAnswer(asked, postColumn);
  const failure = () => {
    const now = answer();
    return now.kind === 'failed' ? now.error.toBody() : undefined;
  };

  const filter = (by: Filter) => {
    props.filters.add(by);
    dialog()?.close();
  };

  return (
    <dialog
      ref={setDialog}
      class="sheet statistics"
      aria-labelledby={titleId}
      aria-busy={answer().kind === 'loading'}
      // Escape is the dialog's: an open document stays.
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
      onClose={() => props.onClose()}
    >
      <header>
        <div>
          <h2 id={titleId}>
            <bdi>{words().title(props.column)}</bdi>
          </h2>
          <Show when={value()}>{(now) => <p class="sub">{words().about(now().total)}</p>}</Show>
        </div>
        <CloseButton onClick={() => dialog()?.close()} />
      </header>
      <Switch fallback={<p role="status">{words().counting}</p>}>
        <Match when={failure()}>{(error) => <Failed error={error()} onAgain={again} />}</Match>
        <Match when={value()}>
          {(now) => (
            <>
              <ColumnFigures column={now()} />
              <TopValues field={props.column} column={now()} onFilter={filter} />
            </>
          )}
        </Match>
      </Switch>
    </dialog>
  );
}

function Failed(props: { error: ErrorBody; onAgain: () => void }) {
  return (
    <>
      <ErrorNote error={props.error} />
      <button type="button" class="button" onClick={props.onAgain}>
        {words().again}
      </button>
    </>
  );
}
