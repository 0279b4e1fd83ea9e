import type { ByteBuffer } from '../../../../shared/json/bytes.ts';
import type { RawValue, ValueCodec } from './put-value.ts';
import { WholeNumber } from './whole-number.ts';

/**
 * Integers of all widths, dates and booleans. Whatever its width, each is taken that fits into 64 bits, signed or not: an index may hold
 * the field as a wider type than another, and their values compare exactly.
 */
export function integerCodec(): ValueCodec {
  const number = new WholeNumber();
  const put = (value: RawValue, out: ByteBuffer) => {
    number.read(value);
    number.put(out);
  };
  return { put, missingBytes: 1 };
}

/** OpenSearch gives 0 and 1; `true` and `false` are what a boolean is elsewhere. */
export function booleanCodec(): ValueCodec {
  const { put, missingBytes } = integerCodec();
  const zero = { bytes: Uint8Array.of(0x30), from: 0, to: 1 };
  const one = { bytes: Uint8Array.of(0x31), from: 0, to: 1 };
  return {
    put(value, out) {
      const { bytes, from, to } = value;
      const isTrue = to - from === 4 && bytes[from] === 0x74;
      const isFalse = to - from === 5 && bytes[from] === 0x66;
      put(isTrue ? one : isFalse ? zero : value, out);
    },
    missingBytes,
  };
}
