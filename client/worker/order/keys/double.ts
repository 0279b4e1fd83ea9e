import type { ByteBuffer } from '../../../../shared/json/bytes.ts';
import type { ValueCodec } from './put-value.ts';
import { readDouble } from './read-double.ts';

const scratch = new DataView(new ArrayBuffer(8));

/** Eight bytes: the sign turned, and of a negative number all else too. 0xff in all of them is no number's. */
export const doubleCodec: ValueCodec = { put: (value, out) => putDouble(readDouble(value), out), missingBytes: 8 };

function putDouble(number: number, out: ByteBuffer): void {
  out.reserve(8);
  scratch.setFloat64(0, number);
  const mask = scratch.getUint8(0) >= 0x80 ? 0xff : 0;
  const { bytes, length } = out;
  for (let i = 0; i < 8; i++) bytes[length + i] = scratch.getUint8(i) ^ mask;
  if (mask === 0) bytes[length] = (bytes[length] as number) | 0x80;
  out.length = length + 8;
}
