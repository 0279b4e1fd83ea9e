import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from 'solid-js';
import { ErrorNote } from '../lib/error-note.tsx';
import { t } from '../lib/i18n.ts';
import type { Address } from './address.ts';
import type { Indices } from './create-indices.ts';
import type { Found, SearchPort } from './create-search.ts';
import { DocumentPanel } from './document-panel.tsx';
import { makePreview } from './preview.ts';
import { ResultsHeader } from './results-header.tsx';
import { FaultPage, NoRows, NothingYet, RangeFault, StartPage } from './results-states.tsx';
import { ResultsTable } from './results-table.tsx';
import './results.css';

type Props = {
  search: SearchPort;
  indices: Indices;
  onSearch: (address: Address) => void;
  onExport: (found: Found) => void;
};

/** What the search found: the count, the first rows, one document; or what stands in the way, and the way on. */
export function Results(props: Props) {
  const [chosen, setChosen] = createSignal<number>();
  const found = () => props.search.found();
  const preview = createMemo(() => {
    const now = found();
    return now && makePreview(now);
  });
  createEffect(on(found, () => setChosen(undefined)));

  /** A fault of the query leaves the old rows in sight; they are told to be old. */
  const stale = () => props.search.fault() !== undefined || props.search.loading();
  const hit = () => found()?.hits[chosen() ?? -1];
  const again = () => props.onSearch(props.search.address());

  return (
    <div class="columns" classList={{ loading: props.search.loading(), 'with-document': hit() !== undefined }}>
      <section class="results" id="results" aria-label={t().results.label} tabindex="-1">
        <Show when={props.search.address().index !== '' || found()} fallback={<StartPage {...props} />}>
          <Show when={found() || props.search.loading()}>
            <ResultsHeader search={props.search} onExport={props.onExport} />
          </Show>
          <FaultNote {...props} onAgain={again} />
          <Switch>
            <Match when={found()?.total === 0 && !stale() && found()}>
              {(empty) => <NoRows found={empty()} address={props.search.address()} onSearch={props.onSearch} />}
            </Match>
            <Match when={preview()}>
              {(rows) => <ResultsTable preview={rows()} stale={stale()} chosen={chosen()} onChoose={setChosen} />}
            </Match>
            <Match when={props.search.loading()}>
              <div class="skeleton" aria-hidden="true" />
            </Match>
          </Switch>
        </Show>
      </section>
      <Show when={hit()}>
        {(document) => (
          <DocumentPanel
            hit={document()}
            at={(chosen() ?? 0) + 1}
            shown={found()?.hits.length ?? 0}
            total={found()?.total ?? 0}
            onMove={(step) => setChosen((chosen() ?? 0) + step)}
            onClose={() => setChosen(undefined)}
          />
        )}
      </Show>
    </div>
  );
}

/** Faults of the query itself stand at the search field; all others here. */
function FaultNote(props: Omit<Props, 'onExport'> & { onAgain: () => void }) {
  const error = () => {
    const fault = props.search.fault();
    return fault?.kind === 'error' && fault.error.code !== 'query_invalid' ? fault.error : undefined;
  };
  return (
    <Switch>
      <Match when={!props.search.found() && !error() && props.search.fault()?.kind === 'error'}>
        <NothingYet />
      </Match>
      <Match when={!props.search.found() && error()}>{(now) => <FaultPage error={now()} {...props} />}</Match>
      <Match when={error()}>
        {(now) => (
          <div class="results-fault">
            <ErrorNote error={now()} />
            <button type="button" class="button" onClick={props.onAgain}>
              {t().results.tryAgain}
            </button>
          </div>
        )}
      </Match>
      <Match when={props.search.fault()?.kind === 'no_date_field'}>
        <RangeFault address={props.search.address()} onSearch={props.onSearch} />
      </Match>
    </Switch>
  );
}
