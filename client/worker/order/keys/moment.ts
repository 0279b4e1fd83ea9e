import type { ByteBuffer } from '../../../../shared/json/bytes.ts';
import type { SortKey } from '../sort-key.ts';
import type { PutValue, ValueCodec } from './put-value.ts';
import { WholeNumber } from './whole-number.ts';

const NANOS = 1_000_000n;

/**
 * Dates in ms beside dates in ns: ms as an integer, and three bytes of ns within it. A date reaches further than ns in 64 bits do,
 * so the ms are not made into ns.
 */
export function momentCodec({ type }: SortKey): ValueCodec {
  const number = new WholeNumber();
  const put: PutValue = (value, out) => {
    number.read(value);
    if (type === 'date') putNanos(number, 0, out);
    else putSplit(number, out);
  };
  return { put, missingBytes: 1 };
}

function putSplit(number: WholeNumber, out: ByteBuffer): void {
  const nanos = number.big;
  const rest = ((nanos % NANOS) + NANOS) % NANOS;
  const ms = (nanos - rest) / NANOS;
  const magnitude = ms < 0n ? -ms : ms;
  number.negative = ms < 0n;
  number.hi = Number(magnitude >> 32n);
  number.lo = Number(magnitude & 0xffffffffn);
  putNanos(number, Number(rest), out);
}

function putNanos(ms: WholeNumber, nanos: number, out: ByteBuffer): void {
  ms.put(out);
  out.reserve(3);
  out.bytes[out.length++] = nanos >> 16;
  out.bytes[out.length++] = nanos >> 8;
  out.bytes[out.length++] = nanos;
}
