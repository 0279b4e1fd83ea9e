import type { Clock } from '../../proxy/base/ports.ts';

/** A clock that stands until a test lets time pass. */
export type FakeClock = Clock & {
  /** Runs what becomes due on the way, in its order. */
  pass(ms: number): void;
  /** How many timers wait. */
  readonly waiting: number;
};

export function makeFakeClock(): FakeClock {
  const due = new Set<{ at: number; run: () => void }>();
  let now = 0;
  return {
    now: () => now,
    after(ms, run) {
      const entry = { at: now + ms, run };
      due.add(entry);
      return () => void due.delete(entry);
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        due.delete(next);
        now = next.at;
        next.run();
      }
      now = end;
    },
    get waiting() {
      return due.size;
    },
  };
}
