/** A part of a whole: 100 % and 0 % are said of all and of none only. */
export function shareOf(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 0.1) return '< 0.1%';
  if (part < whole && percent > 99.9) return '> 99.9%';
  return `${SHARE.format(percent)}%`;
}

const SHARE = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 9 });
const LARGE = 1e15;
const SMALL = 1e-4;

/** A number that is rounded anyway; both languages write it alike. */
export function roundedNumber(value: number): string {
  const size = Math.abs(value);
  return size >= LARGE || (size > 0 && size < SMALL) ? String(Number(value.toPrecision(6))) : SHORT.format(value);
}
