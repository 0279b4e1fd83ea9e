import {
  ByteBuffer,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  malformed,
  OPEN_BRACE,
  OPEN_BRACKET,
  PARTIAL,
  QUOTE,
  SLASH,
} from '../../shared/json/bytes.ts';
import { RowUnreadable } from '../../shared/json/row-unreadable.ts';
import { seen, skipAfterDocument, skipMark, skipSpace, skipString, skipValue } from '../../shared/json/skip.ts';
import { copyTidy } from '../../shared/json/tidy.ts';
import { narrowed, skipWide, skipWideSpace, unitBytes } from '../../shared/json/wide.ts';

/** A row and its sort values: each JSON text in bytes, as OpenSearch wrote it. */
export type CutHit = { index: Uint8Array; id: Uint8Array; source: Uint8Array; sort: Uint8Array };

export type Cut = {
  /** Those that came whole; undefined: it did not come to them. */
  hits: CutHit[] | undefined;
  /** What stands beside the hits, parsed, as far as it came: of the answer itself, and `total`. */
  beside: Record<string, unknown>;
  /** The answer's end was reached. */
  whole: boolean;
};

const TEXT = new TextDecoder();
const NOTHING = new Uint8Array(0);
const NULL = new TextEncoder().encode('null');
/** What else may stand beside hits is as long as it likes. */
const BESIDE = new Set(['took', 'timed_out', '_shards', 'total']);
const PARTS = new Map<string, 'index' | 'id' | 'sort'>([
  ['_index', 'index'],
  ['_id', 'id'],
  ['sort', 'sort'],
]);

/**
 * Cuts the rows out of a search's answer, or of its beginning: those that came whole. Nothing of them is parsed, so that
 * an answer costs its bytes, however many values are in it.
 * @throws page_malformed, row_unreadable
 */
export function cutHits(bytes: Uint8Array): Cut {
  const cut: Cut = { hits: undefined, beside: {}, whole: false };
  const start = skipSpace(bytes, 0, bytes.length);
  if (start >= bytes.length) return cut;
  const after = eachMember(bytes, start, (name, at) => {
    if (name === 'hits') return eachMember(bytes, at, (inner, from) => envelope(bytes, cut, inner, from));
    return beside(bytes, cut, name, at);
  });
  if (after === PARTIAL) return cut;
  if (skipSpace(bytes, after, bytes.length) < bytes.length) throw malformed('something follows its end');
  return { ...cut, whole: true };
}

function envelope(bytes: Uint8Array, cut: Cut, name: string, at: number): number {
  if (name !== 'hits') return beside(bytes, cut, name, at);
  if (cut.hits) throw malformed('it holds hits twice');
  const hits: CutHit[] = [];
  cut.hits = hits;
  return eachElement(bytes, at, (from) => {
    const hit = { index: NOTHING, id: NOTHING, source: NULL, sort: NOTHING };
    const after = eachMember(bytes, from, (key, value) => part(bytes, hit, key, value));
    if (after === PARTIAL) return PARTIAL;
    if (hit.index === NOTHING || hit.id === NOTHING) throw malformed('a hit has no _index or no _id');
    hits.push(hit);
    return after;
  });
}

function beside(bytes: Uint8Array, cut: Cut, name: string, at: number): number {
  const after = skipValue(bytes, at, bytes.length);
  if (after !== PARTIAL && BESIDE.has(name)) cut.beside[name] = parsed(bytes.subarray(at, after));
  return after;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(TEXT.decode(bytes));
  } catch {
    throw malformed('its summary cannot be read');
  }
}

function part(bytes: Uint8Array, hit: CutHit, key: string, at: number): number {
  if (key === '_source') return source(bytes, hit, at);
  const after = skipValue(bytes, at, bytes.length);
  const name = PARTS.get(key);
  if (name && after !== PARTIAL) hit[name] = bytes.subarray(at, after);
  return after;
}

/** A document, in UTF-8 and without what is no JSON: a byte order mark, comments. */
function source(bytes: Uint8Array, hit: CutHit, at: number): number {
  const end = bytes.length;
  const from = skipMark(bytes, at, end);
  if (from === PARTIAL || from >= end) return PARTIAL;
  const width = bytes[from] === OPEN_BRACE ? unitBytes(bytes, from, end) : 1;
  if (width === PARTIAL) return PARTIAL;
  if (width > 1) return wideSource(bytes, hit, { from, width });
  seen.comments = false;
  const after = skipValue(bytes, from, end);
  if (after === PARTIAL) return PARTIAL;
  hit.source = tidied(bytes.subarray(from, after));
  return skipAfterDocument(bytes, after, end) ?? unreadable(hit);
}

function wideSource(bytes: Uint8Array, hit: CutHit, { from, width }: { from: number; width: number }): number {
  const after = skipWide(bytes, from, bytes.length, width);
  if (after === PARTIAL) return PARTIAL;
  const narrow = narrowed(bytes, from, after, width);
  seen.comments = false;
  skipValue(narrow, 0, narrow.length);
  hit.source = tidied(narrow);
  const next = skipWideSpace(bytes, after, bytes.length, width);
  return bytes[next] === SLASH ? unreadable(hit) : next;
}

function nameOf(json: Uint8Array): string {
  return String(JSON.parse(TEXT.decode(json)));
}

function unreadable({ index, id }: CutHit): never {
  throw new RowUnreadable({ index: nameOf(index), id: nameOf(id) });
}

/** Without the comments that were seen in it, which OpenSearch keeps but JSON does not know. */
function tidied(document: Uint8Array): Uint8Array {
  if (!seen.comments) return document;
  const out = new ByteBuffer(document.length);
  copyTidy(document, 0, document.length, out);
  return out.bytes.subarray(0, out.length);
}

/** From an object's brace to after it. `visit` gets where a member's value begins, and gives where it ends. */
function eachMember(bytes: Uint8Array, from: number, visit: (name: string, at: number) => number): number {
  if (bytes[from] !== OPEN_BRACE) throw malformed('there is no object where one is due');
  return eachOf(bytes, from, CLOSE_BRACE, (at) => {
    if (bytes[at] !== QUOTE) throw malformed('a member has no name');
    const after = skipString(bytes, at + 1, bytes.length);
    const colon = after === PARTIAL ? bytes.length : skipSpace(bytes, after, bytes.length);
    if (colon >= bytes.length) return PARTIAL;
    if (bytes[colon] !== COLON) throw malformed('a colon is missing');
    const value = skipSpace(bytes, colon + 1, bytes.length);
    return value >= bytes.length ? PARTIAL : visit(TEXT.decode(bytes.subarray(at + 1, after - 1)), value);
  });
}

function eachElement(bytes: Uint8Array, from: number, visit: (at: number) => number): number {
  if (bytes[from] !== OPEN_BRACKET) throw malformed('its hits are no list');
  return eachOf(bytes, from, CLOSE_BRACKET, visit);
}

/** What stands between an opening sign and `closing`, parted by commas. */
function eachOf(bytes: Uint8Array, from: number, closing: number, visit: (at: number) => number): number {
  const end = bytes.length;
  let i = skipSpace(bytes, from + 1, end);
  if (bytes[i] === closing) return i + 1;
  while (i < end) {
    const after = visit(i);
    if (after === PARTIAL) return PARTIAL;
    i = skipSpace(bytes, after, end);
    if (bytes[i] === closing) return i + 1;
    if (i < end && bytes[i] !== COMMA) throw malformed('a comma is missing');
    i = skipSpace(bytes, i + 1, end);
  }
  return PARTIAL;
}
