import type { ExportFormat } from '../../../shared/request.ts';
import { ByteBuffer } from '../rows/bytes.ts';
import { PlainHitCutter } from '../rows/hit-cutter.ts';
import { InputBuffer } from '../rows/input-buffer.ts';
import { PageReader } from '../rows/page-reader.ts';
import { isKept, RowLog } from '../rows/row-log.ts';
import type { RowWriter } from '../rows/row-writer.ts';
import type { MakeScanner } from '../rows/scanner.ts';
import { CsvRowWriter, csvHead } from './csv/csv-rows.ts';
import type { Format } from './format.ts';
import { JSON_FRAMING, NDJSON_FRAMING, SourceRowWriter } from './source-rows.ts';

export type FormatOptions = {
  /** A hit of more bytes is refused with row_too_large. */
  maxRowBytes?: number;
};

const DEFAULT_MAX_ROW_BYTES = 128 * 1024 * 1024;
const FIRST_BUFFER_BYTES = 512 * 1024;
const NOTHING = new Uint8Array(0);
const UTF8 = new TextEncoder();

/** How rows become a file of this format. One of these serves one export; its scanners may work side by side. */
export function makeFormat(format: ExportFormat, options: FormatOptions = {}): Format {
  const maxRowBytes = options.maxRowBytes ?? DEFAULT_MAX_ROW_BYTES;
  switch (format.kind) {
    case 'csv':
      return {
        head: csvHead(format),
        foot: NOTHING,
        separatorBytes: 0,
        makeScanner: plainScanners(new CsvRowWriter(format), maxRowBytes),
      };
    case 'ndjson':
      return {
        head: NOTHING,
        foot: NOTHING,
        separatorBytes: 0,
        makeScanner: plainScanners(new SourceRowWriter(NDJSON_FRAMING), maxRowBytes),
      };
    case 'json':
      return {
        head: UTF8.encode('['),
        foot: UTF8.encode('\n]\n'),
        separatorBytes: 1,
        makeScanner: plainScanners(new SourceRowWriter(JSON_FRAMING), maxRowBytes),
      };
    default:
      return format satisfies never;
  }
}

/** Scanners that share their buffers, one page after another. */
function plainScanners(writer: RowWriter, maxRowBytes: number): MakeScanner {
  const idle: { input: InputBuffer; out: ByteBuffer }[] = [];
  return (carry) => {
    const buffers = idle.pop() ?? {
      input: new InputBuffer(FIRST_BUFFER_BYTES),
      out: new ByteBuffer(FIRST_BUFFER_BYTES),
    };
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      if (!isKept(buffers.input.bytes.length) || !isKept(buffers.out.bytes.length)) return;
      buffers.input.clear();
      buffers.out.length = 0;
      idle.push(buffers);
    };
    const log = new RowLog(buffers.out, writer, carry);
    const { input } = buffers;
    return new PageReader(new PlainHitCutter({ input, log, writer, maxRowBytes, release }), maxRowBytes);
  };
}
