import { malformed } from '../../../../shared/json/bytes.ts';
import type { SortKey } from '../sort-key.ts';
import type { PutValue, RawValue, ValueCodec } from './put-value.ts';
import { isNull } from './put-value.ts';
import { WholeNumber } from './whole-number.ts';

const ALL = 0xffffffff;
const MAX_INT = 0x7fffffff;

/** Reads a value into `number`; false where it is missing. */
export type ReadWhole = (value: RawValue, number: WholeNumber) => boolean;

/**
 * A reader of an integer type's sort values. For a missing one OpenSearch gives the type's extreme (of 32 or 64 bits), the largest in
 * ascending order and the smallest in descending: a value that is the extreme cannot be told from it, here as in
 * OpenSearch's own sorted search, and stands with those that are missing. Zero of an `unsigned_long` stays a value: it
 * stands last among its like, and before negative ones of another index.
 */
export function wholeReader({ type, order }: SortKey): ReadWhole {
  const desc = order === 'desc';
  const isNarrow = type === 'byte' || type === 'short' || type === 'integer';
  return (value, number) => {
    if (isNull(value)) return false;
    if (type === 'boolean' && readBoolean(value, number)) return true;
    number.read(value);
    if (type === 'unsigned_long') {
      if (number.negative) throw malformed('a sort value of an unsigned_long is negative');
      return desc || !number.is(ALL, ALL);
    }
    if (!number.isSigned) throw malformed('a sort value is above what its field’s type can hold');
    if (type === 'boolean') return !number.negative && number.hi === 0 && number.lo <= 1;
    if (number.negative !== desc) return true;
    return !(desc ? number.is(0x80000000, 0) : number.is(MAX_INT, ALL)) && !(isNarrow && isExtremeInt(number));
  };
}

export function integerCodec(key: SortKey): ValueCodec {
  const read = wholeReader(key);
  const number = new WholeNumber();
  const put: PutValue = (value, out) => {
    if (!read(value, number)) return false;
    number.put(out);
    return true;
  };
  return { put, missingBytes: 1 };
}

function isExtremeInt(number: WholeNumber): boolean {
  return number.is(0, number.negative ? MAX_INT + 1 : MAX_INT);
}

/** `true` and `false`, should they be written as words. */
function readBoolean({ bytes, from, to }: RawValue, number: WholeNumber): boolean {
  const isTrue = to - from === 4 && bytes[from] === 0x74;
  if (!isTrue && !(to - from === 5 && bytes[from] === 0x66)) return false;
  number.negative = false;
  number.hi = 0;
  number.lo = isTrue ? 1 : 0;
  return true;
}
