import { ByteBuffer, QUOTE } from '../../../../shared/json/bytes.ts';
import { textOf } from '../../../../shared/json/json-text.ts';
import type { XlsxType } from '../../../../shared/request.ts';
import { ESCAPED, MISSING, NULL, PLAIN, type RawCells, TEXT, UNREAD } from '../../scan/cells/raw-cells.ts';
import { MomentReader } from '../typed/moment-reader.ts';
import { CellDates } from './dates.ts';
import { exactNumber, LONG_WHOLE, NO_NUMBER } from './exact-number.ts';
import { WHOLE } from './workbook.ts';
import { cut, escaped, MOST_CHARS, standsAsIs } from './xml-text.ts';

const UTF8 = new TextEncoder();
/** A byte order mark at the beginning of a text is a part of it. */
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
const NOTHING = UTF8.encode('<c/>');
const TEXT_BEGIN = UTF8.encode('<c t="inlineStr"><is><t xml:space="preserve">');
const TEXT_END = UTF8.encode('</t></is></c>');
const NUMBER_BEGIN = UTF8.encode('<c><v>');
const WHOLE_BEGIN = UTF8.encode(`<c s="${WHOLE}"><v>`);
const NUMBER_END = UTF8.encode('</v></c>');
const TRUE = UTF8.encode('<c t="b"><v>1</v></c>');
const FALSE = UTF8.encode('<c t="b"><v>0</v></c>');
const LETTER_T = 0x74;
const LETTER_F = 0x66;

/** Writes cells of a sheet, one after another: each of its column's type where its value is, and else as text. */
export class XlsxCellWriter {
  readonly out = new ByteBuffer(64 * 1024);
  readonly #moments = new MomentReader();
  readonly #dates: CellDates;

  constructor(zone: string) {
    this.#dates = new CellDates(zone);
  }

  /** False where the text is longer than a cell holds, and is cut. @throws page_malformed */
  write(type: XlsxType, cells: RawCells): boolean {
    const { kind, bytes, start, stop } = cells;
    if (kind === MISSING || kind === NULL) this.put(NOTHING);
    else if (type === 'date' && (kind === TEXT || kind === PLAIN) && this.#date(cells)) return true;
    else if (kind !== PLAIN || type === 'text' || !this.#plain(type, bytes, start, stop)) return this.#text(cells);
    return true;
  }

  put(bytes: Uint8Array): void {
    this.out.reserve(bytes.length);
    this.out.copy(bytes, 0, bytes.length);
  }

  #plain(type: XlsxType, bytes: Uint8Array, start: number, stop: number): boolean {
    const first = bytes[start];
    if (first === LETTER_T || first === LETTER_F) {
      if (type !== 'boolean') return false;
      this.put(first === LETTER_T ? TRUE : FALSE);
      return true;
    }
    const kept = type === 'number' ? exactNumber(bytes, start, stop) : NO_NUMBER;
    if (kept === NO_NUMBER) return false;
    this.put(kept === LONG_WHOLE ? WHOLE_BEGIN : NUMBER_BEGIN);
    this.out.reserve(stop - start);
    this.out.copy(bytes, start, stop);
    this.put(NUMBER_END);
    return true;
  }

  #date({ kind, bytes, start, stop }: RawCells): boolean {
    const moment = this.#moments;
    if (!moment.read(bytes, start, stop)) return false;
    const cell = this.#dates.of(moment);
    if (cell) this.put(UTF8.encode(`<c s="${cell.style}"><v>${cell.days}</v></c>`));
    // Milliseconds say nothing to a reader; a text is one already.
    else if (kind !== PLAIN || !this.#dateText()) return false;
    return true;
  }

  #dateText(): boolean {
    const { out } = this;
    const { length } = out;
    this.put(TEXT_BEGIN);
    const isWritten = this.#dates.writeText(this.#moments, out);
    if (isWritten) this.put(TEXT_END);
    else out.length = length;
    return isWritten;
  }

  #text({ kind, bytes, start, stop }: RawCells): boolean {
    // A string's own quotes are no part of it.
    const isString = kind === UNREAD && bytes[start] === QUOTE;
    const [from, to] = isString ? [start + 1, stop - 1] : [start, stop];
    const isEscaped = kind === ESCAPED || isString;
    this.put(TEXT_BEGIN);
    const isWhole =
      isEscaped || to - from > MOST_CHARS || !standsAsIs(bytes, from, to)
        ? this.#hardText(DECODER.decode(bytes.subarray(from, to)), isEscaped)
        : this.#copy(bytes, from, to);
    this.put(TEXT_END);
    return isWhole;
  }

  #copy(bytes: Uint8Array, from: number, to: number): true {
    this.out.reserve(to - from);
    this.out.copy(bytes, from, to);
    return true;
  }

  #hardText(content: string, isEscaped: boolean): boolean {
    const text = isEscaped ? textOf(content) : content;
    const held = cut(text);
    this.put(UTF8.encode(escaped(held)));
    return held === text;
  }
}
