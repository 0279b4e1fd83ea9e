import { ByteBuffer } from '../../../../shared/json/bytes.ts';

/*
 * Thrift's compact protocol, as far as Parquet's metadata needs it:
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */

const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
export const STRUCT = 12;
export const I32_ITEMS = I32;
export const BINARY_ITEMS = BINARY;
/** More items have their number behind the head. */
const SHORT_LIST = 15;

const UTF8 = new TextEncoder();

/** Writes one struct and those in it. Fields come in the order of their numbers. */
export class CompactWriter {
  readonly #out = new ByteBuffer(256);
  /** The last field of each struct that is open. */
  readonly #last: number[] = [];

  bool(field: number, value: boolean): void {
    this.#field(field, value ? TRUE : FALSE);
  }

  i8(field: number, value: number): void {
    this.#field(field, BYTE);
    this.#byte(value);
  }

  i32(field: number, value: number): void {
    this.#field(field, I32);
    this.#zigzag(value);
  }

  /** A whole number that a double holds. */
  i64(field: number, value: number): void {
    this.#field(field, I64);
    this.#zigzag(value);
  }

  binary(field: number, bytes: Uint8Array): void {
    this.#field(field, BINARY);
    this.#bytes(bytes);
  }

  text(field: number, text: string): void {
    this.binary(field, UTF8.encode(text));
  }

  /** Its fields follow, then `end`. */
  struct(field: number): void {
    this.#field(field, STRUCT);
    this.#last.push(0);
  }

  /** A struct that is no field: the outermost one, or one in a list. Its fields follow, then `end`. */
  item(): void {
    this.#last.push(0);
  }

  end(): void {
    this.#byte(0);
    this.#last.pop();
  }

  /** So many items of the kind follow. */
  list(field: number, kind: number, length: number): void {
    this.#field(field, LIST);
    if (length < SHORT_LIST) this.#byte((length << 4) | kind);
    else {
      this.#byte(0xf0 | kind);
      this.#varint(length);
    }
  }

  i32Item(value: number): void {
    this.#zigzag(value);
  }

  textItem(text: string): void {
    this.#bytes(UTF8.encode(text));
  }

  /** Items that were written before, one behind another. */
  items(written: Uint8Array): void {
    this.#out.reserve(written.length);
    this.#out.copy(written, 0, written.length);
  }

  /** All that was written. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#out.bytes.slice(0, this.#out.length);
  }

  #field(field: number, kind: number): void {
    const open = this.#last.length - 1;
    const step = field - (this.#last[open] as number);
    this.#last[open] = field;
    // No struct of Parquet's leaves out more than fourteen.
    this.#byte((step << 4) | kind);
  }

  #zigzag(value: number): void {
    this.#varint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  #varint(value: number): void {
    let left = value;
    while (left >= 0x80) {
      this.#byte((left % 0x80) + 0x80);
      left = Math.floor(left / 0x80);
    }
    this.#byte(left);
  }

  #bytes(bytes: Uint8Array): void {
    this.#varint(bytes.length);
    this.items(bytes);
  }

  #byte(byte: number): void {
    this.#out.reserve(1);
    this.#out.bytes[this.#out.length++] = byte;
  }
}
