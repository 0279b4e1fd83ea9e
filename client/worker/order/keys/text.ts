import { BACKSLASH, type ByteBuffer, malformed, QUOTE } from '../../../../shared/json/bytes.ts';
import type { RawValue, ValueCodec } from './put-value.ts';

/** Before each value, so that 0xff alone stands behind it, as it is and inverted. */
export const VALUE = 0x01;
const END = 0x00;
/** Before the bytes 0 and 1, written as 1 and 2: then the end stands before each of them. */
const ESCAPE = 0x01;

const UNICODE = 0x75;
/** Of a character's first byte in UTF-8, by how many follow. */
const LEADS = [0, 0xc0, 0xe0, 0xf0];
const SHORT = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
]);

/** Keywords and versions by their UTF-8 bytes, which is the order of code points, and ended so that a text stands before its extensions. */
export const textCodec: ValueCodec = { put: putText, missingBytes: 1 };

function putText(value: RawValue, out: ByteBuffer): void {
  const { bytes, from, to } = value;
  if (to - from < 2 || bytes[from] !== QUOTE || bytes[to - 1] !== QUOTE)
    throw malformed('a sort value is no text, as its field’s type says');
  // An escape of six bytes gives three at most.
  out.reserve(to - from + 2);
  const target = out.bytes;
  let o = out.length;
  target[o++] = VALUE;
  for (let i = from + 1; i < to - 1; ) {
    const byte = bytes[i] as number;
    if (byte !== BACKSLASH) {
      target[o++] = byte;
      i++;
      continue;
    }
    out.length = o;
    i = putEscaped(value, i, out);
    o = out.length;
  }
  target[o++] = END;
  out.length = o;
}

/** From a backslash to after what it escapes. */
function putEscaped({ bytes, from, to }: RawValue, at: number, out: ByteBuffer): number {
  const kind = bytes[at + 1] as number;
  if (kind !== UNICODE) {
    putPoint(SHORT.get(kind) ?? kind, out);
    return at + 2;
  }
  const unit = unitAt({ bytes, from, to }, at);
  if (unit < 0xd800 || unit > 0xdfff) {
    putPoint(unit, out);
    return at + 6;
  }
  const isPair = unit < 0xdc00 && bytes[at + 6] === BACKSLASH && bytes[at + 7] === UNICODE;
  const low = isPair ? unitAt({ bytes, from, to }, at + 6) : 0;
  if (low < 0xdc00 || low > 0xdfff) {
    // Half a pair: Lucene has stored U+FFFD in its place.
    putPoint(0xfffd, out);
    return at + 6;
  }
  putPoint(0x10000 + ((unit - 0xd800) << 10) + low - 0xdc00, out);
  return at + 12;
}

function unitAt({ bytes, to }: RawValue, at: number): number {
  let unit = 0;
  for (let i = at + 2; i < at + 6; i++) {
    const digit = i < to ? Number.parseInt(String.fromCharCode(bytes[i] as number), 16) : Number.NaN;
    if (Number.isNaN(digit)) throw malformed('an escape in a sort value has no four hex digits');
    unit = unit * 16 + digit;
  }
  return unit;
}

/** In UTF-8. Room has been made. */
function putPoint(point: number, out: ByteBuffer): void {
  const { bytes } = out;
  if (point <= ESCAPE) {
    bytes[out.length++] = ESCAPE;
    bytes[out.length++] = point + 1;
  } else if (point < 0x80) bytes[out.length++] = point;
  else {
    const tails = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    bytes[out.length++] = (LEADS[tails] as number) | (point >> (tails * 6));
    for (let left = tails - 1; left >= 0; left--) bytes[out.length++] = 0x80 | ((point >> (left * 6)) & 0x3f);
  }
}
