import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, createSignal, type JSX, lazy, on, onCleanup, onMount, Show } from 'solid-js';
import type { SluiceError } from '../../../shared/errors.ts';
import type { Session } from '../../../shared/http.ts';
import type { ExportList } from '../exports-dock/create-export-list.ts';
import { ExportsDock } from '../exports-dock/exports-dock.tsx';
import { LeaveDialog } from '../exports-dock/leave-dialog.tsx';
import { runningHere } from '../exports-dock/summary.ts';
import type { SessionPort } from '../lib/create-session.ts';
import { hrefOf } from '../lib/href.ts';
import { Later } from '../lib/later.tsx';
import { nextTask } from '../lib/next-task.ts';
import { createShortcuts } from '../lib/shortcuts.ts';
import { type Address, EMPTY_ADDRESS, sameAddress } from '../search/address/address.ts';
import { withKeptSort } from '../search/address/kept-sort.ts';
import { placeOfSearch, readPlace } from '../search/address/place.ts';
import { createIndices } from '../search/form/create-indices.ts';
import { SearchForm } from '../search/form/search-form.tsx';
import { Results } from '../search/results/results.tsx';
import { SearchBody } from '../search/search-body.tsx';
import { createSearch, type Found, type SearchPort } from '../search/state/create-search.ts';
import { TopBar } from '../top-bar/top-bar.tsx';
import './frame.css';

const loadExportDialog = () => import('../export-dialog/export-dialog.tsx');
const ExportDialog = lazy(async () => ({ default: (await loadExportDialog()).ExportDialog }));

const KeyboardHelp = lazy(async () => ({ default: (await import('./keyboard-help.tsx')).KeyboardHelp }));

type Props = { session: Session; port: SessionPort; exports: ExportList; children: JSX.Element };

/**
 * What stays on every page: top bar, exports, dialogs, and the search, which is hidden beside another page, not taken down. The address
 * holds the search: it is read at load and on going back, pushed on a search.
 */
export function Frame(props: Props) {
  const noticeError = (error: SluiceError) => props.port.noticeExpiry(error);
  const search = createSearch(noticeError);
  const indices = createIndices(noticeError);
  const [exporting, setExporting] = createSignal<Found>();
  const [helping, setHelping] = createSignal(false);
  const { onSearch, searchFor } = createPlace(search);
  createShortcuts();
  onMount(() => void indices.load());
  // By the time that somebody wants an export its dialog is there.
  createEffect(() => search.found() && void loadExportDialog().catch(() => undefined));

  return (
    <div class="app">
      <Leaving port={props.port} exports={props.exports}>
        {(signOut) => (
          <TopBar
            session={props.session}
            skipTo={onSearch() ? '#results' : '#monitor'}
            searchHref={hrefOf(placeOfSearch(search.address()).href)}
            onHome={() => searchFor(EMPTY_ADDRESS)}
            onHelp={() => setHelping(true)}
            onSignOut={signOut}
          />
        )}
      </Leaving>
      <main class="work" hidden={!onSearch()}>
        <SearchForm search={search} indices={indices} onSearch={searchFor} />
        <SearchBody search={search} onSearch={searchFor}>
          <Results
            search={search}
            indices={indices}
            onSearch={searchFor}
            onExport={setExporting}
            noticeError={noticeError}
          />
        </SearchBody>
      </main>
      <Later>{props.children}</Later>
      <ExportsDock exports={props.exports} />
      <Show when={exporting()}>
        {(found) => (
          <Later>
            <ExportDialog
              found={found()}
              onStart={props.exports.start}
              findWay={props.exports.findWay}
              onClose={() => setExporting(undefined)}
            />
          </Later>
        )}
      </Show>
      <Show when={helping()}>
        <Later>
          <KeyboardHelp onClose={() => setHelping(false)} />
        </Later>
      </Show>
    </div>
  );
}

const isMonitor = (path: string) => path === hrefOf('/monitor');

/** The search and the address, each of which follows the other. */
function createPlace(search: SearchPort) {
  const navigate = useNavigate();
  const page = useLocation();
  const onSearch = () => !isMonitor(page.pathname);

  function readAndRun(): void {
    if (isMonitor(location.pathname)) return;
    const wanted = readPlace(location.search, history.state);
    if ('lost' in wanted) search.lose(wanted);
    else if (search.address().index !== '') void search.run(wanted);
    else {
      // Only what is opened comes in the order kept for it: an entry that one goes back to has its own.
      void search.run(withKeptSort(wanted));
      followSearch();
    }
  }
  /** Back from another page the search is there already. */
  function wentBack(): void {
    const wanted = readPlace(location.search, history.state);
    if ('lost' in wanted || search.fault()?.kind === 'lost' || !sameAddress(wanted, search.address())) readAndRun();
  }
  onMount(() => {
    window.addEventListener('popstate', wentBack);
    readAndRun();
  });
  onCleanup(() => window.removeEventListener('popstate', wentBack));

  /** Columns of the table come and go without a search, and so does the page; the entry of the history follows. */
  const followSearch = () => {
    if (!onSearch() || isMonitor(location.pathname) || search.fault()?.kind === 'lost') return;
    const { href, state } = placeOfSearch(search.address());
    history.replaceState({ ...history.state, search: state?.search }, '', hrefOf(href));
  };
  createEffect(on(() => search.address().columns, followSearch, { defer: true }));
  // The router writes its own entry first.
  createEffect(on(onSearch, () => void nextTask().then(followSearch), { defer: true }));

  function searchFor(wanted: Address): void {
    // Another index has other columns.
    const isOther = wanted.index !== search.address().index;
    const address = isOther ? withKeptSort({ ...wanted, sort: '', columns: '' }) : wanted;
    const { href, state } = placeOfSearch(address);
    const shown = readPlace(location.search, history.state);
    if (!onSearch()) navigate(hrefOf(href), state ? { state } : {});
    else if ('lost' in shown || !sameAddress(address, shown)) history.pushState(state, '', hrefOf(href));
    void search.run(address);
  }

  return { onSearch, searchFor };
}

type LeavingProps = { port: SessionPort; exports: ExportList; children: (signOut: () => void) => JSX.Element };

/** Signing out, which asks first where it would end exports. */
function Leaving(props: LeavingProps) {
  const [asking, setAsking] = createSignal(false);
  const here = () => runningHere(props.exports.list());

  function cancelAndLeave(): void {
    for (const { request } of here()) props.exports.cancel(request.id);
    void props.port.leave();
  }

  return (
    <>
      {props.children(() => (here().length > 0 ? setAsking(true) : void props.port.leave()))}
      <Show when={asking()}>
        <LeaveDialog count={here().length} onLeave={cancelAndLeave} onClose={() => setAsking(false)} />
      </Show>
    </>
  );
}
