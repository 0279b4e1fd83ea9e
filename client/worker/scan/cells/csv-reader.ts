import {
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
  SPACE,
} from '../../../../shared/json/bytes.ts';
import { seen, skipNested, skipScalar, skipSpace, skipString, skipValue } from '../../../../shared/json/skip.ts';
import { type FieldEdge, type FieldNode, type FieldTree, matchKey } from './field-tree.ts';
import { UnplacedFields } from './unplaced-fields.ts';

/** What a column holds in the row at hand. */
export const MISSING = 0;
/** A number, true or false: written as it stands. */
export const PLAIN = 1;
/** A string; its span goes without the quotes. */
export const TEXT = 2;
export const NULL = 3;
/** An array. */
export const RAW = 4;
/** An array with comments in it. */
export const RAW_COMMENTED = 5;
export const EMPTY_OBJECT = 6;
/** Several values: see `valuesOf`. */
export const REPEATED = 7;
/** Values out of an array's objects, none to many: see `valuesOf`. The arrays among them are opened. */
export const LISTED = 8;

/** A value, of TEXT without its quotes. `isListed`: out of an array's objects. */
export type Found = { node: FieldNode; isListed: boolean; kind: number; start: number; stop: number };

/** OpenSearch refuses documents that are nested deeper than 1000. */
const MAX_DEPTH = 1200;

/** Finds the columns' values in a document: where they lie, nothing is copied. One row at a time. */
export class CsvReader {
  readonly tree: FieldTree;
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly stops: Int32Array;
  /** All values of columns that have several, in the document's order. */
  readonly #repeats = new Map<number, Found[]>();
  /** Values without a column, if they are asked for. */
  readonly rest: Found[] = [];
  readonly unplaced: UnplacedFields;
  readonly #keepsRest: boolean;
  #bytes: Uint8Array = new Uint8Array(0);
  #end = 0;
  /** Arrays that the value at hand lies in, and whose objects are looked into. */
  #lists = 0;
  /** One of them stands in a column as a whole: what lies in it is placed. */
  #isPlaced = false;
  /** The member whose name `#key` has just passed. */
  #edge: FieldEdge | undefined;

  constructor(tree: FieldTree, keepsRest: boolean) {
    this.tree = tree;
    this.unplaced = new UnplacedFields(tree);
    this.#keepsRest = keepsRest;
    this.kinds = new Uint8Array(tree.columnCount);
    this.starts = new Int32Array(tree.columnCount);
    this.stops = new Int32Array(tree.columnCount);
  }

  /** Reads the object that begins at `start`; gives the index after it, or PARTIAL. @throws page_malformed */
  read(bytes: Uint8Array, start: number, end: number): number {
    this.#bytes = bytes;
    this.#end = end;
    this.unplaced.begin();
    this.kinds.fill(MISSING);
    this.#lists = 0;
    this.#isPlaced = false;
    if (this.#repeats.size > 0) this.#repeats.clear();
    if (this.rest.length > 0) this.rest.length = 0;
    const i = skipSpace(bytes, start + 1, end);
    if (i >= end) return PARTIAL;
    return bytes[i] === CLOSE_BRACE ? i + 1 : this.#members(this.tree.root, i, 1);
  }

  /** Gives a column of the row last read its value: one that does not stand in the document. */
  set(column: number, value: { kind: number; start: number; stop: number }): void {
    this.kinds[column] = value.kind;
    this.starts[column] = value.start;
    this.stops[column] = value.stop;
  }

  /** Of a column that is REPEATED or LISTED, in the document's order. */
  valuesOf(column: number): readonly Found[] {
    return this.#repeats.get(column) ?? [];
  }

  /** From the first member's name to after the closing brace. */
  #members(parent: FieldNode, from: number, depth: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let previous: FieldEdge | undefined;
    let expected = parent.first;
    let i = from;
    for (;;) {
      const hit = expected === undefined ? PARTIAL : matchKey(bytes, i, end, expected.key);
      if (hit >= 0) i = hit;
      else {
        i = this.#key(parent, i);
        if (i < 0) return PARTIAL;
        expected = this.#edge as FieldEdge;
        if (previous === undefined) parent.first = expected;
        else previous.next = expected;
      }
      if (i < end && isSpace(bytes[i] as number)) i = skipSpace(bytes, i, end);
      if (i >= end) return PARTIAL;
      previous = expected as FieldEdge;
      i = this.#value(previous.node, i, depth);
      if (i < 0) return PARTIAL;
      if (i < end && isSpace(bytes[i] as number)) i = skipSpace(bytes, i, end);
      if (i >= end) return PARTIAL;
      if (bytes[i] === CLOSE_BRACE) return i + 1;
      if (bytes[i] !== COMMA) throw malformed('members are not parted by commas');
      i++;
      if (i < end && isSpace(bytes[i] as number)) i = skipSpace(bytes, i, end);
      expected = previous.next;
    }
  }

  /** Past a name that was not expected, and its colon. Sets `#edge`. */
  #key(parent: FieldNode, from: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    if (from >= end) return PARTIAL;
    if (bytes[from] !== QUOTE) throw malformed('a member has no name');
    const after = skipString(bytes, from + 1, end);
    if (after < 0) return PARTIAL;
    const colon = skipSpace(bytes, after, end);
    if (colon >= end) return PARTIAL;
    if (bytes[colon] !== COLON) throw malformed('a colon is missing');
    this.#edge = this.tree.member(parent, bytes, { start: from + 1, stop: after - 1 });
    return colon + 1;
  }

  #value(node: FieldNode, from: number, depth: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    const first = bytes[from];
    if (first === QUOTE) {
      const after = skipString(bytes, from + 1, end);
      if (after > 0) this.#put(node, TEXT, from + 1, after - 1);
      return after;
    }
    if (first === OPEN_BRACE) return this.#object(node, from, depth);
    if (first === OPEN_BRACKET) return node.isAbove ? this.#list(node, from, depth) : this.#array(node, from);
    const after = skipScalar(bytes, from, end);
    if (after > 0) this.#put(node, first === 0x6e ? NULL : PLAIN, from, after);
    return after;
  }

  #object(node: FieldNode, from: number, depth: number): number {
    if (depth >= MAX_DEPTH) throw malformed('a document is nested too deeply');
    const i = skipSpace(this.#bytes, from + 1, this.#end);
    if (i >= this.#end) return PARTIAL;
    if (this.#bytes[i] !== CLOSE_BRACE) return this.#members(node, i, depth + 1);
    this.#put(node, EMPTY_OBJECT, from, i + 1);
    return i + 1;
  }

  #array(node: FieldNode, from: number): number {
    const after = skipNested(this.#bytes, from, this.#end);
    if (after > 0) this.#put(node, seen.comments ? RAW_COMMENTED : RAW, from, after);
    return after;
  }

  /** An array at a path with columns below. */
  #list(node: FieldNode, from: number, depth: number): number {
    const wasPlaced = this.#isPlaced;
    if (node.column >= 0) {
      if (this.#array(node, from) < 0) return PARTIAL;
      this.#isPlaced = true;
    }
    this.#lists++;
    const after = this.#elements(node, from, depth);
    this.#lists--;
    this.#isPlaced = wasPlaced;
    return after;
  }

  #elements(node: FieldNode, from: number, depth: number): number {
    if (depth >= MAX_DEPTH) throw malformed('a document is nested too deeply');
    const bytes = this.#bytes;
    const end = this.#end;
    let i = skipSpace(bytes, from + 1, end);
    if (i < end && bytes[i] === CLOSE_BRACKET) return i + 1;
    for (;;) {
      if (i >= end) return PARTIAL;
      i = this.#element(node, i, depth + 1);
      if (i < 0) return PARTIAL;
      i = skipSpace(bytes, i, end);
      if (i >= end) return PARTIAL;
      if (bytes[i] === CLOSE_BRACKET) return i + 1;
      if (bytes[i] !== COMMA) throw malformed('values are not parted by commas');
      i = skipSpace(bytes, i + 1, end);
    }
  }

  #element(node: FieldNode, from: number, depth: number): number {
    const first = this.#bytes[from];
    if (first === OPEN_BRACKET) return this.#elements(node, from, depth);
    if (first === OPEN_BRACE) {
      const i = skipSpace(this.#bytes, from + 1, this.#end);
      if (i >= this.#end) return PARTIAL;
      if (this.#bytes[i] !== CLOSE_BRACE) return this.#members(node, i, depth);
    }
    // In a column of the array's own it stands already.
    return node.column >= 0 ? skipValue(this.#bytes, from, this.#end) : this.#value(node, from, depth);
  }

  #put(node: FieldNode, kind: number, start: number, stop: number): void {
    const { column } = node;
    if (column < 0) {
      // An object without a value: the columns below show that as empty cells.
      if (!this.#isPlaced && !(node.isAbove && (kind === NULL || kind === EMPTY_OBJECT))) {
        this.#miss(node, kind, start, stop);
      }
    } else if (this.#lists > 0) this.#repeat(node, LISTED, { kind, start, stop });
    else if (this.kinds[column] === MISSING) {
      this.kinds[column] = kind;
      this.starts[column] = start;
      this.stops[column] = stop;
    } else this.#repeat(node, REPEATED, { kind, start, stop });
  }

  #miss(node: FieldNode, kind: number, start: number, stop: number): void {
    if (this.#keepsRest) this.rest.push({ node, isListed: this.#lists > 0, kind, start, stop });
    this.unplaced.add(node);
  }

  /** `as`: what the column is from now on, unless it is LISTED already. */
  #repeat(node: FieldNode, as: number, value: Pick<Found, 'kind' | 'start' | 'stop'>): void {
    const { column } = node;
    const before = this.kinds[column] as number;
    const values = this.#repeats.get(column) ?? [];
    if (values.length === 0) this.#repeats.set(column, values);
    if (before !== MISSING && before !== REPEATED && before !== LISTED) {
      const span = { start: this.starts[column] as number, stop: this.stops[column] as number };
      values.push({ node, isListed: false, kind: before, ...span });
    }
    if (before !== LISTED) this.kinds[column] = as;
    values.push({ node, isListed: as === LISTED, ...value });
  }
}

function isSpace(byte: number): boolean {
  return byte <= SPACE || byte === SLASH;
}
