import { createResource, createSignal, createUniqueId, For, onMount, Show } from 'solid-js';
import { addExports, removeSaved, type StoredExport, savedExports } from '../../export/saved-exports.ts';
import { saveBlob } from '../../sink/save-blob.ts';
import type { ExportList } from '../exports-dock/create-export-list.ts';
import { canCopy } from '../lib/clipboard.ts';
import { CloseButton } from '../lib/close-button.tsx';
import { t } from '../lib/i18n.ts';
import { Icon } from '../lib/icon.tsx';
import { createRun, RunState } from './create-run.tsx';
import { runLink } from './run-link.ts';
import { readSavedFile, writeSavedFile } from './saved-file.ts';
import { SavedSummary } from './summary.tsx';
import { words } from './words.ts';
import '../lib/sheet.css';
import './saved.css';

type Props = { exports: ExportList; onClose: () => void };

/** Exports that somebody saved, each to be made again by one press. */
export function SavedDialog(props: Props) {
  const titleId = createUniqueId();
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();
  const [told, setTold] = createSignal('');
  const [asked, { refetch }] = createResource(() => savedExports().catch(() => undefined));
  // As it was, while it is read again: else the dialog would be taken out of the page for that, and come back as none that is modal.
  const saved = () => asked.latest;
  onMount(() => dialog()?.showModal());

  const running = createRun(props.exports);
  const { remove, readFile } = createActions({ dialog, setTold, refetch });

  async function run(one: StoredExport): Promise<void> {
    setTold('');
    if (await running.run(one)) dialog()?.close();
  }

  return (
    <dialog ref={setDialog} class="sheet saved" aria-labelledby={titleId} onClose={() => props.onClose()}>
      <header>
        <div>
          <h2 id={titleId}>{words().title}</h2>
          <p class="sub">{words().about}</p>
        </div>
        <span class="space" />
        <FileTools saved={saved() ?? []} onFile={(file) => void readFile(file)} />
        <CloseButton onClick={() => dialog()?.close()} />
      </header>
      <p role="status" class="saved-told">
        {told()}
      </p>
      <RunState run={running} />
      <Show when={!asked.loading && saved() === undefined}>
        <p class="sub">{words().unkept}</p>
      </Show>
      <Show when={saved()?.length === 0}>
        <p class="sub">{words().none}</p>
      </Show>
      <ul class="saved-list">
        <For each={saved()}>
          {(one) => <SavedItem one={one} onRun={() => void run(one)} onRemove={() => void remove(one)} />}
        </For>
      </ul>
    </dialog>
  );
}

type Around = { dialog: () => HTMLDialogElement | undefined; setTold: (text: string) => void; refetch: () => unknown };

function createActions({ dialog, setTold, refetch }: Around) {
  async function remove(one: StoredExport): Promise<void> {
    await removeSaved(one.title).catch(() => undefined);
    await refetch();
    dialog()?.querySelector<HTMLElement>('header .button')?.focus();
  }

  async function readFile(file: File | undefined): Promise<void> {
    const read = file && readSavedFile(await file.text());
    if (!read) return void setTold(words().noFile);
    const added = await addExports(read.exports, Date.now()).catch(() => undefined);
    const told = [
      words().read(added?.length ?? 0),
      ...(added && added.length < read.exports.length ? [words().there(read.exports.length - added.length)] : []),
      ...(read.unread > 0 ? [words().unread(read.unread)] : []),
    ];
    setTold(added ? told.join(' ') : words().unkept);
    await refetch();
  }

  return { remove, readFile };
}

function FileTools(props: { saved: readonly StoredExport[]; onFile: (file: File | undefined) => void }) {
  let input: HTMLInputElement | undefined;
  const save = () => saveBlob(new Blob([writeSavedFile(props.saved)], { type: 'application/json' }), words().fileName);
  return (
    <>
      <Show when={props.saved.length > 0}>
        <button type="button" class="button small" onClick={save}>
          {words().toFile}
        </button>
      </Show>
      <button type="button" class="button small" onClick={() => input?.click()}>
        {words().fromFile}
      </button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label={words().fromFile}
        onChange={(event) => {
          props.onFile(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

function SavedItem(props: { one: StoredExport; onRun: () => void; onRemove: () => void }) {
  return (
    <li>
      <details>
        <summary>
          <b>
            <bdi>{props.one.title}</bdi>
          </b>{' '}
          <small>{props.one.request.search.index}</small>
        </summary>
        <SavedSummary saved={props.one} />
      </details>
      <div class="saved-actions">
        <button
          type="button"
          class="button tinted small"
          aria-label={words().runOf(props.one.title)}
          onClick={() => props.onRun()}
        >
          {words().run}
        </button>
        <CopyLink one={props.one} />
        <button
          type="button"
          class="button ghost small square"
          aria-label={words().remove(props.one.title)}
          onClick={() => props.onRemove()}
        >
          <Icon name="close" />
        </button>
      </div>
    </li>
  );
}

function CopyLink(props: { one: StoredExport }) {
  const [copied, setCopied] = createSignal(false);
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(await runLink(props.one));
    setCopied(true);
  }
  return (
    <Show when={canCopy()}>
      <button type="button" class="button small" onClick={() => void copy()}>
        <Icon name={copied() ? 'complete' : 'copy'} />
        <span aria-live="polite">{copied() ? t().document.copied : words().copy}</span>
      </button>
    </Show>
  );
}
