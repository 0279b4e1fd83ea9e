/** A page's bytes that have come and are not yet cut: `bytes[start, end)`. */
export interface Input {
  readonly bytes: Uint8Array;
  start: number;
  readonly end: number;
  /** Takes a copy. May move what it holds: `start`, `end` and `bytes` are new then. */
  append(chunk: Uint8Array): void;
}

/** In the engine's own memory; used for one page after another. */
export class InputBuffer implements Input {
  bytes: Uint8Array<ArrayBuffer>;
  start = 0;
  end = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  append(chunk: Uint8Array): void {
    if (this.end + chunk.length > this.bytes.length) this.makeRoom(chunk.length);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  clear(): void {
    this.start = 0;
    this.end = 0;
  }

  private makeRoom(extra: number): void {
    const held = this.end - this.start;
    if (held + extra > this.bytes.length) {
      const grown = new Uint8Array(Math.max(held + extra, Math.ceil(this.bytes.length * 1.5)));
      grown.set(this.bytes.subarray(this.start, this.end));
      this.bytes = grown;
    } else {
      this.bytes.copyWithin(0, this.start, this.end);
    }
    this.start = 0;
    this.end = held;
  }
}
