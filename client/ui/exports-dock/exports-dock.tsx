import { createEffect, createSignal, For, lazy, on, Show } from 'solid-js';
import { Portal } from 'solid-js/web';
import { type ExportState, hasEnded, phaseOf } from '../../export/exports.ts';
import { ErrorNote } from '../lib/error-note.tsx';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { Later } from '../lib/later.tsx';
import type { ExportList } from './create-export-list.ts';
import { DockTools } from './dock-tools.tsx';
import { isFolded } from './folded.ts';
import { doingText } from './progress-text.ts';
import { statusLook, statusText } from './status-look.ts';
import { countsOf, percentOf, unfinished, waterLevel } from './summary.ts';
import './exports-dock.css';

/** Asked for as the first export begins, which needs the network as well. */
const ExportItem = lazy(async () => ({ default: (await import('./export-item.tsx')).ExportItem }));
const SetLines = lazy(async () => ({ default: (await import('./set-lines.tsx')).SetLines }));
const SavedDialog = lazy(async () => ({ default: (await import('../saved/saved-dialog.tsx')).SavedDialog }));
const HistoryDialog = lazy(async () => ({ default: (await import('./history-dialog.tsx')).HistoryDialog }));

/** All exports of this tab. Its upper edge is the water level of what runs, also when the list is closed. */
export function ExportsDock(props: { exports: ExportList }) {
  const [open, setOpen] = createSignal(false);
  const list = () => props.exports.list();
  const level = () => waterLevel(list());
  createEffect(
    on(
      () => props.exports.ids().length,
      (count, before) => {
        if (count > (before ?? 0)) setOpen(true);
        if (count === 0) setOpen(false);
      },
    ),
  );
  const ended = () => list().filter(({ status }) => hasEnded(status));

  function clear(): void {
    for (const { request } of ended()) props.exports.dismiss(request.id);
  }

  return (
    <section class="dock" aria-label={t().exports.label}>
      <div class="dock-level" style={{ width: `${(level() ?? 0) * 100}%` }} />
      <header>
        <Toggle open={open()} disabled={list().length === 0} onToggle={() => setOpen(!open() && list().length > 0)} />
        <h2>{t().exports.label}</h2>
        <Counts list={list()} />
        <Show when={!open() && shownClosed(list())}>
          {(running) => (
            <span class="dock-mini">
              <b>{percentOf(running())}%</b> {running().request.fileName}
            </span>
          )}
        </Show>
        <span class="space" />
        <DockTools exports={props.exports} open={open()} />
        <Show when={ended().length > 0 && open()}>
          <button type="button" class="button ghost small dock-clear" onClick={clear}>
            {t().exports.clearFinished}
          </button>
        </Show>
        <SavedButton exports={props.exports} />
        <HistoryButton exports={props.exports} />
      </header>
      <Show when={props.exports.hindrance()}>{(error) => <ErrorNote error={error()} />}</Show>
      <ExportListView exports={props.exports} open={open()} />
      <Announcements list={list()} />
    </section>
  );
}

function Toggle(props: { open: boolean; disabled: boolean; onToggle: () => void }) {
  return (
    <button
      type="button"
      class="button ghost dock-toggle"
      aria-keyshortcuts="x"
      aria-expanded={props.open}
      aria-controls="export-list"
      aria-label={t().exports.toggle}
      aria-disabled={props.disabled}
      onClick={props.onToggle}
    >
      <Icon name={props.open ? 'down' : 'up'} />
    </button>
  );
}

function SavedButton(props: { exports: ExportList }) {
  const [looking, setLooking] = createSignal(false);
  return (
    <>
      <button
        type="button"
        class="button ghost small dock-history"
        aria-label={t().history.saved}
        onClick={() => setLooking(true)}
      >
        <Icon name="saved" />
        <span>{t().history.saved}</span>
      </button>
      <Show when={looking()}>
        <Portal>
          <Later onClose={() => setLooking(false)}>
            <SavedDialog exports={props.exports} onClose={() => setLooking(false)} />
          </Later>
        </Portal>
      </Show>
    </>
  );
}

function HistoryButton(props: { exports: ExportList }) {
  const [looking, setLooking] = createSignal(false);
  return (
    <>
      <button
        type="button"
        class="button ghost small dock-history"
        aria-label={t().history.open}
        onClick={() => setLooking(true)}
      >
        <Icon name="history" />
        <span>{t().history.open}</span>
      </button>
      <Show when={looking()}>
        <Portal>
          <Later onClose={() => setLooking(false)}>
            <HistoryDialog exports={props.exports} onClose={() => setLooking(false)} />
          </Later>
        </Portal>
      </Show>
    </>
  );
}

/** What the closed list speaks of: one that runs, or else one that is not finished. */
function shownClosed(list: readonly ExportState[]): ExportState | undefined {
  return list.find(({ status }) => status === 'running') ?? unfinished(list)[0];
}

function ExportListView(props: { exports: ExportList; open: boolean }) {
  const [unfolded, setUnfolded] = createSignal<ReadonlySet<string>>(new Set());
  const fold = (id: string, isFolded: boolean) =>
    setUnfolded((before) => new Set([...before, id].filter((one) => one !== id || !isFolded)));
  const shown = (id: string) => {
    const state = props.exports.get(id);
    const { member } = state?.request ?? {};
    return !state || (member && !unfolded().has(member.id) && isFolded(state)) ? undefined : state;
  };
  return (
    <div id="export-list" class="dock-list" hidden={!props.open}>
      <Show when={props.exports.list().some(({ request }) => request.member)}>
        <Later>
          <SetLines exports={props.exports} unfolded={unfolded()} onFold={fold} />
        </Later>
      </Show>
      {/* biome-ignore lint/a11y/noRedundantRoles: WebKit drops the role of a list without bullets */}
      <ul role="list">
        <Later>
          <For each={props.exports.ids()}>
            {(id) => <Show when={shown(id)}>{(state) => <ExportItem state={state()} exports={props.exports} />}</Show>}
          </For>
        </Later>
      </ul>
    </div>
  );
}

function Counts(props: { list: readonly ExportState[] }) {
  return (
    <span class="sub dock-counts">
      <For each={countsOf(props.list)} fallback={t().exports.none}>
        {({ status, wanting, count }) => (
          <span class={statusLook(wanting ?? { status }).tone}>
            <Icon name={statusLook(wanting ?? { status }).icon} />
            <span>{t().exports.counts[status](count)}</span>
          </span>
        )}
      </For>
    </span>
  );
}

/** Says politely when an export changes its state; its figures are for the eye. */
function Announcements(props: { list: readonly ExportState[] }) {
  const [said, setSaid] = createSignal('');
  const before = new Map<string, string>();
  createEffect(() => {
    for (const state of props.list) {
      const { id, fileName } = state.request;
      const news = state.status === 'running' ? `running ${phaseOf(state)}` : state.status;
      // Of several files at once their line tells.
      if (before.get(id) !== news && !state.request.member)
        setSaid(t().exports.announce(fileName, doingText(state) ?? statusText(state)));
      before.set(id, news);
    }
  });
  return (
    <p class="visually-hidden" role="status">
      {said()}
    </p>
  );
}
