import { DOT, MINUS, NINE, ZERO } from '../../../../shared/json/bytes.ts';

const DECODER = new TextDecoder();
/** Digits that a double holds, whichever they are. */
const SAFE_DIGITS = 15;
/** Powers of ten that a double holds exactly. */
const TENS = Array.from({ length: SAFE_DIGITS + 1 }, (_, i) => 10 ** i);
const LITERAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Of the number before its exponent. */
const SOME_DIGIT = /^[-0.]*[1-9]/;
/** More than any type here has. */
const MOST_DIGITS = 25;

/** The whole number that stands in `[start, stop)`, up to 15 digits; NaN for whatever else. */
export function readWhole(bytes: Uint8Array, start: number, stop: number): number {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  if (stop - first > SAFE_DIGITS || stop === first) return Number.NaN;
  let value = 0;
  for (let i = first; i < stop; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return isNegative ? 0 - value : value;
}

/** The same of any length, and in any spelling, as 5.0 or 1e3; undefined for what is no whole number. */
export function readBig(bytes: Uint8Array, start: number, stop: number): bigint | undefined {
  const match = LITERAL.exec(DECODER.decode(bytes.subarray(start, stop)));
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '');
  const trimmed = digits.replace(/0+$/, '');
  if (trimmed === '') return 0n;
  const power = Number(exponent) - fraction.length + digits.length - trimmed.length;
  if (power < 0 || power + trimmed.length > MOST_DIGITS) return undefined;
  const value = BigInt(trimmed) * 10n ** BigInt(power);
  return sign === '' ? value : -value;
}

/** The double nearest to a number; NaN where there is none, or it is past what a double holds. A whole number that it would round is none. */
export function readDouble(bytes: Uint8Array, start: number, stop: number): number {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  let value = 0;
  let point = -1;
  for (let i = first; i < stop; i++) {
    const byte = bytes[i] as number;
    if (byte >= ZERO && byte <= NINE) value = value * 10 + byte - ZERO;
    else if (byte === DOT && point < 0) point = i;
    else return readAnyDouble(bytes, start, stop);
  }
  const digits = stop - first - (point < 0 ? 0 : 1);
  if (digits > SAFE_DIGITS || digits === 0) return readAnyDouble(bytes, start, stop);
  // Both are exact, so that what comes of them is the nearest.
  if (point >= 0) value /= TENS[stop - point - 1] as number;
  return isNegative ? -value : value;
}

function readAnyDouble(bytes: Uint8Array, start: number, stop: number): number {
  const text = DECODER.decode(bytes.subarray(start, stop));
  if (!LITERAL.test(text)) return Number.NaN;
  const value = Number(text);
  // What is so near to zero that a double has nothing else for it is not told as zero.
  if (!Number.isFinite(value) || (value === 0 && SOME_DIGIT.test(text))) return Number.NaN;
  if (!/^-?\d+$/.test(text) || BigInt(text) === BigInt(value)) return value;
  // As programs write a double that they hold; any other number of so many digits would lose some.
  return String(value) === text ? value : Number.NaN;
}
