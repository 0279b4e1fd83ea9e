import type { DocumentFormat } from '../../../../shared/request.ts';
import { plainScanners } from '../plain-scanners.ts';
import { MAX_ROW_BYTES, type ScannerOptions, type Scanners } from '../scanners.ts';
import { wasmScanners } from '../simd/wasm-scanners.ts';
import { IdentifiedRowWriter, JSON_FRAMING, NDJSON_FRAMING, SourceRowWriter } from './source-rows.ts';

/** Rows as whole documents: one a line, or each with a comma before it. */
export function documentScanners({ kind, ids }: DocumentFormat, options: ScannerOptions): Scanners {
  const maxRowBytes = options.maxRowBytes ?? MAX_ROW_BYTES;
  const framing = kind === 'json' ? JSON_FRAMING : NDJSON_FRAMING;
  if (ids) return { makeScanner: plainScanners(new IdentifiedRowWriter(framing), maxRowBytes) };
  const writer = new SourceRowWriter(framing);
  const fast = options.engine !== 'plain' ? wasmScanners({ kind, writer, maxRowBytes }) : undefined;
  return { makeScanner: fast ?? plainScanners(writer, maxRowBytes) };
}
