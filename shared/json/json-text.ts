import { BACKSLASH, malformed } from './bytes.ts';

/** The escapes of JSON strings with one letter. */
const SINGLE = new Uint8Array(256);
for (const [letter, byte] of Object.entries({ '"': 0x22, '\\': 0x5c, '/': 0x2f, b: 8, f: 12, n: 10, r: 13, t: 9 })) {
  SINGLE[letter.charCodeAt(0)] = byte;
}

/** How many bytes of the input the last escape took. */
export let escapeLength = 0;

/**
 * The code point of the escape at `at` (a backslash), and its length in `escapeLength`. Half a surrogate pair is
 * U+FFFD, as TextEncoder has it. @throws page_malformed
 */
export function readEscape(bytes: Uint8Array, at: number, stop: number): number {
  const letter = bytes[at + 1] as number;
  if (letter !== 0x75) {
    const byte = SINGLE[letter] as number;
    if (byte === 0 || at + 2 > stop) throw malformed('a string holds an escape that is none');
    escapeLength = 2;
    return byte;
  }
  const unit = hex4(bytes, at + 2, stop);
  escapeLength = 6;
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const pairs = unit < 0xdc00 && at + 8 <= stop && bytes[at + 6] === BACKSLASH && bytes[at + 7] === 0x75;
  const low = pairs ? hex4(bytes, at + 8, stop) : 0;
  if (low < 0xdc00 || low > 0xdfff) return 0xfffd;
  escapeLength = 12;
  return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

/** The text that the content of a JSON string stands for. @throws page_malformed on an escape that is none */
export function textOf(content: string): string {
  if (!content.includes('\\')) return content;
  try {
    return JSON.parse(`"${content}"`);
  } catch {
    throw malformed('a string holds an escape that is none');
  }
}

function hex4(bytes: Uint8Array, at: number, stop: number): number {
  if (at + 4 > stop) throw malformed('a string holds an escape that is none');
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i] as number;
    const letter = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) value = value * 16 + byte - 0x30;
    else if (letter >= 0x61 && letter <= 0x66) value = value * 16 + letter - 0x57;
    else throw malformed('a string holds an escape that is none');
  }
  return value;
}

/** Writes a code point as UTF-8 at `at`; gives the index after it. */
export function writeUtf8(out: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    out[at] = point;
    return at + 1;
  }
  if (point < 0x800) {
    out[at] = 0xc0 | (point >> 6);
    out[at + 1] = 0x80 | (point & 63);
    return at + 2;
  }
  if (point < 0x10000) {
    out[at] = 0xe0 | (point >> 12);
    out[at + 1] = 0x80 | ((point >> 6) & 63);
    out[at + 2] = 0x80 | (point & 63);
    return at + 3;
  }
  out[at] = 0xf0 | (point >> 18);
  out[at + 1] = 0x80 | ((point >> 12) & 63);
  out[at + 2] = 0x80 | ((point >> 6) & 63);
  out[at + 3] = 0x80 | (point & 63);
  return at + 4;
}
