import { createSignal, onCleanup } from 'solid-js';
import type { ErrorBody } from '../../../shared/errors.ts';

/** Whether an export's connection gets through, tried when the dialog opens and given up with it. An export may begin before it is known. */
export function createSocketCheck(find: (signal: AbortSignal) => Promise<ErrorBody | undefined>) {
  const [fault, setFault] = createSignal<ErrorBody>();
  const [busy, setBusy] = createSignal(false);
  const controller = new AbortController();
  onCleanup(() => controller.abort());

  async function look(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    const found = await find(controller.signal);
    if (controller.signal.aborted) return;
    setFault(found);
    setBusy(false);
  }

  void look();
  return { fault, busy, look };
}

export type SocketCheck = ReturnType<typeof createSocketCheck>;
