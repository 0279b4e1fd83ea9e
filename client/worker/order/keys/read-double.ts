import { DOT, MINUS, malformed, NINE, ZERO } from '../../../../shared/json/bytes.ts';
import type { RawValue } from './put-value.ts';

const ASCII = new TextDecoder('latin1');
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Digits that make an exact double, and so does their quotient by a power of ten as long as this. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, n) => 10 ** n);

/** The double nearest to a JSON number. No document holds an infinity or NaN. @throws page_malformed */
export function readDouble(value: RawValue): number {
  return readShort(value) ?? readAny(value);
}

/** A few digits with a point or none: one division, correctly rounded. */
function readShort({ bytes, from, to }: RawValue): number | undefined {
  const minus = bytes[from] === MINUS;
  let i = minus ? from + 1 : from;
  const first = bytes[i] as number;
  if (i >= to || to - i > EXACT_DIGITS || first < ZERO || first > NINE) return undefined;
  let digits = 0;
  let pointAt = to;
  for (; i < to; i++) {
    const byte = bytes[i] as number;
    if (byte >= ZERO && byte <= NINE) digits = digits * 10 + byte - ZERO;
    else if (byte === DOT && pointAt === to && i + 1 < to) pointAt = i;
    else return undefined;
  }
  const number = pointAt === to ? digits : digits / (POWERS[to - pointAt - 1] as number);
  return minus ? -number : number;
}

function readAny({ bytes, from, to }: RawValue): number {
  const text = ASCII.decode(bytes.subarray(from, to));
  if (!NUMBER.test(text)) throw malformed('a sort value is no number, as its field’s type says');
  return Number(text);
}
