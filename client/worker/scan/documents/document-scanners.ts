import type { DocumentFormat } from '../../../../shared/request.ts';
import { plainScanners } from '../plain-scanners.ts';
import { limitsOf, type ScannerOptions, type Scanners } from '../scanners.ts';
import { wasmScanners } from '../simd/wasm-scanners.ts';
import { IdentifiedRowWriter, JSON_FRAMING, NDJSON_FRAMING, SourceRowWriter } from './source-rows.ts';

/** Rows as documents, whole or their chosen fields: one a line, or each with a comma before it. */
export function documentScanners({ kind, ids, columns }: DocumentFormat, options: ScannerOptions): Scanners {
  const limits = limitsOf(options);
  const framing = kind === 'json' ? JSON_FRAMING : NDJSON_FRAMING;
  if (ids) return { makeScanner: plainScanners(new IdentifiedRowWriter(framing, columns), limits) };
  const writer = new SourceRowWriter(framing, columns);
  const { tree } = writer;
  const fast = options.engine !== 'plain' ? wasmScanners({ kind, writer, limits, tree }) : undefined;
  return { makeScanner: fast ?? plainScanners(writer, limits) };
}
