import { ByteBuffer, CR, LF } from '../../../../shared/json/bytes.ts';
import type { CsvFormat } from '../../../../shared/request.ts';
import { CellWriter } from '../../scan/cells/cells.ts';

/** The last column where `_rest` is chosen. */
const REST_COLUMN = '_rest';

const UTF8 = new TextEncoder();

/** The header line, and the byte order mark before it where chosen. */
export function csvHead(format: CsvFormat): Uint8Array<ArrayBuffer> {
  const out = new ByteBuffer(256);
  const bom = format.bom ? [0xef, 0xbb, 0xbf] : [];
  out.bytes.set(bom);
  out.length = bom.length;
  if (!format.header) return out.bytes.slice(0, out.length);
  const cells = new CellWriter(format.delimiter.charCodeAt(0), format.guard);
  const columns = format.rest ? [...format.columns, REST_COLUMN] : format.columns;
  columns.forEach((column, i) => {
    out.reserve(3);
    if (i > 0) out.bytes[out.length++] = format.delimiter.charCodeAt(0);
    // A name is text like any other: a JSON string's content.
    const text = UTF8.encode(JSON.stringify(column));
    cells.text(text, 1, text.length - 1, out);
  });
  out.reserve(2);
  out.bytes[out.length++] = CR;
  out.bytes[out.length++] = LF;
  return out.bytes.slice(0, out.length);
}
