import { ByteBuffer } from '../../../../shared/json/bytes.ts';

/** A shorter run takes more bytes than its values do packed. */
const SHORTEST_RUN = 8;

type Numbers = Uint8Array | Int32Array;

/**
 * Parquet's hybrid of runs and packed bits (RLE), for levels and places in a dictionary:
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 * @param values  the first `count` of these, none of more than `bits` bits
 */
export function hybrid(values: Numbers, count: number, bits: number): Uint8Array<ArrayBuffer> {
  const out = new ByteBuffer(64);
  let packedFrom = 0;
  for (let i = 0; i < count; ) {
    const length = runLength(values, i, count);
    // Packed values come by eights: a run begins where they end.
    const begin = i + ((8 - ((i - packedFrom) % 8)) % 8);
    const end = i + length;
    if (end - begin >= SHORTEST_RUN) {
      pack(values, { from: packedFrom, to: begin, bits }, out);
      putRun(values[i] as number, { length: end - begin, bits }, out);
      packedFrom = end;
    }
    i = end;
  }
  pack(values, { from: packedFrom, to: count, bits }, out);
  return out.bytes.slice(0, out.length);
}

/** Bits that numbers up to this one take. */
export function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}

function runLength(values: Numbers, from: number, to: number): number {
  const value = values[from];
  let i = from + 1;
  while (i < to && values[i] === value) i++;
  return i - from;
}

function putRun(value: number, { length, bits }: { length: number; bits: number }, out: ByteBuffer): void {
  putVarint(length * 2, out);
  out.reserve(4);
  for (let shift = 0; shift < bits; shift += 8) out.bytes[out.length++] = (value >>> shift) & 0xff;
}

type Span = { from: number; to: number; bits: number };

/** The last eight may be filled up with zeros. */
function pack(values: Numbers, { from, to, bits }: Span, out: ByteBuffer): void {
  if (from === to) return;
  const groups = Math.ceil((to - from) / 8);
  putVarint(groups * 2 + 1, out);
  out.reserve(groups * bits);
  const { bytes } = out;
  let o = out.length;
  let held = 0;
  let heldBits = 0;
  for (let i = from; i < from + groups * 8; i++) {
    let value = i < to ? (values[i] as number) : 0;
    for (let left = bits; left > 0; ) {
      const some = Math.min(left, 8 - heldBits);
      held |= (value & ((1 << some) - 1)) << heldBits;
      value >>>= some;
      heldBits += some;
      left -= some;
      if (heldBits < 8) continue;
      bytes[o++] = held;
      held = 0;
      heldBits = 0;
    }
  }
  out.length = o;
}

function putVarint(value: number, out: ByteBuffer): void {
  out.reserve(5);
  let left = value;
  while (left >= 0x80) {
    out.bytes[out.length++] = (left & 0x7f) | 0x80;
    left = Math.floor(left / 0x80);
  }
  out.bytes[out.length++] = left;
}
