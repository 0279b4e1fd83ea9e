import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import type { SluiceError } from '../../shared/errors.ts';
import type { Session } from '../../shared/http.ts';
import { ExportDialog } from './export-dialog/export-dialog.tsx';
import type { ExportList } from './exports-dock/create-export-list.ts';
import { ExportsDock } from './exports-dock/exports-dock.tsx';
import { LeaveDialog } from './exports-dock/leave-dialog.tsx';
import { runningHere } from './exports-dock/summary.ts';
import type { SessionPort } from './lib/create-session.ts';
import { type Address, EMPTY_ADDRESS, readAddress, sameAddress, writeAddress } from './search/address.ts';
import { createIndices } from './search/create-indices.ts';
import { createSearch, type Found } from './search/create-search.ts';
import { Results } from './search/results.tsx';
import { SearchForm } from './search/search-form.tsx';
import { TopBar } from './top-bar/top-bar.tsx';
import './workbench.css';

type Props = { session: Session; port: SessionPort; exports: ExportList };

/** The page behind the sign-in. The address holds the search: it is read at load and on going back, pushed on a search. */
export function Workbench(props: Props) {
  const noticeError = (error: SluiceError) => props.port.noticeExpiry(error);
  const search = createSearch(noticeError);
  const indices = createIndices(noticeError);
  const [exporting, setExporting] = createSignal<Found>();
  const [leaving, setLeaving] = createSignal(false);

  const readAndRun = () => void search.run(readAddress(location.search));
  onMount(() => {
    window.addEventListener('popstate', readAndRun);
    readAndRun();
    void indices.load();
  });
  onCleanup(() => window.removeEventListener('popstate', readAndRun));

  function searchFor(address: Address): void {
    if (!sameAddress(address, readAddress(location.search))) history.pushState(undefined, '', writeAddress(address));
    void search.run(address);
  }

  function signOut(): void {
    if (runningHere(props.exports.list()).length > 0) setLeaving(true);
    else void props.port.leave();
  }

  function cancelAndLeave(): void {
    for (const { request } of runningHere(props.exports.list())) props.exports.cancel(request.id);
    void props.port.leave();
  }

  return (
    <div class="app">
      <TopBar session={props.session} onHome={() => searchFor(EMPTY_ADDRESS)} onSignOut={signOut} />
      <main class="work">
        <SearchForm search={search} indices={indices} onSearch={searchFor} />
        <Results search={search} indices={indices} onSearch={searchFor} onExport={setExporting} />
      </main>
      <ExportsDock exports={props.exports} />
      <Show when={exporting()}>
        {(found) => (
          <ExportDialog found={found()} onStart={props.exports.start} onClose={() => setExporting(undefined)} />
        )}
      </Show>
      <Show when={leaving()}>
        <LeaveDialog
          count={runningHere(props.exports.list()).length}
          onLeave={cancelAndLeave}
          onClose={() => setLeaving(false)}
        />
      </Show>
    </div>
  );
}
