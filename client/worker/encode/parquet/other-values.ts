import { PLAIN } from '../../scan/cells/raw-cells.ts';
import type { Bytes } from '../encoder.ts';
import { readDouble } from './numbers.ts';
import { type Bounds, FIRST_VALUES, type Values, withRoom } from './values.ts';

/** Doubles, or floats of half their bytes. */
export class FloatValues implements Values {
  count = 0;
  readonly #isFloat: boolean;
  #values = new Float64Array(FIRST_VALUES);
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  constructor(kind: 'float' | 'double') {
    this.#isFloat = kind === 'float';
  }

  get size(): number {
    return this.count * (this.#isFloat ? 4 : 8);
  }

  put(kind: number, bytes: Uint8Array, start: number, stop: number): boolean {
    if (kind !== PLAIN) return false;
    const read = readDouble(bytes, start, stop);
    const value = this.#isFloat ? Math.fround(read) : read;
    // Neither what is no number nor what is past the type's range.
    if (!Number.isFinite(value)) return false;
    // A whole number is held exactly or not at all; what has a fraction is the nearest, as OpenSearch has it itself, unless that is zero.
    if (value !== read && (value === 0 || Number.isInteger(read))) return false;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#values = withRoom(this.#values, this.count);
    this.#values[this.count++] = value;
    return true;
  }

  cutBack(count: number): void {
    this.count = count;
  }

  takePage(): Bytes {
    const bytes = this.#bytesOf(this.#values.slice(0, this.count));
    this.count = 0;
    return bytes;
  }

  /** Zero has a sign that comparing does not see: the least is the one below, the greatest that above. */
  takeBounds(): Bounds | undefined {
    const [min, max] = [this.#min, this.#max];
    this.#min = Number.POSITIVE_INFINITY;
    this.#max = Number.NEGATIVE_INFINITY;
    if (min > max) return undefined;
    const one = (value: number) => this.#bytesOf(new Float64Array([value]));
    return { min: one(min === 0 ? -0 : min), max: one(max === 0 ? 0 : max) };
  }

  #bytesOf(values: Float64Array<ArrayBuffer>): Bytes {
    return new Uint8Array(this.#isFloat ? new Float32Array(values).buffer : values.buffer);
  }
}

const LETTER_T = 0x74;
const LETTER_F = 0x66;

/** A bit each. */
export class BooleanValues implements Values {
  count = 0;
  #values = new Uint8Array(FIRST_VALUES);

  get size(): number {
    return this.count >>> 3;
  }

  put(kind: number, bytes: Uint8Array, start: number): boolean {
    const letter = bytes[start];
    if (kind !== PLAIN || (letter !== LETTER_T && letter !== LETTER_F)) return false;
    this.#values = withRoom(this.#values, this.count);
    this.#values[this.count++] = letter === LETTER_T ? 1 : 0;
    return true;
  }

  cutBack(count: number): void {
    this.count = count;
  }

  takePage(): Bytes {
    const bytes = new Uint8Array(Math.ceil(this.count / 8));
    for (let i = 0; i < this.count; i++) {
      const at = i >>> 3;
      bytes[at] = (bytes[at] as number) | ((this.#values[i] as number) << (i & 7));
    }
    this.count = 0;
    return bytes;
  }

  takeBounds(): undefined {}
}
