import { createSignal, createUniqueId, lazy, Show } from 'solid-js';
import { figures, t } from '../../lib/i18n.ts';
import { Icon } from '../../lib/icon.tsx';
import { Later } from '../../lib/later.tsx';
import type { WantedOrder } from '../address/sort.ts';
import { ColumnChooser } from '../columns/column-chooser.tsx';
import type { Columns } from '../columns/create-columns.ts';
import type { Dashboards } from '../link/dashboards-link.tsx';
import type { Found, SearchPort } from '../state/create-search.ts';
import { datesSomewhere } from '../time/times.ts';
import { ZoneChoice } from '../time/zone-choice.tsx';

/** Not everybody has one. */
const DashboardsLink = lazy(async () => ({ default: (await import('../link/dashboards-link.tsx')).DashboardsLink }));

type Props = {
  search: SearchPort;
  dashboards: Dashboards | undefined;
  columns: Columns;
  order: WantedOrder;
  onExport: (found: Found) => void;
};

/** The count, exact, beside the action that takes it. */
export function ResultsHeader(props: Props) {
  const found = () => props.search.found();
  return (
    <header class="results-header">
      <h1 class="total" aria-live="polite">
        <Show when={found()} fallback={t().results.counting}>
          {(now) => <>{t().results.rows(<b>{figures().number(now().total)}</b>, now().total)}</>}
        </Show>
      </h1>
      <Show when={found()}>
        {(now) => (
          <span class="sub standing" classList={{ fresh: !props.search.loading() && !props.search.fault() }}>
            {standing(props.search, now())}
          </span>
        )}
      </Show>
      <span class="sub order" role="status" title={t().table.sortedBy(props.order)}>
        {t().table.sortedBy(props.order)}
      </span>
      <span class="space" />
      <Show when={datesSomewhere(props.search.fields()).length > 0}>
        <ZoneChoice />
      </Show>
      <Show when={props.dashboards}>
        {(dashboards) => (
          <Later>
            <DashboardsLink search={props.search} dashboards={dashboards()} />
          </Later>
        )}
      </Show>
      <Show when={props.columns.names().length > 0}>
        <ColumnChooser columns={props.columns} />
      </Show>
      <ExportButton search={props.search} onExport={props.onExport} />
    </header>
  );
}

function standing(search: SearchPort, found: Found): string {
  if (search.loading()) return t().results.updating;
  return search.fault() ? t().results.stale : t().results.exact(found.took);
}

/** Stays in the tab order when it cannot act, and says why: when pointed at, when focused, and when pressed. */
function ExportButton(props: { search: SearchPort; onExport: (found: Found) => void }) {
  const reasonId = createUniqueId();
  const [pressed, setPressed] = createSignal(false);
  const reason = () => {
    if (props.search.loading()) return t().results.exportWaits;
    if (props.search.fault()) return t().results.exportNeedsFix;
    return props.search.found() ? undefined : t().results.exportNeedsSearch;
  };

  function press(): void {
    const found = props.search.found();
    setPressed(reason() !== undefined);
    if (found && reason() === undefined) props.onExport(found);
  }

  return (
    <>
      <span class="sub export-reason" role="status" classList={{ 'visually-hidden': !pressed() }} id={reasonId}>
        {reason()}
      </span>
      <button
        type="button"
        class="button primary export-button"
        aria-keyshortcuts="e"
        aria-disabled={reason() !== undefined}
        aria-describedby={reason() === undefined ? undefined : reasonId}
        title={reason()}
        onClick={press}
        onBlur={() => setPressed(false)}
      >
        <Icon name="save" />
        {t().results.export}
      </button>
    </>
  );
}
