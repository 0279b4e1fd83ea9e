import { COLON, DOT, malformed, NINE, QUOTE, ZERO } from '../../../../shared/json/bytes.ts';
import type { PutValue, ValueCodec } from './put-value.ts';
import { VALUE } from './text.ts';

const BYTES = 16;

/** Addresses as Lucene stores and sorts them: 16 bytes, IPv4 behind `::ffff:`. */
export const ipCodec: ValueCodec = { put: makePut(), missingBytes: 1 };

function makePut(): PutValue {
  const address = new Uint8Array(BYTES);
  return ({ bytes, from, to }, out) => {
    const isText = to - from > 2 && bytes[from] === QUOTE && bytes[to - 1] === QUOTE;
    if (!isText || !readAddress(bytes.subarray(from + 1, to - 1), address))
      throw malformed('a sort value is no IP address, as its field’s type says');
    out.reserve(BYTES + 1);
    out.bytes[out.length++] = VALUE;
    out.copy(address, 0, BYTES);
  };
}

/** False where it is none. */
function readAddress(text: Uint8Array, address: Uint8Array): boolean {
  address.fill(0);
  if (!text.includes(COLON)) {
    address[10] = 0xff;
    address[11] = 0xff;
    return readQuad(text, address, 12);
  }
  return readGroups(text, address);
}

/** Four decimal numbers, into `address` from `at` on. */
function readQuad(text: Uint8Array, address: Uint8Array, at: number): boolean {
  let o = at;
  let number = -1;
  for (let i = 0; i <= text.length; i++) {
    const byte = text[i] ?? DOT;
    if (byte === DOT) {
      if (number < 0 || o === at + 4) return false;
      address[o++] = number;
      number = -1;
    } else if (byte < ZERO || byte > NINE) return false;
    else {
      number = Math.max(number, 0) * 10 + byte - ZERO;
      if (number > 255) return false;
    }
  }
  return o === at + 4;
}

/** Groups of hex digits with one gap (`::`) or none, and perhaps four decimal numbers at the end. */
function readGroups(text: Uint8Array, address: Uint8Array): boolean {
  let o = 0;
  let gapAt = -1;
  let i = 0;
  if (text[0] === COLON) {
    if (text[1] !== COLON) return false;
    gapAt = 0;
    i = 2;
  }
  while (i < text.length) {
    const end = endOfGroup(text, i);
    if (text.subarray(i, end).includes(DOT)) {
      if (end !== text.length || o > 12 || !readQuad(text.subarray(i), address, o)) return false;
      o += 4;
      break;
    }
    const group = hexOf(text, i, end);
    if (group < 0 || o === BYTES) return false;
    address[o++] = group >> 8;
    address[o++] = group;
    i = end;
    if (i === text.length) break;
    i++;
    if (text[i] === COLON) {
      if (gapAt >= 0) return false;
      gapAt = o;
      i++;
    } else if (i === text.length) return false;
  }
  return widen(address, o, gapAt);
}

function endOfGroup(text: Uint8Array, from: number): number {
  const end = text.indexOf(COLON, from);
  return end < 0 ? text.length : end;
}

/** Up to four hex digits, or -1. */
function hexOf(text: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > 4) return -1;
  let group = 0;
  for (let i = from; i < to; i++) {
    const digit = Number.parseInt(String.fromCharCode(text[i] as number), 16);
    if (Number.isNaN(digit)) return -1;
    group = group * 16 + digit;
  }
  return group;
}

/** Moves what stands behind the gap to the end. */
function widen(address: Uint8Array, length: number, gapAt: number): boolean {
  if (gapAt < 0) return length === BYTES;
  if (length > BYTES - 2) return false;
  address.copyWithin(BYTES - (length - gapAt), gapAt, length);
  address.fill(0, gapAt, BYTES - (length - gapAt));
  return true;
}
