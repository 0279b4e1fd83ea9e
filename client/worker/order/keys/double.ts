import type { ByteBuffer } from '../../../../shared/json/bytes.ts';
import type { SortKey } from '../sort-key.ts';
import type { RawValue, ValueCodec } from './put-value.ts';
import { readDouble } from './read-double.ts';

const scratch = new DataView(new ArrayBuffer(8));

/**
 * Reads a floating-point type's sort value. A float beside doubles counts as the number that it is, not as the shorter text that
 * may stand for it.
 */
export function doubleReader({ type, as }: SortKey): (value: RawValue) => number {
  const isNarrow = type !== 'double' && as !== undefined && as !== 'float';
  return isNarrow ? (value) => Math.fround(readDouble(value)) : readDouble;
}

/** Eight bytes: the sign turned, and of a negative number all else too. 0xff in all of them is no number's. */
export function doubleCodec(key: SortKey): ValueCodec {
  const read = doubleReader(key);
  return { put: (value, out) => putDouble(read(value), out), missingBytes: 8 };
}

export function putDouble(number: number, out: ByteBuffer): void {
  out.reserve(8);
  scratch.setFloat64(0, number);
  const mask = scratch.getUint8(0) >= 0x80 ? 0xff : 0;
  const { bytes, length } = out;
  for (let i = 0; i < 8; i++) bytes[length + i] = scratch.getUint8(i) ^ mask;
  if (mask === 0) bytes[length] = (bytes[length] as number) | 0x80;
  out.length = length + 8;
}

/** The largest double below a finite one. */
export function below(number: number): number {
  if (number === 0) return -Number.MIN_VALUE;
  scratch.setFloat64(0, number);
  scratch.setBigInt64(0, scratch.getBigInt64(0) + (number > 0 ? -1n : 1n));
  return scratch.getFloat64(0);
}
