import type { ByteBuffer } from '../../../../shared/json/bytes.ts';
import { seen, skipNested } from '../../../../shared/json/skip.ts';
import { copyTidy } from '../../../../shared/json/tidy.ts';
import type { FieldTree } from '../cells/field-tree.ts';
import type { RowWriter } from '../row-writer.ts';
import { Narrower } from './narrower.ts';

/** How rows that are whole documents are parted: `before` and `after` each. */
export type SourceFraming = { readonly before: Uint8Array; readonly after: Uint8Array };

const utf8 = new TextEncoder();
const NOTHING = new Uint8Array(0);
const NONE = new Int32Array(0);
const OPENING = utf8.encode('{');
const COMMA_BYTE = utf8.encode(',');
const SOURCE_NAME = utf8.encode('"_source":');
const CLOSING = utf8.encode('}');

/** One document a line. */
export const NDJSON_FRAMING: SourceFraming = { before: NOTHING, after: utf8.encode('\n') };
/** An array with one document a line; the file's first row goes without its comma. */
export const JSON_FRAMING: SourceFraming = { before: utf8.encode(',\n'), after: NOTHING };

/**
 * Each `_source` byte for byte, or those of its fields that are chosen, on one line: a line break between tokens becomes a
 * space, and so does a comment, which OpenSearch keeps but JSON does not know.
 */
export class SourceRowWriter implements RowWriter {
  readonly #framing: SourceFraming;
  readonly #narrower: Narrower | undefined;
  #start = 0;
  #end = 0;
  #tidy = false;

  /** @param columns  the fields that are chosen, as dotted paths; without it whole documents */
  constructor(framing: SourceFraming, columns?: readonly string[]) {
    this.#framing = framing;
    this.#narrower = columns && new Narrower(columns);
  }

  /** Of the chosen fields. */
  get tree(): FieldTree | undefined {
    return this.#narrower?.tree;
  }

  get unplacedIds(): Int32Array {
    return this.#narrower?.unplaced.ids ?? NONE;
  }

  get unplacedCount(): number {
    return this.#narrower?.unplaced.count ?? 0;
  }

  fieldPath(id: number): string {
    return this.#narrower?.tree.pathOf(id) ?? '';
  }

  read(bytes: Uint8Array, start: number, end: number): number {
    this.#start = start;
    this.#end = skipNested(bytes, start, end);
    this.#tidy = seen.breaks || seen.comments;
    return this.#end;
  }

  write(bytes: Uint8Array, out: ByteBuffer): void {
    put(this.#framing.before, out);
    this.put(bytes, out);
    put(this.#framing.after, out);
  }

  /** The row without what parts it from others. */
  protected put(bytes: Uint8Array, out: ByteBuffer): void {
    if (this.#narrower) {
      this.#narrower.copy({ bytes, start: this.#start, end: this.#end, tidy: this.#tidy }, out);
      return;
    }
    out.reserve(this.#end - this.#start);
    if (this.#tidy) copyTidy(bytes, this.#start, this.#end, out);
    else out.copy(bytes, this.#start, this.#end);
  }
}

/** The same, with what says which document it is: `{"_index":…,"_id":…,"_source":…}`, as OpenSearch's own hits have it. */
export class IdentifiedRowWriter extends SourceRowWriter {
  /** Beginnings and ends of the members beside `_source`. */
  readonly #identity: number[] = [];

  begin(): void {
    this.#identity.length = 0;
  }

  readonly identity = (_id: number, start: number, end: number): void => {
    this.#identity.push(start, end);
  };

  protected override put(bytes: Uint8Array, out: ByteBuffer): void {
    put(OPENING, out);
    for (let i = 0; i < this.#identity.length; i += 2) {
      const start = this.#identity[i] as number;
      const end = this.#identity[i + 1] as number;
      out.reserve(end - start + 1);
      copyTidy(bytes, start, end, out);
      put(COMMA_BYTE, out);
    }
    put(SOURCE_NAME, out);
    super.put(bytes, out);
    put(CLOSING, out);
  }
}

function put(bytes: Uint8Array, out: ByteBuffer): void {
  out.reserve(bytes.length);
  out.copy(bytes, 0, bytes.length);
}
