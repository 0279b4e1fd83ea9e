/** Snappy, as Parquet has it, without a frame: https://github.com/google/snappy/blob/main/format_description.txt */

const BLOCK = 64 * 1024;
const HASH_BITS = 14;
const MULTIPLIER = 0x1e35a7bd;
const table = new Uint16Array(1 << HASH_BITS);

/** Bytes that these come to at most. */
function mostBytes(length: number): number {
  return 32 + length + Math.ceil(length / 6);
}

export function snappy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(mostBytes(bytes.length));
  let o = 0;
  let left = bytes.length;
  while (left >= 0x80) {
    out[o++] = (left & 0x7f) | 0x80;
    left >>>= 7;
  }
  out[o++] = left;
  for (let at = 0; at < bytes.length; at += BLOCK) o = block(bytes.subarray(at, at + BLOCK), out, o);
  return out.slice(0, o);
}

/** Finds what came before by the next four bytes; where it finds nothing for a while it looks less often. */
function block(bytes: Uint8Array, out: Uint8Array, from: number): number {
  table.fill(0);
  const last = bytes.length - 15;
  let o = from;
  let literalAt = 0;
  let i = 1;
  let skip = 32;
  while (i < last) {
    const word = four(bytes, i);
    const slot = Math.imul(word, MULTIPLIER) >>> (32 - HASH_BITS);
    const candidate = table[slot] as number;
    table[slot] = i;
    if (four(bytes, candidate) !== word) {
      i += skip++ >> 5;
      continue;
    }
    skip = 32;
    o = literal(bytes, { from: literalAt, to: i }, out, o);
    let length = 4;
    while (i + length < bytes.length && bytes[candidate + length] === bytes[i + length]) length++;
    o = copy(i - candidate, length, out, o);
    i += length;
    literalAt = i;
    if (i < last) table[Math.imul(four(bytes, i - 1), MULTIPLIER) >>> (32 - HASH_BITS)] = i - 1;
  }
  return literal(bytes, { from: literalAt, to: bytes.length }, out, o);
}

function four(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

function literal(bytes: Uint8Array, { from, to }: { from: number; to: number }, out: Uint8Array, at: number): number {
  const length = to - from;
  if (length === 0) return at;
  let o = at;
  const n = length - 1;
  if (n < 60) out[o++] = n << 2;
  else if (n < 0x100) {
    out[o++] = 60 << 2;
    out[o++] = n;
  } else {
    out[o++] = 61 << 2;
    out[o++] = n & 0xff;
    out[o++] = n >>> 8;
  }
  if (length < 24) for (let i = from; i < to; i++) out[o++] = bytes[i] as number;
  else {
    out.set(bytes.subarray(from, to), o);
    o += length;
  }
  return o;
}

function copy(offset: number, length: number, out: Uint8Array, at: number): number {
  let o = at;
  let left = length;
  while (left > 0) {
    // None shorter than four is left over.
    const some = left > 64 && left < 68 ? 60 : Math.min(left, 64);
    if (some < 12 && offset < 2048) {
      out[o++] = 1 | ((some - 4) << 2) | ((offset >>> 8) << 5);
      out[o++] = offset & 0xff;
    } else {
      out[o++] = 2 | ((some - 1) << 2);
      out[o++] = offset & 0xff;
      out[o++] = offset >>> 8;
    }
    left -= some;
  }
  return o;
}
