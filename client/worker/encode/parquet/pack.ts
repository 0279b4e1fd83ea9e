import crc32 from 'crc-32';
import type { ParquetFormat } from '../../../../shared/request.ts';
import type { Bytes } from '../encoder.ts';
import { gzipTrailer, HEAD, LEVEL } from '../gzip/gzip-encoder.ts';
import { Deflater } from '../gzip/zlib.ts';
import { snappy } from './snappy.ts';

export type Compression = ParquetFormat['compression'];

/** Parquet's number of each. */
export const CODECS: Readonly<Record<Compression, number>> = { none: 0, snappy: 1, gzip: 2 };

/** A page's bytes as they stand in the file. */
export function pack(bytes: Bytes, compression: Compression): Bytes {
  if (compression === 'none') return bytes;
  return compression === 'snappy' ? snappy(bytes) : gzip(bytes);
}

function gzip(bytes: Bytes): Bytes {
  const deflater = new Deflater(LEVEL);
  const trailer = gzipTrailer(crc32.buf(bytes), bytes.length);
  return joined([HEAD, ...deflater.push(bytes), ...deflater.finish(), trailer]);
}

export function joined(parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
