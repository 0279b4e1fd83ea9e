import type { Bytes } from '../encoder.ts';
import { LEVEL } from './gzip-encoder.ts';
import { Deflater } from './zlib.ts';

/** Bytes that these come to in a file, without its head and trailer. */
export function packedLength(bytes: Bytes): number {
  const deflater = new Deflater(LEVEL);
  return [...deflater.push(bytes), ...deflater.finish()].reduce((sum, part) => sum + part.length, 0);
}
