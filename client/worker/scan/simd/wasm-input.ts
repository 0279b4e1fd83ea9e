import { SluiceError } from '../../../../shared/errors.ts';
import type { Input } from '../input-buffer.ts';
import type { ScannerExports } from './instance.ts';

const FIRST_BYTES = 512 * 1024;

export function outOfMemory(): SluiceError {
  return new SluiceError(
    'row_too_large',
    'A single row is larger than fits into memory here. Narrow the search so that it leaves that row out.',
  );
}

/** A page's bytes in the scanner's memory; `start` and `end` are addresses. */
export class WasmInput implements Input {
  start: number;
  end: number;
  readonly #scanner: ScannerExports;
  readonly #base: number;
  #capacity = FIRST_BYTES;
  #view = new Uint8Array(0);

  constructor(scanner: ScannerExports) {
    this.#scanner = scanner;
    this.#base = scanner.inputAt.value;
    this.start = this.#base;
    this.end = this.#base;
    if (!scanner.reserveInput(this.#capacity)) throw outOfMemory();
  }

  /** All of the memory. It is another one after the memory has grown. */
  get bytes(): Uint8Array<ArrayBuffer> {
    const { buffer } = this.#scanner.memory;
    if (this.#view.buffer !== buffer) this.#view = new Uint8Array(buffer);
    return this.#view;
  }

  append(chunk: Uint8Array): void {
    if (this.end + chunk.length > this.#base + this.#capacity) this.#makeRoom(chunk.length);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  clear(): void {
    this.start = this.#base;
    this.end = this.#base;
  }

  #makeRoom(extra: number): void {
    const held = this.end - this.start;
    this.bytes.copyWithin(this.#base, this.start, this.end);
    this.start = this.#base;
    this.end = this.#base + held;
    if (held + extra <= this.#capacity) return;
    const capacity = Math.max(held + extra, Math.ceil(this.#capacity * 1.5));
    if (!this.#scanner.reserveInput(capacity)) throw outOfMemory();
    this.#capacity = capacity;
  }
}
