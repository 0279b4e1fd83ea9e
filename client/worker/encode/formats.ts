import { sortValuesOf } from '../../../shared/order.ts';
import type { ExportFormat, ExportRequest, TextFormat, TypedFormat } from '../../../shared/request.ts';
import type { ScannerOptions } from '../scan/scanners.ts';
import { makeCsv } from './csv/csv.ts';
import type { Format, MakeFormat } from './format.ts';
import { type Hasher, hashEncoders } from './hash/hash-encoder.ts';
import { makeJson } from './json/json.ts';
import { makeNdjson } from './ndjson/ndjson.ts';
import type { PartPlaces } from './parts/part-places.ts';

/** Formats of text, by kind. */
const TEXT: { [K in TextFormat['kind']]: MakeFormat<Extract<TextFormat, { kind: K }>> } = {
  csv: makeCsv,
  ndjson: makeNdjson,
  json: makeJson,
};

/** Formats of typed columns, by kind: each is fetched when it is asked for. */
const TYPED: { [K in TypedFormat['kind']]: () => Promise<MakeFormat<Extract<TypedFormat, { kind: K }>>> } = {
  parquet: async () => (await import('./parquet/parquet.ts')).makeParquet,
  xlsx: async () => (await import('./xlsx/xlsx.ts')).makeXlsx,
};

/** How rows become a file of this format, as it is before it is packed. */
export function makeFormat(format: TextFormat, options: ScannerOptions = {}): Format {
  // Each is asked with the format of its own kind, which the compiler cannot follow through the table.
  const make = TEXT[format.kind] as MakeFormat<TextFormat>;
  return make(format, options);
}

/** The same of any format, packed where that was asked for; what makes it is fetched then. */
export async function loadFormat(format: ExportFormat, options: ScannerOptions = {}): Promise<Format> {
  if (format.kind === 'parquet' || format.kind === 'xlsx') {
    const make = (await TYPED[format.kind]()) as MakeFormat<TypedFormat>;
    return make(format, options);
  }
  const made = makeFormat(format, options);
  if (!format.gzip) return made;
  const { gzipEncoders } = await import('./gzip/gzip-encoder.ts');
  return { ...made, makeEncoder: gzipEncoders(made.makeEncoder) };
}

type Asked = Pick<ExportRequest, 'format' | 'fileName' | 'parts' | 'order'>;

/**
 * How rows become the whole file that was asked for, in parts or not, which is told with its SHA-256; without that where the browser cannot make
 * one, as no export is to fail for it.
 *
 * @param places  told where the parts lie, for whoever makes files of them: these have hashes, and not the archive
 */
export async function loadFile(asked: Asked, places?: PartPlaces): Promise<Format> {
  const hasher = places ? undefined : loadHasher();
  const made = await loadFormat(asked.format, { sortValues: sortValuesOf(asked.order) });
  const { parts } = asked;
  if (!parts) return { ...made, makeEncoder: hashEncoders(made.makeEncoder, await hasher) };
  const { partsFor } = await import('./parts/parts.ts');
  return { ...made, makeEncoder: hashEncoders(partsFor(made.makeEncoder, { ...asked, parts }, places), await hasher) };
}

/** Undefined where the browser cannot make a SHA-256. */
export function loadHasher(): Promise<Hasher | undefined> {
  return import('./hash/sha256.ts').then(({ makeSha256 }) => makeSha256()).catch(() => undefined);
}
