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
import { skipString } from '../../../../shared/json/skip.ts';
import { textOf } from './json-text.ts';

/*
 * What a spreadsheet would run: https://owasp.org/www-community/attacks/CSV_Injection. A cell that begins with one of
 * the signs, be it after what a reader may drop. And since a comma is a delimiter to one program and a semicolon to
 * another, also a sign after any of them inside a text: read with the wrong one, a cell begins there.
 */

/** The signs, with their full-width and small forms, which spreadsheets in East Asia take for the same. */
const SIGNS = '=＝﹦+＋﹢\\-－﹣@＠﹫';
/** White space, control and invisible characters, and quotes. Not what parts cells or lines. */
const DROPPED = ' "\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\xa0\\u2028\\u2029\\p{Zs}\\p{Cf}\\u2065';

const LINE = /[^\r\n]+/g;
const BEGINNING = new RegExp(`(?<=^|[,;|\\t])([${DROPPED}]*)([${SIGNS}])`, 'gu');
/** A tab or a line break is dropped by some readers, and what comes after it begins the cell. */
const RUNS = new RegExp(`^[${DROPPED}]*[\\t\\r\\n${SIGNS}]`, 'u');
const NUMBER = /^ *[+-](\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;
/**
 * What makes more of a formula than arithmetic on this sheet: calls, other sheets and programs, or an operator at the
 * end, which takes in what follows. A line without any of it, as "- the first point" or "1, -5", does no harm wherever
 * it is cut.
 */
const HARMFUL = /[^\p{L}\p{M}\p{N}\p{Sc}\s.,;:?%'’+*/_@-]|['+*/-]\s*$/u;

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
const ENCODER = new TextEncoder();

/**
 * The content of a JSON string, `bytes[start, stop)`, as text with `'` before what a spreadsheet would run; undefined
 * where there is nothing of the kind. Numbers are none. @throws page_malformed
 */
export function guardText(bytes: Uint8Array, start: number, stop: number): string | undefined {
  if (!maybeRuns(bytes, start, stop)) return undefined;
  const text = textOf(DECODER.decode(bytes.subarray(start, stop)));
  const inside = text.replace(LINE, (line) => (HARMFUL.test(line) ? line.replace(BEGINNING, "'$1$2") : line));
  const guarded = RUNS.test(inside) && !NUMBER.test(inside) ? `'${inside}` : inside;
  return guarded === text ? undefined : guarded;
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
  const guarded = text.replace(BEGINNING, (_, dropped: string, sign: string) => dropped + escaped(sign));
  return guarded === text ? undefined : ENCODER.encode(guarded);
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
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
