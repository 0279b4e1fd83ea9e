import { type ByteBuffer, MINUS, malformed, ZERO } from '../../../../shared/json/bytes.ts';
import type { RawValue } from './put-value.ts';

const TWO_32 = 2 ** 32;
const TOP_BIT = 0x80000000;
/** As many digits fit into a double. */
const PLAIN_DIGITS = 15;
const MAX_DIGITS = 20;

/** An integer of 64 bits, signed or not, as its sign and two halves of its magnitude: it never becomes a double. */
export class WholeNumber {
  negative = false;
  hi = 0;
  lo = 0;

  /** @throws page_malformed where it is no integer, or below -2⁶³, or above 2⁶⁴ - 1 */
  read({ bytes, from, to }: RawValue): void {
    const minus = bytes[from] === MINUS;
    let i = minus ? from + 1 : from;
    if (i >= to || to - i > MAX_DIGITS) throw notWhole();
    let head = 0;
    for (const stop = Math.min(to, i + PLAIN_DIGITS); i < stop; i++) head = head * 10 + digitOf(bytes[i]);
    let hi = Math.floor(head / TWO_32);
    let lo = head >>> 0;
    for (; i < to; i++) {
      const next = lo * 10 + digitOf(bytes[i]);
      hi = hi * 10 + Math.floor(next / TWO_32);
      lo = next >>> 0;
    }
    if (hi >= TWO_32 || (minus && (hi > TOP_BIT || (hi === TOP_BIT && lo > 0)))) throw notWhole();
    this.negative = minus && (hi > 0 || lo > 0);
    this.hi = hi;
    this.lo = lo;
  }

  /**
   * A byte that tells sign and length, then the significant bytes from the highest on. Small numbers make short keys; of a negative
   * one the magnitude less one is written, inverted.
   */
  put(out: ByteBuffer): void {
    let { hi, lo } = this;
    if (this.negative) {
      if (lo === 0) hi--;
      lo = (lo - 1) >>> 0;
    }
    const count = hi > 0 ? 4 + lengthOf(hi) : lengthOf(lo);
    const mask = this.negative ? 0xff : 0;
    out.reserve(count + 1);
    const { bytes } = out;
    let o = out.length;
    bytes[o++] = this.negative ? 0x7f - count : 0x80 + count;
    for (let left = count; left > 4; left--) bytes[o++] = (hi >>> ((left - 5) * 8)) ^ mask;
    for (let left = Math.min(count, 4); left > 0; left--) bytes[o++] = (lo >>> ((left - 1) * 8)) ^ mask;
    out.length = o;
  }
}

/** Appends a count from 0 to 2⁵³ in the same way, without a sign. */
export function putCount(count: number, out: ByteBuffer): void {
  const hi = Math.floor(count / TWO_32);
  const lo = count >>> 0;
  const length = hi > 0 ? 4 + lengthOf(hi) : lengthOf(lo);
  out.reserve(length + 1);
  out.bytes[out.length++] = length;
  for (let left = length; left > 4; left--) out.bytes[out.length++] = hi >>> ((left - 5) * 8);
  for (let left = Math.min(length, 4); left > 0; left--) out.bytes[out.length++] = lo >>> ((left - 1) * 8);
}

/** Significant bytes of 32 bits. */
function lengthOf(bits: number): number {
  return (39 - Math.clz32(bits)) >> 3;
}

function digitOf(byte: number | undefined): number {
  const digit = (byte ?? 0) - ZERO;
  if (digit < 0 || digit > 9) throw notWhole();
  return digit;
}

function notWhole() {
  return malformed('a sort value is no integer of 64 bits, as its field’s type says');
}
