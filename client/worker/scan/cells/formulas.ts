import { guardedContent, guardedText } from '../../../../shared/formulas.ts';
import {
  AT,
  BACKSLASH,
  BAR,
  ByteBuffer,
  COMMA,
  EQUALS,
  MINUS,
  PLUS,
  QUOTE,
  SEMICOLON,
  SPACE,
} from '../../../../shared/json/bytes.ts';
import { textOf } from '../../../../shared/json/json-text.ts';
import { skipString } from '../../../../shared/json/skip.ts';

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
const ENCODER = new TextEncoder();

/**
 * The content of a JSON string, `bytes[start, stop)`, as text with `'` before what a spreadsheet would run; undefined
 * where there is nothing of the kind. Numbers are none. @throws page_malformed
 */
export function guardText(bytes: Uint8Array, start: number, stop: number): string | undefined {
  if (!maybeRuns(bytes, start, stop)) return undefined;
  const text = textOf(DECODER.decode(bytes.subarray(start, stop)));
  return guardedText(text);
}

/**
 * JSON, `bytes[start, stop)`, with each sign where a cell may begin inside a string as an escape, so that it means the
 * same; undefined where there is none. JSON itself begins with no sign.
 */
export function guardJson(bytes: Uint8Array, start: number, stop: number): Uint8Array | undefined {
  let out: ByteBuffer | undefined;
  let copied = start;
  for (let i = start; i < stop; ) {
    if (bytes[i++] !== QUOTE) continue;
    const after = skipString(bytes, i, stop);
    const guarded = guardString(bytes, i, after - 1);
    if (guarded !== undefined) {
      out ??= new ByteBuffer(stop - start + guarded.length);
      append(out, bytes, { from: copied, to: i });
      append(out, guarded, { from: 0, to: guarded.length });
      copied = after - 1;
    }
    i = after;
  }
  if (out === undefined) return undefined;
  append(out, bytes, { from: copied, to: stop });
  return out.bytes.subarray(0, out.length);
}

/** A JSON string's content, which holds no line breaks: they are escapes in it. */
function guardString(bytes: Uint8Array, start: number, stop: number): Uint8Array | undefined {
  if (!maybeRuns(bytes, start, stop)) return undefined;
  const text = DECODER.decode(bytes.subarray(start, stop));
  const guarded = guardedContent(text);
  return guarded === undefined ? undefined : ENCODER.encode(guarded);
}

/** False where no sign can be at a beginning: most texts, at the cost of one look at each byte. */
function maybeRuns(bytes: Uint8Array, start: number, stop: number): boolean {
  let begins = true;
  let isFirst = true;
  for (let i = start; i < stop; i++) {
    const byte = bytes[i] as number;
    const kind = byte === BACKSLASH ? ESCAPES[bytes[++i] as number] : BYTES[byte];
    if (kind === DROPS) continue;
    if (kind === ANYTHING || (kind === SIGN && begins) || (kind === BREAKS && isFirst)) return true;
    begins = kind === PARTS || kind === BREAKS;
    isFirst = false;
  }
  return false;
}

/** What a byte, or the letter after a backslash, is to `maybeRuns`. What is not ASCII may be a sign. */
const DROPS = 1;
const PARTS = 2;
const BREAKS = 3;
const SIGN = 4;
const ANYTHING = 5;
const BYTES = new Uint8Array(256).map((_, byte) => {
  if (byte >= 0x7f || [EQUALS, PLUS, MINUS, AT].includes(byte)) return SIGN;
  if (byte <= SPACE || byte === QUOTE) return DROPS;
  return [COMMA, SEMICOLON, BAR].includes(byte) ? PARTS : 0;
});
const ESCAPES = new Uint8Array(256);
for (const [letters, kind] of Object.entries({ '"bf': DROPS, nrt: BREAKS, u: ANYTHING })) {
  for (const letter of letters) ESCAPES[letter.charCodeAt(0)] = kind;
}

function append(out: ByteBuffer, bytes: Uint8Array, { from, to }: { from: number; to: number }): void {
  out.reserve(to - from);
  out.copy(bytes, from, to);
}
