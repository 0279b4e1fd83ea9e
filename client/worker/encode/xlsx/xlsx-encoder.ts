import * as v from 'valibot';
import type { XlsxColumn, XlsxFormat } from '../../../../shared/request.ts';
import { RawCells } from '../../scan/cells/raw-cells.ts';
import type { Bytes, EncoderState, FileEncoder, FileReport, MakeEncoder } from '../encoder.ts';
import { readState } from '../read-state.ts';
import { reportOf } from '../typed/misfits.ts';
import { ZipWriter, zipStateSchema } from '../zip/zip-writer.ts';
import { XlsxCellWriter } from './cell-writer.ts';
import { rangeOf, sheetFoot, sheetHead } from './sheet.ts';
import { firstParts, lastParts, sheetPath } from './workbook.ts';

const UTF8 = new TextEncoder();
const ROW_BEGIN = UTF8.encode('<row>');
const ROW_END = UTF8.encode('</row>');
/** Of a sheet: Excel has no more rows, its header among them; and a zip file of more bytes would need another version. */
const MOST = { rows: 1_048_576, bytes: 3 * 2 ** 30 };
const REST: XlsxColumn = { name: '_rest', type: 'text' };
/** XML that waits to be packed. Bytes. */
const WAITING = 256 * 1024;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const stateSchema = v.strictObject({
  zip: zipStateSchema,
  /** Rows of the sheets that are whole, and of the one that is open, with their headers. */
  sheets: v.array(count),
  rows: count,
  /** XML of the sheet that is open. */
  bytes: count,
  /** Cells that were cut, by column. */
  cuts: v.map(v.string(), count),
});

/** Encoders of workbooks: https://ecma-international.org/publications-and-standards/standards/ecma-376/ */
export function xlsxEncoders(format: XlsxFormat, most: Partial<typeof MOST> = {}): MakeEncoder {
  return (state) => new XlsxEncoder(format, readState(stateSchema, state), { ...MOST, ...most });
}

class XlsxEncoder implements FileEncoder {
  readonly #columns: readonly XlsxColumn[];
  readonly #most: typeof MOST;
  readonly #cells: XlsxCellWriter;
  readonly #zip: ZipWriter;
  readonly #cuts: Map<string, number>;
  readonly #sheets: number[];
  #rows: number;
  #bytes: number;

  constructor(format: XlsxFormat, from: v.InferOutput<typeof stateSchema> | undefined, most: typeof MOST) {
    this.#columns = format.rest ? [...format.columns, REST] : format.columns;
    this.#most = most;
    this.#cells = new XlsxCellWriter(format.zone);
    this.#zip = new ZipWriter(from?.zip);
    this.#cuts = new Map(from?.cuts);
    this.#sheets = [...(from?.sheets ?? [])];
    this.#rows = from?.rows ?? 0;
    this.#bytes = from?.bytes ?? 0;
  }

  get heldBytes(): number {
    return this.#cells.out.bytes.length;
  }

  get report(): FileReport {
    return reportOf(this.#cuts, 'cut');
  }

  append(rows: Bytes): Bytes[] {
    const out: Bytes[] = [];
    const cells = new RawCells(rows);
    if (this.#columns.length === 0) return out;
    while (cells.hasMore) {
      if (this.#rows === 0) out.push(...this.#beginSheet());
      this.#writeRow(cells);
      if (this.#rows >= this.#most.rows || this.#bytes + this.#cells.out.length >= this.#most.bytes) {
        out.push(...this.#endSheet());
      } else if (this.#cells.out.length >= WAITING) out.push(...this.#pack());
    }
    out.push(...this.#pack());
    return out;
  }

  flush(): { bytes: Bytes[]; state: EncoderState } {
    const { bytes, state: zip } = this.#zip.flush();
    const state = { zip, sheets: [...this.#sheets], rows: this.#rows, bytes: this.#bytes };
    return { bytes, state: { ...state, cuts: new Map(this.#cuts) } };
  }

  finish(): Bytes[] {
    const out: Bytes[] = [];
    if (this.#isNew) out.push(...this.#beginSheet());
    if (this.#rows > 0) out.push(...this.#endSheet());
    const ranges = this.#sheets.map((rows) => rangeOf(this.#columns.length, rows));
    for (const { name, bytes } of lastParts(ranges)) out.push(...this.#zip.add(name, bytes));
    return [...out, ...this.#zip.finish()];
  }

  get #isNew(): boolean {
    return this.#rows === 0 && this.#sheets.length === 0;
  }

  /** @throws page_malformed */
  #writeRow(cells: RawCells): void {
    this.#cells.put(ROW_BEGIN);
    for (const { name, type } of this.#columns) {
      cells.next();
      if (!this.#cells.write(type, cells)) this.#cuts.set(name, (this.#cuts.get(name) ?? 0) + 1);
    }
    this.#cells.put(ROW_END);
    this.#rows++;
  }

  #beginSheet(): Bytes[] {
    const out = this.#isNew ? firstParts().flatMap(({ name, bytes }) => this.#zip.add(name, bytes)) : [];
    out.push(...this.#zip.begin(sheetPath(this.#sheets.length + 1), 'deflated'));
    this.#rows = 1;
    this.#bytes = 0;
    this.#cells.put(sheetHead(this.#columns, { isFirst: this.#sheets.length === 0 }));
    return [...out, ...this.#pack()];
  }

  #endSheet(): Bytes[] {
    this.#cells.put(sheetFoot(rangeOf(this.#columns.length, this.#rows)));
    const out = this.#pack();
    out.push(...this.#zip.end());
    this.#sheets.push(this.#rows);
    this.#rows = 0;
    return out;
  }

  /** What was written of the sheet goes into the archive. */
  #pack(): Bytes[] {
    const { out } = this.#cells;
    if (out.length === 0) return [];
    const packed = this.#zip.push(out.bytes.subarray(0, out.length));
    this.#bytes += out.length;
    out.length = 0;
    return packed;
  }
}
