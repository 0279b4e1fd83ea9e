import type { Clock } from '../base/ports.ts';

type Options = {
  clock: Clock;
  /** Milliseconds between pings, and that an answer may take. */
  interval: number;
  timeout: number;
  ping(): void;
  lost(): void;
};

/**
 * The proxy's own ping, because a browser does not show the protocol's: it tells both sides of a line that is dead
 * without a word. Whatever the client says is an answer.
 */
export function makeHeartbeat({ clock, interval, timeout, ping, lost }: Options): { heard(): void; stop(): void } {
  let cancel = clock.after(interval, beat);
  let waiting = false;
  function beat() {
    waiting = true;
    cancel = clock.after(timeout, lost);
    ping();
  }
  return {
    heard() {
      if (!waiting) return;
      waiting = false;
      cancel();
      cancel = clock.after(interval, beat);
    },
    stop: () => cancel(),
  };
}
