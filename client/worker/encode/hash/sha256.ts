import { createSHA256 } from 'hash-wasm';
import type { Hasher } from './hash-encoder.ts';

/** SHA-256 in WebAssembly. Rejects where that is missing, or forbidden. */
export function makeSha256(): Promise<Hasher> {
  return createSHA256();
}
