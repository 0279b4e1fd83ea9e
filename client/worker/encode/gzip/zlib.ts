import { SluiceError } from '../../../../shared/errors.ts';
import type { Bytes } from '../encoder.ts';
import { ZLIB_WASM } from './zlib.wasm.ts';

/** What `zlib-streams` exports of zlib. Addresses, bytes and codes are numbers. */
type ZlibExports = {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(bytes: number): number;
  free(address: number): void;
  deflate_new(): number;
  deflate_init_raw(stream: number, level: number): number;
  /** In its low 24 bits the bytes that came out, above them zlib's code. */
  deflate_process(stream: number, input: number, bytes: number, out: number, room: number, flush: number): number;
  deflate_last_consumed(stream: number): number;
  deflate_end(stream: number): number;
};

const GOES_ON = 0;
const SYNC_FLUSH = 2;
const FINISH = 4;
/** Bytes that go in, and come out, in one step. */
const STEP_BYTES = 128 * 1024;
const LENGTH_BITS = 0x00ff_ffff;
const NONE = new Uint8Array(0);

/** A raw deflate stream, of zlib in WebAssembly. It has a memory of its own, 16 MB, which another one has after `finish`. */
export class Deflater {
  readonly #zlib: ZlibExports;
  readonly #stream: number;
  readonly #in: number;
  readonly #out: number;

  /** @param level  1 (fast) to 9 @throws internal where WebAssembly is missing, or forbidden */
  constructor(level: number) {
    this.#zlib = takeInstance();
    this.#stream = this.#zlib.deflate_new();
    this.#in = this.#zlib.malloc(STEP_BYTES);
    this.#out = this.#zlib.malloc(STEP_BYTES);
    if (this.#zlib.deflate_init_raw(this.#stream, level) !== 0) throw failed();
  }

  push(bytes: Bytes): Bytes[] {
    const out: Bytes[] = [];
    for (let at = 0; at < bytes.length; at += STEP_BYTES) this.#step(bytes.subarray(at, at + STEP_BYTES), GOES_ON, out);
    return out;
  }

  /** All that went in is out then, up to the end of a byte, and what follows can be read without it. */
  flush(): Bytes[] {
    const out: Bytes[] = [];
    this.#step(NONE, SYNC_FLUSH, out);
    return out;
  }

  /** Nothing is asked of it after that. */
  finish(): Bytes[] {
    const out: Bytes[] = [];
    this.#step(NONE, FINISH, out);
    this.#zlib.deflate_end(this.#stream);
    this.#zlib.free(this.#in);
    this.#zlib.free(this.#out);
    idle.push(this.#zlib);
    return out;
  }

  #step(bytes: Uint8Array, flush: number, out: Bytes[]): void {
    const { memory, deflate_process, deflate_last_consumed } = this.#zlib;
    new Uint8Array(memory.buffer).set(bytes, this.#in);
    let fed = 0;
    let length = 0;
    do {
      const result = deflate_process(this.#stream, this.#in + fed, bytes.length - fed, this.#out, STEP_BYTES, flush);
      // Memory that has grown is another buffer.
      length = result & LENGTH_BITS;
      const isFault = result >> 24 < 0 && length === 0 && bytes.length > fed;
      fed += deflate_last_consumed(this.#stream);
      if (isFault) throw failed();
      if (length > 0) out.push(new Uint8Array(memory.buffer).slice(this.#out, this.#out + length));
    } while (length === STEP_BYTES || fed < bytes.length);
  }
}

let compiled: WebAssembly.Module | undefined;
/** Of streams that were finished, for the next one: browsers give a page some memories only. */
const idle: ZlibExports[] = [];

function takeInstance(): ZlibExports {
  const free = idle.pop();
  if (free) return free;
  try {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(ZLIB_WASM), (char) => char.charCodeAt(0)));
    // The package's contract, not checked again here; `dev/build-wasm.mjs` holds it to one build.
    const zlib = new WebAssembly.Instance(compiled, {}).exports as unknown as ZlibExports;
    zlib._initialize();
    return zlib;
  } catch (cause) {
    throw new SluiceError('internal', 'This browser runs no WebAssembly, which gzip needs. Export without gzip.', {
      cause,
    });
  }
}

function failed(): SluiceError {
  return new SluiceError('internal', 'The file could not be compressed. Export it without gzip.');
}
