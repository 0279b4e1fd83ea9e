import { createSignal, onCleanup } from 'solid-js';
import type { Way } from '../../export/exports.ts';

/** What an export's connection gets through by, tried when the dialog opens and given up with it. An export may begin before it is known. */
export function createWayCheck(find: (signal: AbortSignal) => Promise<Way>) {
  const [way, setWay] = createSignal<Way>({});
  const [busy, setBusy] = createSignal(false);
  const controller = new AbortController();
  onCleanup(() => controller.abort());

  async function look(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    const found = await find(controller.signal);
    if (controller.signal.aborted) return;
    setWay(found);
    setBusy(false);
  }

  void look();
  return { fault: () => way().fault, carrying: () => way().carrying, busy, look };
}

export type WayCheck = ReturnType<typeof createWayCheck>;
