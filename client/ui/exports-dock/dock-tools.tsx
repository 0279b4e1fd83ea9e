import { createEffect, createSignal, For, onCleanup, Show } from 'solid-js';
import { keepSupport } from '../../sink/keep-support.ts';
import { t } from '../lib/i18n.ts';
import { AT_ONCE_CHOICES, atOnce } from './at-once.ts';
import type { ExportList } from './create-export-list.ts';

const LOOK_EVERY_MS = 10_000;

/** How many exports run at once, and what the browser keeps of them; in the head of the open list. */
export function DockTools(props: { exports: ExportList; open: boolean }) {
  const room = createRoom(() => props.open);
  return (
    <Show when={props.open}>
      <Show when={room()}>
        {(now) => <span class="sub dock-room">{t().exports.keptHere(now().used, now().free)}</span>}
      </Show>
      <select
        class="input dock-at-once"
        aria-label={t().exports.atOnce}
        onChange={(event) => props.exports.setAtOnce(AT_ONCE_CHOICES[event.currentTarget.selectedIndex] ?? 1)}
      >
        <For each={AT_ONCE_CHOICES}>
          {(choice) => <option selected={choice === atOnce()}>{t().exports.atOnceOption(choice)}</option>}
        </For>
      </select>
    </Show>
  );
}

/** What this origin takes in the browser, bytes, looked at now and then while the list is open; undefined where nothing is kept. */
function createRoom(open: () => boolean) {
  const [room, setRoom] = createSignal<{ used: number; free: number | undefined }>();
  async function look(): Promise<void> {
    const [{ usage }, keep] = await Promise.all([navigator.storage.estimate(), keepSupport()]);
    setRoom(keep.kind === 'kept' && usage !== undefined ? { used: usage, free: keep.freeBytes } : undefined);
  }
  createEffect(() => {
    if (!open()) return;
    void look().catch(() => undefined);
    const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
    onCleanup(() => clearInterval(timer));
  });
  return room;
}
