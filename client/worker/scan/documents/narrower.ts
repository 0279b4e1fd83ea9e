import {
  ByteBuffer,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  malformed,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from '../../../../shared/json/bytes.ts';
import { skipSpace, skipString, skipValue } from '../../../../shared/json/skip.ts';
import { copyTidy } from '../../../../shared/json/tidy.ts';
import { type FieldEdge, type FieldNode, FieldTree, matchKey } from '../cells/field-tree.ts';
import { UnplacedFields } from '../cells/unplaced-fields.ts';

/** OpenSearch refuses documents that are nested deeper than 1000. */
const MAX_DEPTH = 1200;
/** Bytes of `{}` and `[]`. */
const EMPTY = 2;
const LETTER_N = 0x6e;

/** `bytes[start, end)` is a whole document; `tidy`: line breaks or comments stand between its tokens. */
type Stored = { readonly bytes: Uint8Array; readonly start: number; readonly end: number; readonly tidy: boolean };

/**
 * Copies a document with its chosen fields only, each value byte for byte, in the document's own nesting and order. They
 * are those that OpenSearch's `_source: {includes: […]}` gives: a field with all that is below it; of an array the
 * objects (and arrays) that hold any of them, while all else in it goes; and nothing of which nothing is left.
 */
export class Narrower {
  readonly tree: FieldTree;
  /** Of the row last copied. A field that is left out counts as a whole, not by what is below it. */
  readonly unplaced: UnplacedFields;
  #bytes: Uint8Array = new Uint8Array(0);
  #end = 0;
  #tidy = false;
  #out = new ByteBuffer(0);
  /** The member whose name `#key` has just passed. */
  #edge: FieldEdge | undefined;

  constructor(columns: readonly string[]) {
    this.tree = new FieldTree(columns);
    this.unplaced = new UnplacedFields(this.tree);
  }

  /** Appends no more bytes than the document has. @throws page_malformed */
  copy({ bytes, start, end, tidy }: Stored, out: ByteBuffer): void {
    out.reserve(end - start);
    this.#bytes = bytes;
    this.#end = end;
    this.#tidy = tidy;
    this.#out = out;
    this.unplaced.begin();
    this.#object(this.tree.root, start, 1);
  }

  /** From an opening brace to after its closing one. */
  #object(parent: FieldNode, from: number, depth: number): number {
    const first = this.#open(OPEN_BRACE, depth);
    let expected = parent.first;
    let previous: FieldEdge | undefined;
    let i = this.#space(from + 1);
    if (this.#bytes[i] === CLOSE_BRACE) return this.#close(CLOSE_BRACE, i);
    for (;;) {
      const met = expected === undefined ? -1 : matchKey(this.#bytes, i, this.#end, expected.key);
      if (met >= 0) i = met;
      else {
        i = this.#key(parent, i);
        expected = this.#edge as FieldEdge;
        if (previous === undefined) parent.first = expected;
        else previous.next = expected;
      }
      previous = expected as FieldEdge;
      i = this.#space(this.#member(previous, this.#space(i), first, depth));
      if (this.#bytes[i] === CLOSE_BRACE) return this.#close(CLOSE_BRACE, i);
      if (this.#bytes[i] !== COMMA) throw malformed('members are not parted by commas');
      i = this.#space(i + 1);
      expected = previous.next;
    }
  }

  /** Past a name that was not expected, and its colon. Sets `#edge`. */
  #key(parent: FieldNode, from: number): number {
    const bytes = this.#bytes;
    if (bytes[from] !== QUOTE) throw malformed('a member has no name');
    const after = skipString(bytes, from + 1, this.#end);
    const colon = this.#space(after);
    if (after < 0 || bytes[colon] !== COLON) throw malformed('a colon is missing');
    this.#edge = this.tree.member(parent, bytes, { start: from + 1, stop: after - 1 });
    return colon + 1;
  }

  /** The value at `from`, with its name before it where any of it stays. `first`: where the object's first member goes. */
  #member({ key, node }: FieldEdge, from: number, first: number, depth: number): number {
    const out = this.#out;
    const isWhole = node.column >= 0 || node.isBelow;
    if (!isWhole && !(node.isAbove && isNested(this.#bytes[from]))) return this.#leaveOut(node, from);
    const at = out.length;
    this.#part(first);
    out.copy(key, 0, key.length);
    if (isWhole) return this.#whole(from);
    const inner = out.length;
    const after = this.#nested(node, from, depth);
    if (out.length - inner === EMPTY) out.length = at;
    return after;
  }

  #nested(node: FieldNode, from: number, depth: number): number {
    return this.#bytes[from] === OPEN_BRACE ? this.#object(node, from, depth + 1) : this.#array(node, from, depth + 1);
  }

  #array(node: FieldNode, from: number, depth: number): number {
    const first = this.#open(OPEN_BRACKET, depth);
    let i = this.#space(from + 1);
    if (this.#bytes[i] === CLOSE_BRACKET) return this.#close(CLOSE_BRACKET, i);
    for (;;) {
      i = this.#space(this.#element(node, i, first, depth));
      if (this.#bytes[i] === CLOSE_BRACKET) return this.#close(CLOSE_BRACKET, i);
      if (this.#bytes[i] !== COMMA) throw malformed('values are not parted by commas');
      i = this.#space(i + 1);
    }
  }

  #element(node: FieldNode, from: number, first: number, depth: number): number {
    if (!isNested(this.#bytes[from])) return this.#leaveOut(node, from);
    const out = this.#out;
    const at = out.length;
    this.#part(first);
    const inner = out.length;
    const after = this.#nested(node, from, depth);
    if (out.length - inner === EMPTY) out.length = at;
    return after;
  }

  #leaveOut(node: FieldNode, from: number): number {
    // Null in the place of an object is nothing that gets lost.
    if (!node.isAbove || this.#bytes[from] !== LETTER_N) this.unplaced.add(node);
    return this.#after(from);
  }

  #whole(from: number): number {
    const after = this.#after(from);
    if (this.#tidy) copyTidy(this.#bytes, from, after, this.#out);
    else this.#out.copy(this.#bytes, from, after);
    return after;
  }

  #after(from: number): number {
    const after = from < this.#end ? skipValue(this.#bytes, from, this.#end) : -1;
    if (after < 0) throw malformed('a value has no end');
    return after;
  }

  #space(from: number): number {
    return skipSpace(this.#bytes, from, this.#end);
  }

  /** Gives where its first member or element goes. */
  #open(sign: number, depth: number): number {
    if (depth >= MAX_DEPTH) throw malformed('a document is nested too deeply');
    this.#out.bytes[this.#out.length++] = sign;
    return this.#out.length;
  }

  #close(sign: number, at: number): number {
    this.#out.bytes[this.#out.length++] = sign;
    return at + 1;
  }

  #part(first: number): void {
    if (this.#out.length > first) this.#out.bytes[this.#out.length++] = COMMA;
  }
}

function isNested(byte: number | undefined): boolean {
  return byte === OPEN_BRACE || byte === OPEN_BRACKET;
}
