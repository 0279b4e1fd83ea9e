import type { ByteBuffer } from '../../../../shared/json/bytes.ts';
import type { SortKey } from '../sort-key.ts';
import { isNull, type PutValue, type RawValue, type ValueCodec } from './put-value.ts';
import { readDouble } from './read-double.ts';

const scratch = new DataView(new ArrayBuffer(8));

/**
 * Reads a floating-point type's sort value; undefined where it is missing: OpenSearch then gives the infinity that stands last, which
 * no document can hold. A float beside doubles counts as the number that it is, not as the shorter text that stands for it.
 */
export function doubleReader({ type, order, as }: SortKey): (value: RawValue) => number | undefined {
  const missing = order === 'desc' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const isNarrow = type !== 'double' && as !== undefined && as !== 'float';
  return (value) => {
    if (isNull(value)) return undefined;
    const number = readDouble(value);
    if (number === missing) return undefined;
    return isNarrow ? Math.fround(number) : number;
  };
}

/** Eight bytes: the sign turned, and of a negative number all else too. 0xff behind all of them is no number's. */
export function doubleCodec(key: SortKey): ValueCodec {
  const read = doubleReader(key);
  const put: PutValue = (value, out) => {
    const number = read(value);
    if (number === undefined) return false;
    putDouble(number, out);
    return true;
  };
  return { put, missingBytes: 8 };
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
