import { CARRIED_HEAD_BYTES, MAX_CARRIED_BYTES } from '../../../shared/carrier.ts';

export type CarriedFrame = { kind: number; carried: Uint8Array<ArrayBuffer> };

/** Frames out of the pieces that an answer comes in, wherever it was cut. Each has a buffer of its own. */
export class CarriedFrames {
  readonly #head = new Uint8Array(CARRIED_HEAD_BYTES);
  #headFilled = 0;
  #carried: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;

  /** Gives each frame that the piece completes. @throws RangeError for what is no answer of a proxy's */
  add(piece: Uint8Array, each: (frame: CarriedFrame) => void): void {
    for (let at = 0; at < piece.length; ) {
      at += this.#carried ? this.#fill(this.#carried, piece.subarray(at)) : this.#fillHead(piece.subarray(at));
      const carried = this.#carried;
      if (!carried || this.#filled < carried.length) continue;
      this.#carried = undefined;
      this.#headFilled = 0;
      each({ kind: this.#head[0] ?? 0, carried });
    }
  }

  #fillHead(rest: Uint8Array): number {
    const bytes = rest.subarray(0, CARRIED_HEAD_BYTES - this.#headFilled);
    this.#head.set(bytes, this.#headFilled);
    this.#headFilled += bytes.length;
    if (this.#headFilled === CARRIED_HEAD_BYTES) {
      const length = new DataView(this.#head.buffer).getUint32(1);
      if (length > MAX_CARRIED_BYTES) throw new RangeError(`A frame of ${length} bytes`);
      this.#carried = new Uint8Array(length);
      this.#filled = 0;
    }
    return bytes.length;
  }

  #fill(carried: Uint8Array, rest: Uint8Array): number {
    const bytes = rest.subarray(0, carried.length - this.#filled);
    carried.set(bytes, this.#filled);
    this.#filled += bytes.length;
    return bytes.length;
  }
}
