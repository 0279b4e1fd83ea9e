import { readdirSync } from 'node:fs';
import { type Group, type ProcessWatch, readProc, TICKS_PER_SECOND } from './processes.ts';

/** What the threads of one name have used: CPU seconds in their own code and in the kernel's, and pages of memory that were new to them. */
export type ThreadUsage = { group: Group; thread: string; user: number; system: number; faults: number };

type Counts = Omit<ThreadUsage, 'group'>;

const EVERY_MS = 50;

/** CPU by thread, from `start` to `stop`: what `ProcessWatch` says in more detail. OpenSearch's are hundreds, and left out. */
export class ThreadWatch {
  readonly #watch: ProcessWatch;
  #before = new Map<string, Counts>();
  #now = new Map<string, Counts & { group: Group }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(watch: ProcessWatch) {
    this.#watch = watch;
  }

  start(): void {
    this.#now.clear();
    this.#sample();
    this.#before = new Map(this.#now);
    this.#timer = setInterval(() => this.#sample(), EVERY_MS);
  }

  /** @returns those of the same name together, the busiest first */
  stop(): ThreadUsage[] {
    clearInterval(this.#timer);
    this.#sample();
    const sums = new Map<string, ThreadUsage>();
    for (const [key, { group, thread, ...now }] of this.#now) {
      const before = this.#before.get(key);
      const name = `${group} ${thread}`;
      const sum = sums.get(name) ?? { group, thread, user: 0, system: 0, faults: 0 };
      for (const what of ['user', 'system', 'faults'] as const) sum[what] += now[what] - (before?.[what] ?? 0);
      sums.set(name, sum);
    }
    const order = (usage: ThreadUsage) => usage.user + usage.system;
    return [...sums.values()].sort((a, b) => order(b) - order(a));
  }

  /** Of threads that have ended since the last sample, what they used until then. */
  #sample(): void {
    for (const [pid, group] of this.#watch.groups()) {
      if (group === 'OpenSearch') continue;
      for (const tid of threadsOf(pid)) {
        const counts = countsOf(pid, tid);
        if (counts) this.#now.set(`${pid} ${tid}`, { group, ...counts });
      }
    }
  }
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** proc(5): the name in brackets may hold spaces; what follows is numbers, from field 3 on. */
function countsOf(pid: number, tid: string): Counts | undefined {
  const [, thread, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readProc(pid, `task/${tid}/stat`)) ?? [];
  if (thread === undefined || rest === undefined) return undefined;
  const fields = rest.split(' ').map(Number);
  const of = (field: number) => fields[field - 3] ?? 0;
  return { thread, user: of(14) / TICKS_PER_SECOND, system: of(15) / TICKS_PER_SECOND, faults: of(10) };
}
