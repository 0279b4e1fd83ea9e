import { parseTime } from '../time/times.ts';

/** What is rounded, and by which unit the end of a rounded one lies behind its beginning. */
const UNITS = ['s', 'm', 'h', 'd', 'w', 'M', 'y'] as const;
const NOW = /^now((?:[+-]\d+[smhdwMy])*)(?:\/([smhdwMy]))?$/;

/**
 * The end of a range as Dashboards keeps it, as the address takes it: relative ones stay relative. Dashboards rounds in the browser's zone and
 * has both ends in the range, OpenSearch rounds in UTC and our ranges are without their end.
 * @param zone.offset  minutes that local time is ahead of UTC
 * @returns undefined for what is no time
 */
export function readLinkedTime(text: string, end: 'from' | 'to', zone: { offset: number }): string | undefined {
  const relative = NOW.exec(text);
  if (relative) {
    const [, math = '', unit] = relative;
    if (unit === undefined) return `now${math}`;
    return `now${math}${rounded(unit, zone.offset)[end]}`;
  }
  const at = momentIn(text);
  if (at === undefined) return undefined;
  return new Date(end === 'from' ? at : at + 1).toISOString();
}

/** Weeks begin on Sunday in Dashboards, as it comes; in OpenSearch on Monday. */
function rounded(unit: string, offset: number): { from: string; to: string } {
  const isSmall =
    UNITS.indexOf(unit as (typeof UNITS)[number]) < UNITS.indexOf('h') || (unit === 'h' && offset % 60 === 0);
  const minutes = (isSmall ? 0 : offset) + (unit === 'w' ? 24 * 60 : 0);
  const ahead = minutes === 0 ? '' : minutes > 0 ? `+${minutes}m` : `${minutes}m`;
  const back = minutes === 0 ? '' : minutes > 0 ? `-${minutes}m` : `+${-minutes}m`;
  return { from: `${ahead}/${unit}${back}`, to: `${ahead}/${unit}+1${unit}${back}` };
}

/** A moment in ISO or in milliseconds; one without a zone is local, as Dashboards reads it. */
function momentIn(text: string): number | undefined {
  if (
    !/^-?\d{5,15}$/.test(text) &&
    !/^\d{4}-\d\d(?:-\d\d)?(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text)
  ) {
    return undefined;
  }
  if (/Z$|[+-]\d\d:?\d\d$/.test(text) && text.includes('T')) return parseTime(text);
  if (/^-?\d+$/.test(text)) return Number(text);
  // Only a date and time without a zone is read as local by the language itself.
  const local = Date.parse(
    text.length <= 10 ? `${text.length === 7 ? `${text}-01` : text}T00:00` : text.replace(' ', 'T'),
  );
  return Number.isNaN(local) ? undefined : local;
}
