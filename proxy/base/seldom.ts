import type { Clock } from './ports.ts';

const MINUTE_MS = 60_000;

/** Whether something that anybody may cause may be told in the log now: once a minute. */
export function makeSeldom(clock: Clock): () => boolean {
  let next = 0;
  return () => {
    const now = clock.now();
    if (now < next) return false;
    next = now + MINUTE_MS;
    return true;
  };
}
