/** Whether this runtime knows the time zone (an IANA name). */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

/** How far a zone's clock is ahead of UTC at a moment of ms since 1970, in ms: whole seconds. */
export type OffsetAt = (at: number) => number;

/**
 * The offsets of an IANA name, of `Z`, or of `+0900` and `+09:00`, which not every runtime takes as a zone.
 * @throws RangeError for a zone that this runtime does not know
 */
export function makeOffsetAt(zone: string): OffsetAt {
  const [, sign, hours, minutes = '00'] = /^([-+])(\d\d)(?::?(\d\d))?$/.exec(zone) ?? [];
  if (sign !== undefined) {
    const fixed = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    return () => fixed;
  }
  // Not `iso8601`, which engines have Julian before 1582.
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory', {
    timeZone: zone === 'Z' ? 'UTC' : zone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric', era: 'short' } as const),
    ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  });
  return (at) => {
    const second = Math.floor(at / 1000) * 1000;
    const parts = new Map(format.formatToParts(second).map(({ type, value }) => [type, value]));
    const get = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
    const isBefore = parts.get('era')?.startsWith('B') ?? false;
    const there = new Date(0);
    there.setUTCFullYear(isBefore ? 1 - get('year') : get('year'), get('month') - 1, get('day'));
    there.setUTCHours(get('hour'), get('minute'), get('second'));
    return there.getTime() - second;
  };
}
