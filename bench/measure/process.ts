import { readProc, TICKS_PER_SECOND } from './processes.ts';

/** User and system time of a process so far. */
export function cpuSeconds(pid: number): number {
  // The second field is the program's name in brackets and may hold anything.
  const fields = readProc(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The most resident memory a process has had, MB. */
export function peakMb(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readProc(pid, 'status'))?.[1]) / 1024;
}
