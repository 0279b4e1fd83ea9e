import { canLock } from '../sink/keep-support.ts';
import type { TabMessage } from './records.ts';
import type { ExportState } from './state.ts';

/** Tabs of one browser tell each other of the exports they make. */
export interface TabChannel {
  tell(state: ExportState): void;
  /** Asks the others to tell theirs. */
  ask(): void;
}

/** A release that takes up what it hears without having read it listens to another one (`sluice-exports`). */
const CHANNEL = 'sluice-exports-2';

/** Another tab may be of another release: what it says and this one does not understand is passed over. */
export function openTabChannel(options: {
  hear(state: ExportState): void;
  mine(): readonly ExportState[];
}): TabChannel {
  // Without locks nobody could tell when another tab is gone, and its exports with it.
  if (!canLock()) return { tell() {}, ask() {} };
  const channel = new BroadcastChannel(CHANNEL);
  const post = (message: TabMessage) => channel.postMessage(message);
  const hear = (message: TabMessage | undefined) => {
    if (message?.type === 'state') options.hear(message.state);
    if (message?.type === 'ask') for (const state of options.mine()) post({ type: 'state', state });
  };
  // Fetched when there is another tab: most often there is none.
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    import('./records.ts').then(({ readMessage }) => hear(readMessage(data))).catch(() => {});
  });
  return { tell: (state) => post({ type: 'state', state }), ask: () => post({ type: 'ask' }) };
}
