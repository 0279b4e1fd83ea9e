import type { ExportFormat } from '../../../shared/request.ts';
import type { ScannerOptions } from '../scan/scanners.ts';
import { makeCsv } from './csv/csv.ts';
import type { Format, MakeFormat } from './format.ts';
import { makeJson } from './json/json.ts';
import { makeNdjson } from './ndjson/ndjson.ts';

type Kind = ExportFormat['kind'];

/** Every format there is, by its kind. */
const FORMATS: { [K in Kind]: MakeFormat<Extract<ExportFormat, { kind: K }>> } = {
  csv: makeCsv,
  ndjson: makeNdjson,
  json: makeJson,
};

/** How rows become a file of this format, as it is before it is packed. */
export function makeFormat(format: ExportFormat, options: ScannerOptions = {}): Format {
  // Each is asked with the format of its own kind, which the compiler cannot follow through the table.
  const make = FORMATS[format.kind] as MakeFormat<ExportFormat>;
  return make(format, options);
}

/** The same, packed where that was asked for; what packs is fetched then. */
export async function loadFormat(format: ExportFormat, options: ScannerOptions = {}): Promise<Format> {
  const made = makeFormat(format, options);
  if (!format.gzip) return made;
  const { gzipEncoders } = await import('./gzip/gzip-encoder.ts');
  return { ...made, makeEncoder: gzipEncoders(made.makeEncoder) };
}
