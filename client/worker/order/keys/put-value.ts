import type { ByteBuffer } from '../../../../shared/json/bytes.ts';

/** A sort value as raw JSON: `bytes[from, to)`. */
export type RawValue = { bytes: Uint8Array; from: number; to: number };

/**
 * Appends a value so that comparing bytes is comparing values in ascending order, and that no encoding is the beginning of another.
 * @throws page_malformed where the JSON is none of its type
 */
export type PutValue = (value: RawValue, out: ByteBuffer) => void;

/** A way to encode, and how many bytes of 0xff stand behind every value of it, inverted ones too. */
export type ValueCodec = { readonly put: PutValue; readonly missingBytes: number };
