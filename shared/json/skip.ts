import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CR,
  DOT,
  LF,
  MINUS,
  malformed,
  NINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  PARTIAL,
  PLUS,
  QUOTE,
  SLASH,
  SPACE,
  STAR,
  TAB,
  ZERO,
} from './bytes.ts';

/*
 * Steps over JSON in bytes. Each function takes an index and the end of what has come so far, and gives the index after
 * the thing, or PARTIAL where more bytes are needed. They check what they pass at little cost, not every rule of the
 * grammar: OpenSearch parsed each document when it took it in.
 */

/** Bytes that end a plain run inside a string: the quote, the escape, and control characters, which JSON forbids there. */
const STRING_STOP = new Uint8Array(256).map((_, byte) =>
  byte < SPACE || byte === QUOTE || byte === BACKSLASH ? 1 : 0,
);

/** From after the opening quote to after the closing one. */
export function skipString(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end) {
    const byte = bytes[i] as number;
    if (STRING_STOP[byte] === 0) i++;
    else if (byte === QUOTE) return i + 1;
    else if (byte === BACKSLASH) i += 2;
    else throw malformed('a control character stands inside a string');
  }
  return PARTIAL;
}

/**
 * The next index that holds neither white space nor a comment, or `end`. OpenSearch accepts comments inside documents
 * and gives them back as they came.
 */
export function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end) {
    const byte = bytes[i];
    if (byte === SPACE || byte === LF || byte === CR || byte === TAB) i++;
    else if (byte === SLASH) {
      i = skipComment(bytes, i, end);
      if (i < 0) return end;
    } else return i;
  }
  return i;
}

/** From a slash to after the comment. */
export function skipComment(bytes: Uint8Array, from: number, end: number): number {
  if (from + 1 >= end) return PARTIAL;
  const second = bytes[from + 1];
  if (second !== SLASH && second !== STAR) throw malformed('a slash stands between values');
  for (let i = from + 2; i < end; i++) {
    const byte = bytes[i];
    if (second === SLASH && (byte === LF || byte === CR)) return i + 1;
    if (second === STAR && byte === STAR) {
      if (i + 1 >= end) return PARTIAL;
      if (bytes[i + 1] === SLASH) return i + 2;
    }
  }
  return PARTIAL;
}

const LITERALS = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Uint8Array.from(word, (sign) => sign.charCodeAt(0))]),
);

/** A number, `true`, `false` or `null`. A number's end is known only by the byte after it. */
export function skipScalar(bytes: Uint8Array, from: number, end: number): number {
  const first = bytes[from] as number;
  if (first !== MINUS && (first < ZERO || first > NINE)) return skipLiteral(bytes, from, end);
  let i = from + 1;
  while (i < end) {
    const byte = bytes[i] as number;
    if (byte >= ZERO && byte <= NINE) i++;
    else if (byte === DOT || byte === PLUS || byte === MINUS || (byte | 0x20) === 0x65) i++;
    else {
      const last = bytes[i - 1] as number;
      if (last < ZERO || last > NINE) throw malformed('a number has no end');
      return i;
    }
  }
  return PARTIAL;
}

function skipLiteral(bytes: Uint8Array, from: number, end: number): number {
  const word = LITERALS.get(bytes[from] as number);
  if (word === undefined) throw malformed('a value is missing');
  if (from + word.length > end) return PARTIAL;
  for (let i = 1; i < word.length; i++) {
    if (bytes[from + i] !== word[i]) throw malformed('a value is neither text, number, true, false nor null');
  }
  return from + word.length;
}

const OTHER = 0;
const STRING = 1;
const OPEN = 2;
const CLOSE = 3;
const BREAK = 4;
const COMMENT = 5;
const WRONG = 6;
const NESTED_CLASS = new Uint8Array(256).map((_, byte) => {
  if (byte === QUOTE) return STRING;
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return OPEN;
  if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) return CLOSE;
  if (byte === LF || byte === CR) return BREAK;
  if (byte === SLASH) return COMMENT;
  return byte < SPACE && byte !== TAB ? WRONG : OTHER;
});

/** What `skipNested` met between the tokens it passed. */
export const seen = { breaks: false, comments: false };

/** From the bracket or brace that opens an array or object to after the one that closes it. Sets `met`. */
export function skipNested(bytes: Uint8Array, from: number, end: number): number {
  seen.breaks = false;
  seen.comments = false;
  let depth = 0;
  let i = from;
  while (i < end) {
    const kind = NESTED_CLASS[bytes[i] as number];
    if (kind === OTHER) i++;
    else if (kind === STRING) {
      i = skipString(bytes, i + 1, end);
      if (i < 0) return PARTIAL;
    } else if (kind === OPEN) {
      depth++;
      i++;
    } else if (kind === CLOSE) {
      i++;
      if (--depth === 0) return closed(bytes, from, i);
    } else if (kind === BREAK) {
      seen.breaks = true;
      i++;
    } else if (kind === COMMENT) {
      seen.comments = true;
      i = skipComment(bytes, i, end);
      if (i < 0) return PARTIAL;
    } else throw malformed('a control character stands between values');
  }
  return PARTIAL;
}

function closed(bytes: Uint8Array, from: number, after: number): number {
  // In ASCII an opening bracket and brace are each two below their closing ones.
  if (bytes[after - 1] !== (bytes[from] as number) + 2) throw malformed('brackets do not match');
  return after;
}

/** Any value that begins at `from`. */
export function skipValue(bytes: Uint8Array, from: number, end: number): number {
  const first = bytes[from];
  if (first === QUOTE) return skipString(bytes, from + 1, end);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipNested(bytes, from, end);
  return skipScalar(bytes, from, end);
}

/**
 * From where a document begins, perhaps with a UTF-8 byte order mark, to its first byte behind it and white space;
 * PARTIAL. OpenSearch takes a document with a mark and gives it back with it.
 */
export function skipMark(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[from] !== MARK[0]) return from;
  for (let i = 1; i < MARK.length; i++) {
    if (from + i >= end) return PARTIAL;
    if (bytes[from + i] !== MARK[i]) throw malformed('a value is missing');
  }
  const after = skipSpace(bytes, from + MARK.length, end);
  return after < end ? after : PARTIAL;
}

const MARK = [0xef, 0xbb, 0xbf];

/** What OpenSearch's own text holds between a document and the next, or the answer's end. */
const BEHIND = ['"sort":[', '"_index":', '}]}'].map((word) => Uint8Array.from(word, (sign) => sign.charCodeAt(0)));

/**
 * What follows a document up to the next token, or PARTIAL; undefined where nobody can tell where it ends: a document may
 * end in a comment up to the line's end, and where it has no line's end, OpenSearch's own text is in that comment.
 */
export function skipAfterDocument(bytes: Uint8Array, from: number, end: number): number | undefined {
  let i = from;
  while (i < end) {
    const byte = bytes[i];
    if (byte === SPACE || byte === LF || byte === CR || byte === TAB) i++;
    else if (byte !== SLASH) return i;
    else {
      if (bytes[i + 1] === SLASH && i + 1 < end && isOpenEnded(bytes, i, end)) return undefined;
      i = skipComment(bytes, i, end);
      if (i < 0) return PARTIAL;
    }
  }
  return PARTIAL;
}

function isOpenEnded(bytes: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    if (bytes[i] === LF || bytes[i] === CR) return false;
    if (BEHIND.some((word) => i + word.length <= end && word.every((byte, k) => bytes[i + k] === byte))) return true;
  }
  return false;
}
