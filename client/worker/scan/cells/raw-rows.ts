import type { ByteBuffer } from '../../../../shared/json/bytes.ts';
import { BACKSLASH } from '../../../../shared/json/bytes.ts';
import { ColumnRows } from './column-rows.ts';
import { MISSING as NO_VALUE, NULL as NULL_VALUE, PLAIN as PLAIN_VALUE, TEXT as TEXT_VALUE } from './csv-reader.ts';
import { ESCAPED, HEAD_BYTES, JSON_CELL, MISSING, NULL, PLAIN, putHead, TEXT } from './raw-cells.ts';

/** Cells as they are stored (`raw-cells.ts`), one after another: each column's, and that of `_rest` where it is asked for. */
export class RawRowWriter extends ColumnRows {
  readonly #rest: boolean;

  constructor(columns: ConstructorParameters<typeof ColumnRows>[0]) {
    super(columns);
    this.#rest = columns.rest;
  }

  write(bytes: Uint8Array, out: ByteBuffer): void {
    const { order } = this;
    this.ids?.place(bytes, this.reader);
    for (let i = 0; i < order.length; i++) this.#cell(order[i] as number, bytes, out);
    if (!this.#rest) return;
    const { rest } = this.reader;
    if (rest.length === 0) putHead(out, MISSING, 0);
    else {
      const json = this.json.object(rest, bytes);
      put(out, JSON_CELL, json, { start: 0, stop: json.length });
    }
  }

  #cell(column: number, bytes: Uint8Array, out: ByteBuffer): void {
    const { reader } = this;
    const kind = reader.kinds[column];
    if (kind === NO_VALUE) putHead(out, MISSING, 0);
    else if (kind === NULL_VALUE) putHead(out, NULL, 0);
    else if (kind === TEXT_VALUE || kind === PLAIN_VALUE) {
      const span = { start: reader.starts[column] as number, stop: reader.stops[column] as number };
      put(out, kind === PLAIN_VALUE ? PLAIN : textKind(bytes, span), bytes, span);
    } else {
      const json = this.jsonOf(column, bytes);
      put(out, JSON_CELL, json, { start: 0, stop: json.length });
    }
  }
}

type Span = { start: number; stop: number };

function textKind(bytes: Uint8Array, { start, stop }: Span): number {
  for (let i = start; i < stop; i++) if (bytes[i] === BACKSLASH) return ESCAPED;
  return TEXT;
}

function put(out: ByteBuffer, kind: number, bytes: Uint8Array, { start, stop }: Span): void {
  out.reserve(stop - start + HEAD_BYTES);
  putHead(out, kind, stop - start);
  out.copy(bytes, start, stop);
}
