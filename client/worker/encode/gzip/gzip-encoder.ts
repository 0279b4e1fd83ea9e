import crc32 from 'crc-32';
import * as v from 'valibot';
import type { Bytes, EncoderState, FileEncoder, FileReport, MakeEncoder } from '../encoder.ts';
import { readState } from '../read-state.ts';
import { Deflater } from './zlib.ts';

/** Fast: a higher level makes the file a quarter smaller at most, in two to five times the time. */
export const LEVEL = 1;
/** RFC 1952: deflate, no name, no time, the fastest level, of an unknown system. */
export const HEAD = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff]);

/** `crc`, `length`: of what is packed so far, as the trailer will tell them (CRC-32; bytes, modulo 2³²). `inner`: the packed file's. */
const stateSchema = v.strictObject({
  crc: v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 31)), v.maxValue(2 ** 31 - 1)),
  length: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1)),
  inner: v.looseObject({}),
});

/**
 * Packs another format's file with gzip. It is one member however often it was gone on with, as many readers take the first one
 * only: at each flush the stream ends at a whole byte, and a later run goes on there with an empty window.
 */
export function gzipEncoders(makeInner: MakeEncoder): MakeEncoder {
  return (state) => {
    const from = readState(stateSchema, state);
    return new GzipEncoder(makeInner(from?.inner), from);
  };
}

class GzipEncoder implements FileEncoder {
  readonly #inner: FileEncoder;
  readonly #deflater = new Deflater(LEVEL);
  #crc: number;
  #length: number;
  #hasHead: boolean;

  constructor(inner: FileEncoder, from: { crc: number; length: number } | undefined) {
    this.#inner = inner;
    this.#crc = from?.crc ?? 0;
    this.#length = from?.length ?? 0;
    this.#hasHead = from !== undefined;
  }

  get report(): FileReport {
    return this.#inner.report ?? {};
  }

  append(rows: Bytes): Bytes[] {
    return this.#pack(this.#inner.append(rows));
  }

  flush(): { bytes: Bytes[]; state: EncoderState } {
    const { bytes, state: inner } = this.#inner.flush();
    const packed = [...this.#pack(bytes), ...this.#deflater.flush()];
    return { bytes: packed, state: { crc: this.#crc, length: this.#length, inner } };
  }

  finish(): Bytes[] {
    return [...this.#pack(this.#inner.finish()), ...this.#deflater.finish(), gzipTrailer(this.#crc, this.#length)];
  }

  #pack(parts: readonly Bytes[]): Bytes[] {
    const packed = this.#hasHead ? [] : [HEAD.slice()];
    this.#hasHead = true;
    for (const part of parts) {
      this.#crc = crc32.buf(part, this.#crc);
      this.#length = (this.#length + part.length) % 2 ** 32;
      packed.push(...this.#deflater.push(part));
    }
    return packed;
  }
}

/** @param length  bytes, modulo 2³² */
export function gzipTrailer(crc: number, length: number): Bytes {
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setInt32(0, crc, true);
  trailer.setUint32(4, length, true);
  return new Uint8Array(trailer.buffer);
}
