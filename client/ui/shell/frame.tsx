import { createEffect, createSignal, type JSX, lazy, onMount, Show } from 'solid-js';
import type { SluiceError } from '../../../shared/errors.ts';
import type { Session } from '../../../shared/http.ts';
import type { ExportList } from '../exports-dock/create-export-list.ts';
import { ExportsDock } from '../exports-dock/exports-dock.tsx';
import { LeaveDialog } from '../exports-dock/leave-dialog.tsx';
import { runningHere } from '../exports-dock/summary.ts';
import type { SessionPort } from '../lib/create-session.ts';
import { hrefOf } from '../lib/href.ts';
import { Later } from '../lib/later.tsx';
import { createShortcuts } from '../lib/shortcuts.ts';
import { EMPTY_ADDRESS } from '../search/address/address.ts';
import { placeOfSearch } from '../search/address/place.ts';
import { createIndices } from '../search/form/create-indices.ts';
import { SearchForm } from '../search/form/search-form.tsx';
import { createLinks } from '../search/link/create-links.ts';
import { LinkParts } from '../search/link/link-parts.tsx';
import { Results } from '../search/results/results.tsx';
import { SearchBody } from '../search/search-body.tsx';
import { createSearch, type Found } from '../search/state/create-search.ts';
import { TopBar } from '../top-bar/top-bar.tsx';
import { createPlace } from './create-place.ts';
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
  const { onSearch, searchFor, searchExactly } = createPlace(search, {
    onLink: (link) => links.open(link, { replace: true }),
  });
  const links = createLinks({ search, onSearch: searchExactly });
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
            skipTo={onSearch() ? '#results' : '#page'}
            searchHref={hrefOf(placeOfSearch(search.address()).href)}
            onHome={() => searchFor(EMPTY_ADDRESS)}
            onHelp={() => setHelping(true)}
            onSignOut={signOut}
          />
        )}
      </Leaving>
      <main class="work" hidden={!onSearch()}>
        <SearchForm search={search} indices={indices} onSearch={searchFor} onLink={(link) => void links.open(link)} />
        <LinkParts links={links} indices={indices} />
        <SearchBody search={search} onSearch={searchFor}>
          <Results
            search={search}
            dashboards={dashboardsOf(props.session)}
            indices={indices}
            onSearch={searchFor}
            onExport={setExporting}
            noticeError={noticeError}
          />
        </SearchBody>
      </main>
      {props.children}
      <ExportsDock exports={props.exports} />
      <Exporting found={exporting()} exports={props.exports} onClose={() => setExporting(undefined)} />
      <Help open={helping()} onClose={() => setHelping(false)} />
    </div>
  );
}

function Exporting(props: { found: Found | undefined; exports: ExportList; onClose: () => void }) {
  return (
    <Show when={props.found}>
      {(found) => (
        <Later onClose={props.onClose}>
          <ExportDialog
            found={found()}
            onStart={props.exports.start}
            onStartSet={props.exports.startSet}
            findWay={props.exports.findWay}
            onClose={props.onClose}
          />
        </Later>
      )}
    </Show>
  );
}

function dashboardsOf({ dashboards: url, opensearch: version }: Session) {
  return url === undefined ? undefined : { url, version };
}

function Help(props: { open: boolean; onClose: () => void }) {
  return (
    <Show when={props.open}>
      <Later onClose={props.onClose}>
        <KeyboardHelp onClose={props.onClose} />
      </Later>
    </Show>
  );
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
