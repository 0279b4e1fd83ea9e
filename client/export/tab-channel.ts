import type { ExportState } from './state.ts';

/** Tabs of one browser tell each other of the exports they make. */
export interface TabChannel {
  tell(state: ExportState): void;
  /** Asks the others to tell theirs. */
  ask(): void;
}

type Message = { type: 'ask' } | { type: 'state'; state: ExportState };

export function openTabChannel(options: {
  hear(state: ExportState): void;
  mine(): readonly ExportState[];
}): TabChannel {
  const channel = new BroadcastChannel('sluice-exports');
  const post = (message: Message) => channel.postMessage(message);
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.type === 'state') options.hear(data.state);
    else for (const state of options.mine()) post({ type: 'state', state });
  });
  return { tell: (state) => post({ type: 'state', state }), ask: () => post({ type: 'ask' }) };
}
