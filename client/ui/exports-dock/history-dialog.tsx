import { createResource, createSignal, createUniqueId, For, onMount, Show } from 'solid-js';
import type { EndedExport } from '../../export/exports.ts';
import { CloseButton } from '../lib/close-button.tsx';
import { figures, t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { words as several } from '../several/words.ts';
import type { ExportList } from './create-export-list.ts';
import { FileHash } from './file-hash.tsx';
import { MisfitsNote } from './misfits-note.tsx';
import { saveManifest } from './save-manifests.ts';
import { ShardTable } from './shard-table.tsx';
import { SortedBy } from './sorted-by.tsx';
import { statusLook, statusText } from './status-look.ts';
import '../lib/sheet.css';
import './history-dialog.css';

/** Exports that have ended, in this page or an earlier one, with their verdicts. */
export function HistoryDialog(props: { exports: ExportList; onClose: () => void }) {
  const titleId = createUniqueId();
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();
  const [fault, setFault] = createSignal<string>();
  const [ended, { mutate }] = createResource(() => props.exports.archive.ended());
  onMount(() => dialog()?.showModal());

  function clear(): void {
    mutate([]);
    void props.exports.archive.clearEnded();
  }

  async function again(one: EndedExport): Promise<void> {
    setFault(undefined);
    try {
      // By itself: the others of its set are not made again.
      const { member: _, ...request } = one.request;
      if (await props.exports.start(request, one.place)) dialog()?.close();
    } catch {
      setFault(t().exports.notStarted);
    }
  }

  return (
    <dialog ref={setDialog} class="sheet history" aria-labelledby={titleId} onClose={props.onClose}>
      <header>
        <div>
          <h2 id={titleId}>{t().history.title}</h2>
          <p class="sub">{t().history.about}</p>
        </div>
        <span class="space" />
        <Show when={(ended()?.length ?? 0) > 0}>
          <button type="button" class="button" onClick={clear}>
            {t().history.clear}
          </button>
        </Show>
        <CloseButton onClick={() => dialog()?.close()} />
      </header>
      <Show when={fault()}>
        <p class="start-fault" role="alert">
          {fault()}
        </p>
      </Show>
      <Show when={ended()?.length !== 0} fallback={<p class="sub">{t().history.none}</p>}>
        <HistoryTable ended={ended() ?? []} onAgain={(one) => void again(one)} />
      </Show>
    </dialog>
  );
}

function HistoryTable(props: { ended: readonly EndedExport[]; onAgain: (one: EndedExport) => void }) {
  const words = () => t().history.columns;
  return (
    <table class="history-table">
      <thead>
        <tr>
          <th scope="col">{words().file}</th>
          <th scope="col">{words().state}</th>
          <th scope="col">{words().rows}</th>
          <th scope="col">{words().size}</th>
          <th scope="col">{words().took}</th>
          <th scope="col">{words().ended}</th>
          <th scope="col">
            <span class="visually-hidden">{words().actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.ended}>{(one) => <HistoryRow one={one} onAgain={() => props.onAgain(one)} />}</For>
      </tbody>
    </table>
  );
}

function HistoryRow(props: { one: EndedExport; onAgain: () => void }) {
  const look = () => statusLook(props.one);
  const took = () => props.one.verdict?.elapsedMs ?? props.one.endedAt - props.one.createdAt;
  return (
    <tr>
      <th scope="row">
        {props.one.request.fileName} <small>{props.one.request.search.index}</small>
        <SortedBy order={props.one.request.order} />
        <Show when={props.one.request.member}>
          {(member) => <p class="history-of-set">{several().oneOf(member().files, member().field)}</p>}
        </Show>
        <FileHash verdict={props.one.verdict} isFolder={isInFolder(props.one)} />
        <Show when={props.one.verdict}>
          {(verdict) => <MisfitsNote request={props.one.request} verdict={verdict()} />}
        </Show>
        <Show when={props.one.verdict}>{(verdict) => <ShardTable verdict={verdict()} />}</Show>
        <Show when={props.one.error}>
          {(error) => (
            <p class="history-error">
              {t().errors[error().code].what} <code>{error().code}</code>
            </p>
          )}
        </Show>
      </th>
      <td>
        <span class={`history-state ${look().tone}`}>
          <Icon name={look().icon} />
          {statusText(props.one)}
        </span>
      </td>
      <td>{rowsText(props.one)}</td>
      <td>{figures().bytes(props.one.bytes)}</td>
      <td>{figures().duration(took())}</td>
      <td>{figures().moment(props.one.endedAt)}</td>
      <td>
        <Show when={props.one.verdict}>
          <button
            type="button"
            class="button small"
            onClick={() => void saveManifest(props.one).catch(() => undefined)}
          >
            {t().history.manifest}
          </button>{' '}
        </Show>
        <button type="button" class="button small" onClick={props.onAgain}>
          {t().history.again}
        </button>
      </td>
    </tr>
  );
}

/** Where a person picks the place, parts go into a folder. */
function isInFolder({ place, request }: EndedExport): boolean {
  return place === 'picked' && request.parts !== undefined;
}

function rowsText({ rows, expected }: EndedExport): string {
  return expected === undefined ? t().exports.count(rows) : t().exports.rowsOf(rows, expected);
}
