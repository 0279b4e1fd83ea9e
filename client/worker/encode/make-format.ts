import { ByteBuffer } from '../../../shared/json/bytes.ts';
import type { CsvFormat, DocumentFormat, ExportFormat } from '../../../shared/request.ts';
import { CsvRowWriter } from '../scan/cells/csv-rows.ts';
import { IdentifiedRowWriter, JSON_FRAMING, NDJSON_FRAMING, SourceRowWriter } from '../scan/documents/source-rows.ts';
import { PlainHitCutter } from '../scan/hit-cutter.ts';
import { InputBuffer } from '../scan/input-buffer.ts';
import { PageReader } from '../scan/page-reader.ts';
import { isKept, RowLog } from '../scan/row-log.ts';
import type { RowWriter } from '../scan/row-writer.ts';
import type { MakeScanner } from '../scan/scanner.ts';
import { wasmScanners } from '../scan/simd/wasm-scanners.ts';
import { csvHead } from './csv/csv-head.ts';
import type { DateReaders, Format } from './format.ts';

export type FormatOptions = {
  /** A hit of more bytes is refused with row_too_large. */
  maxRowBytes?: number;
  /** `simd` takes what WebAssembly can do here and is the default; `plain` is the reference. */
  engine?: 'simd' | 'plain';
};

const DEFAULT_MAX_ROW_BYTES = 128 * 1024 * 1024;
const FIRST_BUFFER_BYTES = 512 * 1024;
const NOTHING = new Uint8Array(0);
const UTF8 = new TextEncoder();

/** How rows become a file of this format. One of these serves one export; its scanners may work side by side. */
export function makeFormat(format: ExportFormat, options: FormatOptions = {}): Format {
  switch (format.kind) {
    case 'csv':
      return {
        ...{ head: csvHead(format), foot: NOTHING, separatorBytes: 0, makeScanner: csvScanners(format, options) },
        ...(format.dates ? { scannerWith: (readers) => csvScanners(format, options, readers) } : {}),
      };
    case 'ndjson':
      return { head: NOTHING, foot: NOTHING, separatorBytes: 0, makeScanner: sourceScanners(format, options) };
    case 'json':
      return {
        head: UTF8.encode('['),
        foot: UTF8.encode('\n]\n'),
        separatorBytes: 1,
        makeScanner: sourceScanners(format, options),
      };
    default:
      return format satisfies never;
  }
}

function csvScanners(format: CsvFormat, options: FormatOptions, readers?: DateReaders): MakeScanner {
  const maxRowBytes = options.maxRowBytes ?? DEFAULT_MAX_ROW_BYTES;
  const writer = new CsvRowWriter(format, readers);
  const asStored = !format.guard && format.join === undefined && format.dates === undefined;
  const isCommon = asStored && new Set(format.columns).size === format.columns.length;
  const parts = {
    kind: 'csv',
    writer,
    maxRowBytes,
    tree: writer.tree,
    delimiter: format.delimiter.charCodeAt(0),
    rest: format.rest,
  } as const;
  const fast = isCommon && options.engine !== 'plain' ? wasmScanners(parts) : undefined;
  return fast ?? plainScanners(writer, maxRowBytes);
}

function sourceScanners({ kind, ids }: DocumentFormat, options: FormatOptions): MakeScanner {
  const maxRowBytes = options.maxRowBytes ?? DEFAULT_MAX_ROW_BYTES;
  const framing = kind === 'json' ? JSON_FRAMING : NDJSON_FRAMING;
  if (ids) return plainScanners(new IdentifiedRowWriter(framing), maxRowBytes);
  const writer = new SourceRowWriter(framing);
  const fast = options.engine !== 'plain' ? wasmScanners({ kind, writer, maxRowBytes }) : undefined;
  return fast ?? plainScanners(writer, maxRowBytes);
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
