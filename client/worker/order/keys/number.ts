import type { ByteBuffer } from '../../../../shared/json/bytes.ts';
import type { SortKey } from '../sort-key.ts';
import { below, doubleReader, putDouble } from './double.ts';
import type { PutValue, ValueCodec } from './put-value.ts';
import { WholeNumber } from './whole-number.ts';

/**
 * Integers beside floating-point numbers: the largest double that is not above the value, and in two bytes how much it
 * lacks, which is below 2,048 for integers of 64 bits and nothing for a double.
 */
export function numberCodec(key: SortKey): ValueCodec {
  const isFloating = key.type === 'double' || key.type === 'float' || key.type === 'half_float';
  return { put: isFloating ? floating(key) : whole(), missingBytes: 10 };
}

function floating(key: SortKey): PutValue {
  const read = doubleReader(key);
  return (value, out) => putSum(read(value), 0, out);
}

function whole(): PutValue {
  const number = new WholeNumber();
  return (value, out) => {
    number.read(value);
    const plain = number.plain;
    if (plain === undefined) putBig(number.big, out);
    else putSum(plain, 0, out);
  };
}

function putBig(number: bigint, out: ByteBuffer): void {
  const near = Number(number);
  const floor = BigInt(near) > number ? below(near) : near;
  putSum(floor, Number(number - BigInt(floor)), out);
}

function putSum(floor: number, rest: number, out: ByteBuffer): void {
  putDouble(floor, out);
  out.reserve(2);
  out.bytes[out.length++] = rest >> 8;
  out.bytes[out.length++] = rest;
}
