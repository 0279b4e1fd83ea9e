import * as v from 'valibot';
import type { ParquetColumn, ParquetFormat } from '../../../../shared/request.ts';
import { RawCells } from '../../scan/cells/raw-cells.ts';
import type { Bytes, EncoderState, FileEncoder, FileReport, MakeEncoder } from '../encoder.ts';
import { readState } from '../read-state.ts';
import { Misfits } from '../typed/misfits.ts';
import { ColumnChunk } from './column-chunk.ts';
import { footer, lengthOf, type PlacedChunk, rowGroup } from './metadata.ts';
import { joined } from './pack.ts';

const MAGIC = new TextEncoder().encode('PAR1');
/** A row group of more bytes is ended, with a block of rows, or wherever it has twice as many. */
const GROUP_BYTES = 8 * 1024 * 1024;
const GROUP_ROWS = 1_000_000;
/** So that a footer of a large file stays small: the second thousand groups are twice as large. */
const LARGER_AFTER = 1_000;
const REST: ParquetColumn = { name: '_rest', type: 'text' };

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const stateSchema = v.strictObject({
  /** Bytes of the file, and rows in it. */
  bytes: count,
  rows: count,
  /** Entries of the footer, one behind another. */
  groups: v.instance(Uint8Array<ArrayBuffer>),
  count,
  misfits: v.map(v.string(), count),
});

/** Encoders of Parquet, a row group at a time: https://parquet.apache.org/docs/file-format/ */
export function parquetEncoders(format: ParquetFormat, { groupBytes = GROUP_BYTES } = {}): MakeEncoder {
  return (state) => new ParquetEncoder(format, readState(stateSchema, state), groupBytes);
}

class ParquetEncoder implements FileEncoder {
  readonly #format: ParquetFormat;
  /** Those of the file; the last one may be `_rest`. */
  readonly #columns: readonly ParquetColumn[];
  readonly #chunks: readonly ColumnChunk[];
  readonly #misfits: Misfits;
  readonly #leastBytes: number;
  #bytes: number;
  #rows: number;
  #groups: Bytes;
  #count: number;
  #groupRows = 0;

  constructor(format: ParquetFormat, from: v.InferOutput<typeof stateSchema> | undefined, groupBytes: number) {
    this.#format = format;
    this.#leastBytes = groupBytes;
    this.#columns = uniquelyNamed(format.rest ? [...format.columns, REST] : format.columns);
    this.#chunks = this.#columns.map((column) => new ColumnChunk(column, format.compression));
    this.#misfits = new Misfits(
      format.columns.map(({ name }) => name),
      from?.misfits,
    );
    this.#bytes = from?.bytes ?? 0;
    this.#rows = from?.rows ?? 0;
    this.#groups = from?.groups ?? new Uint8Array(0);
    this.#count = from?.count ?? 0;
  }

  get isMidUnit(): boolean {
    return this.#groupRows > 0;
  }

  get heldBytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.heldBytes, this.#groups.length);
  }

  get report(): FileReport {
    return this.#misfits.report;
  }

  append(rows: Bytes): Bytes[] {
    const out = this.#head();
    const cells = new RawCells(rows);
    const limit = 2 * this.#mostBytes;
    for (let i = 1; this.#putRow(cells); i++) {
      // Looked at now and then: it costs a look at each column.
      if ((i & 255) === 0 && this.#groupBytes() > limit) out.push(...this.#endGroup());
    }
    if (this.#groupBytes() > this.#mostBytes || this.#groupRows >= GROUP_ROWS) out.push(...this.#endGroup());
    return out;
  }

  flush(): { bytes: Bytes[]; state: EncoderState } {
    const bytes = this.#endGroup();
    const state = { bytes: this.#bytes, rows: this.#rows, groups: this.#groups, count: this.#count };
    return { bytes, state: { ...state, misfits: new Map(this.#misfits.counts) } };
  }

  finish(): Bytes[] {
    const out = [...this.#head(), ...this.#endGroup()];
    const bytes = footer(this.#columns, { groups: this.#groups, count: this.#count, rows: this.#rows });
    const length = new Uint8Array(new Uint32Array([bytes.length]).buffer);
    return [...out, bytes, length, MAGIC.slice()];
  }

  get #mostBytes(): number {
    return this.#leastBytes * Math.min(2, 1 + Math.floor(this.#count / LARGER_AFTER));
  }

  #groupBytes(): number {
    let bytes = 0;
    for (const chunk of this.#chunks) bytes += chunk.bytes;
    return bytes;
  }

  #head(): Bytes[] {
    if (this.#bytes > 0) return [];
    this.#bytes = MAGIC.length;
    return [MAGIC.slice()];
  }

  /** False at the end of the rows. @throws page_malformed */
  #putRow(cells: RawCells): boolean {
    const { columns, rest } = this.#format;
    for (let i = 0; i < columns.length; i++) {
      if (!cells.next()) return false;
      const chunk = this.#chunks[i] as ColumnChunk;
      if (!chunk.put(cells.kind, cells.bytes, cells.start, cells.stop)) this.#misfits.add(i, cells);
    }
    if (rest) {
      if (!cells.next()) return false;
      const found = this.#misfits.takeRest(cells);
      (this.#chunks[columns.length] as ColumnChunk).put(found.kind, found.bytes, found.start, found.stop);
    } else {
      if (columns.length === 0) return false;
      this.#misfits.endRow();
    }
    this.#groupRows++;
    return true;
  }

  #endGroup(): Bytes[] {
    if (this.#groupRows === 0) return [];
    const out: Bytes[] = [];
    const placed: PlacedChunk[] = [];
    this.#columns.forEach((column, i) => {
      const chunk = (this.#chunks[i] as ColumnChunk).take();
      placed.push({ column, chunk, at: this.#bytes });
      for (const { parts } of [...(chunk.dictionary ? [chunk.dictionary] : []), ...chunk.pages]) out.push(...parts);
      this.#bytes += lengthOf(chunk);
    });
    this.#groups = joined([this.#groups, rowGroup(placed, this.#groupRows, this.#format.compression)]);
    this.#rows += this.#groupRows;
    this.#count++;
    this.#groupRows = 0;
    return out;
  }
}

/** Readers know a column by its name: of two with the same one the second has a number. */
function uniquelyNamed(columns: readonly ParquetColumn[]): ParquetColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let n = 2; taken.has(name); n++) name = `${column.name}_${n}`;
    taken.add(name);
    return { ...column, name };
  });
}
