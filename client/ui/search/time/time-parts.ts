import type { TimePart } from '../../messages/figures.ts';
import { type Clock, parseTime } from './times.ts';

/** A length of time as OpenSearch writes it, such as `12h`. */
export type Interval = { readonly count: number; readonly part: TimePart };

/** @returns undefined for what is none */
export function parseInterval(text: string): Interval | undefined {
  const parts = /^(\d+)([smhdMy])$/.exec(text);
  return parts ? { count: Number(parts[1]), part: parts[2] as TimePart } : undefined;
}

const LENGTHS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** The moment one interval after another, on the clock's calendar: a day can be 23 hours long in this browser's zone. */
export function addInterval(at: number, { count, part }: Interval, clock: Clock): number {
  if (part === 's' || part === 'm' || part === 'h') return at + count * LENGTHS[part];
  const date = new Date(at);
  if (clock === 'utc') addUtc(date, { count, part });
  else if (part === 'd') date.setDate(date.getDate() + count);
  else if (part === 'M') date.setMonth(date.getMonth() + count);
  else date.setFullYear(date.getFullYear() + count);
  return date.getTime();
}

function addUtc(date: Date, { count, part }: Interval): void {
  if (part === 'd') date.setUTCDate(date.getUTCDate() + count);
  else if (part === 'M') date.setUTCMonth(date.getUTCMonth() + count);
  else date.setUTCFullYear(date.getUTCFullYear() + count);
}

/** A time of the address as ms since 1970, `now-15m` and the like too; undefined where only OpenSearch can tell. */
export function momentOf(text: string, now: number): number | undefined {
  const relative = /^now(?:-(\d+)([smhdMyw]))?$/.exec(text);
  if (!relative) return parseTime(text);
  const [, count, part] = relative;
  if (!part) return now;
  const week = part === 'w';
  return addInterval(now, { count: -Number(count) * (week ? 7 : 1), part: week ? 'd' : (part as TimePart) }, 'own');
}

/** `now-15m` without an end as count and part; undefined for any other range. */
export function lastOf(from: string, to: string): Interval | undefined {
  const relative = /^now-(\d+[smhdMy])$/.exec(from);
  return relative && (to === '' || to === 'now') ? parseInterval(relative[1] ?? '') : undefined;
}
