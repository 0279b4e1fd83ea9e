import type { DocumentFormat } from '../../../../shared/request.ts';
import { plainScanners } from '../plain-scanners.ts';
import { MAX_ROW_BYTES, type ScannerOptions, type Scanners } from '../scanners.ts';
import { wasmScanners } from '../simd/wasm-scanners.ts';
import { IdentifiedRowWriter, JSON_FRAMING, NDJSON_FRAMING, SourceRowWriter } from './source-rows.ts';

/** Rows as documents, whole or their chosen fields: one a line, or each with a comma before it. */
export function documentScanners({ kind, ids, columns }: DocumentFormat, options: ScannerOptions): Scanners {
  const maxRowBytes = options.maxRowBytes ?? MAX_ROW_BYTES;
  const framing = kind === 'json' ? JSON_FRAMING : NDJSON_FRAMING;
  if (ids) return { makeScanner: plainScanners(new IdentifiedRowWriter(framing, columns), maxRowBytes) };
  const writer = new SourceRowWriter(framing, columns);
  const { tree } = writer;
  const fast = options.engine !== 'plain' ? wasmScanners({ kind, writer, maxRowBytes, tree }) : undefined;
  return { makeScanner: fast ?? plainScanners(writer, maxRowBytes) };
}
