import type { Bytes, EncoderState, FileEncoder, FileReport, MakeEncoder } from '../../client/worker/encode/encoder.ts';

type State = { inner: EncoderState; flushes: number };

/** Encoders that give out nothing until `most` rows have come or they are told to, as formats do that write in units. */
export function holdingEncoders(makeInner: MakeEncoder, most: number): MakeEncoder {
  return (state) => new HoldingEncoder(makeInner, most, state as State | undefined);
}

class HoldingEncoder implements FileEncoder {
  readonly #inner: FileEncoder;
  readonly #most: number;
  #held: Bytes[] = [];
  #flushes: number;

  constructor(makeInner: MakeEncoder, most: number, state: State | undefined) {
    this.#inner = makeInner(state?.inner);
    this.#most = most;
    this.#flushes = state?.flushes ?? 0;
  }

  get report(): FileReport {
    return this.#inner.report ?? {};
  }

  append(rows: Bytes): Bytes[] {
    this.#held.push(...this.#inner.append(rows));
    return this.#held.length < this.#most ? [] : this.#take();
  }

  flush() {
    const { bytes, state: inner } = this.#inner.flush();
    this.#held.push(...bytes);
    this.#flushes += 1;
    return { bytes: this.#take(), state: { inner, flushes: this.#flushes } };
  }

  finish(): Bytes[] {
    return [...this.#take(), ...this.#inner.finish()];
  }

  #take(): Bytes[] {
    return this.#held.splice(0);
  }
}
