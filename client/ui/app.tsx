import { createEffect, Match, onCleanup, onMount, Switch, untrack } from 'solid-js';
import { type ErrorBody, SluiceError } from '../../shared/errors.ts';
import { type ExportState, type ExportStatus, type Exports, inFile } from '../export/exports.ts';
import { createExportList, type ExportList } from './exports-dock/create-export-list.ts';
import { giveUpUnkept } from './exports-dock/give-up.ts';
import { saveManifests } from './exports-dock/save-manifests.ts';
import { statusText } from './exports-dock/status-look.ts';
import { percentOf, runningHere } from './exports-dock/summary.ts';
import { tellNews } from './exports-dock/tell-news.ts';
import { createSession, type SessionPort, type SessionState } from './lib/create-session.ts';
import { ErrorNote } from './lib/error-note.tsx';
import { t } from './lib/i18n.ts';
import { MissingParts } from './lib/missing-note.tsx';
import { notify } from './lib/notify.ts';
import { SignIn } from './sign-in/sign-in.tsx';
import { Workbench } from './workbench.tsx';

/** Sluice's page: the way in, or the workbench. Exports outlive both. */
export function App(props: { exports: Exports }) {
  const session = createSession();
  const exports = createExportList(props.exports);
  onMount(() => void session.load());
  followTitle(exports);
  guardUnload(exports);
  giveUpUnkept(exports);
  followSignOuts(exports, session);
  keepWhileExporting(exports, session);
  tellNews(exports, session);
  tellEnds(exports);
  saveManifests(exports);

  const as = <K extends SessionState['kind']>(kind: K) => {
    const now = session.state();
    return now.kind === kind ? (now as Extract<SessionState, { kind: K }>) : undefined;
  };

  return (
    <>
      <Switch>
        <Match when={as('signed-in')?.session}>
          {(now) => <Workbench session={now()} port={session} exports={exports} />}
        </Match>
        <Match when={as('signed-out')}>
          {(now) => (
            <SignIn
              session={session}
              why={now().why}
              auth={now().auth}
              mustStay={runningHere(exports.list()).length > 0}
            />
          )}
        </Match>
        <Match when={as('unreachable')}>
          {(now) => <Unreachable error={now().error.toBody()} onRetry={() => void session.load()} />}
        </Match>
      </Switch>
      <MissingParts />
    </>
  );
}

function Unreachable(props: { error: ErrorBody; onRetry: () => void }) {
  return (
    <main class="app-state">
      <div>
        <ErrorNote error={props.error} />
        <button type="button" class="button tinted" onClick={props.onRetry}>
          {t().results.tryAgain}
        </button>
      </div>
    </main>
  );
}

/** The tab says how far the export is that began first. */
function followTitle(exports: ExportList): void {
  createEffect(() => {
    const here = runningHere(exports.list());
    const running = here.filter(({ status }) => status === 'running').at(-1) ?? here.at(-1);
    document.title = running ? t().exports.tabTitle(percentOf(running), running.request.fileName) : 'Sluice';
  });
}

/** An export that stops because the session has ended leads to the sign-in, once. */
function followSignOuts(exports: ExportList, session: SessionPort): void {
  const told = new Set<string>();
  createEffect(() => {
    for (const { request, status, error } of exports.list()) {
      const isSignedOut = status === 'interrupted' && error?.code === 'signed_out';
      if (isSignedOut && !told.has(request.id)) session.noticeExpiry(SluiceError.fromBody(error));
      if (isSignedOut) told.add(request.id);
      else told.delete(request.id);
    }
  });
}

/** A person's own doing, or one that begins by itself. */
const QUIET: readonly ExportStatus[] = ['paused', 'cancelled', 'queued'];

/** Says outside the page that an export of this tab has ended, or waits for somebody. */
function tellEnds(exports: ExportList): void {
  const before = new Map<string, boolean>();
  createEffect(() => {
    for (const state of exports.list()) {
      const { request, status, owner, look } = state;
      const wasGoing = before.get(request.id);
      const isGoing = status === 'running' || look !== undefined;
      before.set(request.id, isGoing);
      const isNews = wasGoing && !isGoing && owner !== 'elsewhere';
      if (!isNews || QUIET.includes(status) || hasSistersLeft(state, exports.list())) continue;
      untrack(() => notify(request.fileName, t().notify.body(statusText(state), inFile(state).rows)));
    }
  });
}

/** Of several files the last one is told of, not each. */
function hasSistersLeft({ request: { member } }: ExportState, list: readonly ExportState[]): boolean {
  const isLeft = ({ status, request }: ExportState) =>
    request.member?.id === member?.id && (status === 'running' || status === 'queued');
  return member !== undefined && list.some(isLeft);
}

/** The session is used as long as something is exported, though its socket brings no new cookie, ms between calls. */
const KEEP_EVERY_MS = 2 * 60_000;

function keepWhileExporting(exports: ExportList, session: SessionPort): void {
  const timer = setInterval(() => {
    if (session.state().kind === 'signed-in' && runningHere(exports.list()).length > 0) void session.keep();
  }, KEEP_EVERY_MS);
  onCleanup(() => clearInterval(timer));
}

/** Closing the tab ends what runs in it: the browser asks first. */
function guardUnload(exports: ExportList): void {
  const ask = (event: BeforeUnloadEvent) => {
    if (runningHere(exports.list()).length > 0) event.preventDefault();
  };
  window.addEventListener('beforeunload', ask);
  onCleanup(() => window.removeEventListener('beforeunload', ask));
}
