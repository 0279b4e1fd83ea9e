import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whose CPU and memory it is. */
export const GROUPS = ['OpenSearch', 'proxy', 'renderer', 'browser', 'tool'] as const;
export type Group = (typeof GROUPS)[number];

/** Where a group's processes begin: `browser` and `renderer` share a root and are parted by the command line. */
export type Roots = {
  OpenSearch: number | undefined;
  proxy: number | undefined;
  browser: number;
  tool: () => number | undefined;
};

export type Usage = {
  /** CPU seconds, user and system. */
  cpu: number;
  /** The most resident memory that one moment saw, over all processes of the group, MB; and its part over the beginning. */
  peakMb: number;
  overIdleMb: number;
};

type Process = { pid: number; parent: number; cpu: number; rss: number };

const EVERY_MS = 50;
/** Linux counts in hundredths of a second on every platform that Node runs on. */
export const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** Watches the processes of all groups from `start` to `stop`, through /proc. */
export class ProcessWatch {
  readonly #roots: Roots;
  readonly #renderers = new Map<number, boolean>();
  #before = new Map<number, number>();
  #cpu = new Map<number, { group: Group; cpu: number }>();
  #idle = emptyTotals();
  #peak = emptyTotals();
  #timer: NodeJS.Timeout | undefined;

  constructor(roots: Roots) {
    this.#roots = roots;
  }

  start(): void {
    const processes = listProcesses();
    this.#before = new Map(processes.map(({ pid, cpu }) => [pid, cpu]));
    this.#cpu.clear();
    this.#idle = this.#totals(processes);
    this.#peak = { ...this.#idle };
    this.#timer = setInterval(() => this.#sample(), EVERY_MS);
  }

  stop(): Record<Group, Usage> {
    clearInterval(this.#timer);
    this.#sample();
    const cpu = emptyTotals();
    for (const used of this.#cpu.values()) cpu[used.group] += used.cpu;
    const usage = (group: Group): Usage => ({
      cpu: cpu[group],
      peakMb: this.#peak[group],
      overIdleMb: this.#peak[group] - this.#idle[group],
    });
    return Object.fromEntries(GROUPS.map((group) => [group, usage(group)])) as Record<Group, Usage>;
  }

  /** Which processes there are now, and whose. */
  groups(): Map<number, Group> {
    return this.#groupsOf(listProcesses());
  }

  #sample(): void {
    const totals = this.#totals(listProcesses());
    for (const group of GROUPS) this.#peak[group] = Math.max(this.#peak[group], totals[group]);
  }

  /** Resident MB by group; notes each process's CPU on the way, because those that end cannot be asked later. */
  #totals(processes: readonly Process[]): Record<Group, number> {
    const totals = emptyTotals();
    const groups = this.#groupsOf(processes);
    for (const { pid, cpu, rss } of processes) {
      const group = groups.get(pid);
      if (group === undefined) continue;
      totals[group] += rss;
      this.#cpu.set(pid, { group, cpu: cpu - (this.#before.get(pid) ?? 0) });
    }
    return totals;
  }

  #groupsOf(processes: readonly Process[]): Map<number, Group> {
    const { OpenSearch, proxy, browser, tool } = this.#roots;
    const roots = new Map<number | undefined, Group>([
      [OpenSearch, 'OpenSearch'],
      [proxy, 'proxy'],
      [browser, 'browser'],
      [tool(), 'tool'],
    ]);
    const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
    const groups = new Map<number, Group>();
    for (const { pid } of processes) {
      let at: number | undefined = pid;
      while (at !== undefined && at > 1 && !roots.has(at)) at = parents.get(at);
      const group = at === undefined ? undefined : roots.get(at);
      if (group !== undefined) groups.set(pid, group === 'browser' && this.#isRenderer(pid) ? 'renderer' : group);
    }
    return groups;
  }

  #isRenderer(pid: number): boolean {
    const known = this.#renderers.get(pid);
    if (known !== undefined) return known;
    const is = readProc(pid, 'cmdline').includes('--type=renderer');
    this.#renderers.set(pid, is);
    return is;
  }
}

/** How busy the machine is: the mean number of processes that want to run, over the last minute. */
export function loadAverage(): number {
  return Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]);
}

/** What of all cores had nothing to do for the next `ms`. */
export async function idleShare(ms: number): Promise<number> {
  const before = coreTimes();
  await sleep(ms);
  const after = coreTimes();
  return (after.idle - before.idle) / (after.all - before.all);
}

/** proc(5): of all cores together user, nice, system, idle, waiting for a disk, and kinds of being busy. */
function coreTimes(): { idle: number; all: number } {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const times = first.split(/\s+/).slice(1, 9).map(Number);
  return { idle: (times[3] ?? 0) + (times[4] ?? 0), all: times.reduce((sum, time) => sum + time, 0) };
}

function listProcesses(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!(pid > 0)) return [];
    // The name, in brackets, may hold spaces; what follows is numbers (proc(5), from field 3 on).
    const fields = readProc(pid, 'stat')
      .replace(/^.*\) /s, '')
      .split(' ');
    if (fields.length < 22) return [];
    const cpu = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    return [{ pid, parent: Number(fields[1]), cpu, rss: (Number(fields[21]) * PAGE_BYTES) / 1e6 }];
  });
}

export function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}

function emptyTotals(): Record<Group, number> {
  return { OpenSearch: 0, proxy: 0, renderer: 0, browser: 0, tool: 0 };
}
