import { DOT, MINUS, NINE, ZERO } from '../../../../shared/json/bytes.ts';

export const NO_NUMBER = 0;
export const NUMBER = 1;
/** A whole number of more digits than Excel shows by itself. */
export const LONG_WHOLE = 2;

/** As many digits as Excel keeps, and as it shows of a whole number without being told so. */
const MOST_DIGITS = 15;
const MOST_SHOWN = 11;
/** What Excel's numbers can be; beyond it takes them for zero, or for text. */
const LEAST = 2.23e-308;
const MOST = 9.99999999999999e307;
/** A longer one may be beyond. */
const SURELY_WITHIN = 300;

const DECODER = new TextDecoder();

/** Whether a literal of JSON in `bytes[start, stop)` is a number that Excel keeps with each of its digits. */
export function exactNumber(bytes: Uint8Array, start: number, stop: number): number {
  let at = bytes[start] === MINUS ? start + 1 : start;
  let digits = 0;
  // Zeros behind a fraction's last digit say nothing; those of a whole number do: an id of 19 digits is text whichever it ends with.
  let zeros = 0;
  let isWhole = true;
  for (; at < stop; at++) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) {
      if (digits > 0 || byte !== ZERO) digits++;
      zeros = byte === ZERO && !isWhole ? zeros + 1 : 0;
    } else if (byte === DOT) isWhole = false;
    else break;
  }
  const hasExponent = at < stop;
  if (hasExponent && ((bytes[at] as number) | 0x20) !== 0x65) return NO_NUMBER;
  if (digits - zeros > MOST_DIGITS) return NO_NUMBER;
  if ((hasExponent || stop - start > SURELY_WITHIN) && digits > 0) {
    const size = Math.abs(Number(DECODER.decode(bytes.subarray(start, stop))));
    if (!(size >= LEAST && size <= MOST)) return NO_NUMBER;
  }
  return isWhole && !hasExponent && digits > MOST_SHOWN ? LONG_WHOLE : NUMBER;
}
