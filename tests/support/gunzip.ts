import { gunzipSync, inflateRawSync } from 'node:zlib';

const HEAD_BYTES = 10;
const TRAILER_BYTES = 8;

/** The text of a gzip file of one member, which is all that some readers take. @throws where it has more, or is not whole */
export function gunzipOne(file: Uint8Array): string {
  const packed = file.subarray(HEAD_BYTES, file.length - TRAILER_BYTES);
  // Node's types do not know what `info` makes of it.
  const inflated = inflateRawSync(packed, { info: true }) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  if (inflated.engine.bytesWritten !== packed.length) throw new Error('The file has more than one member.');
  // Checks the trailer: checksum and length.
  if (!gunzipSync(file).equals(inflated.buffer))
    throw new Error('The file holds something else beside its first member.');
  return inflated.buffer.toString('utf8');
}
