import { PLAIN, TEXT } from '../../scan/cells/raw-cells.ts';
import type { Bytes } from '../encoder.ts';
import { MomentReader } from '../typed/moment-reader.ts';
import { readBig, readWhole } from './numbers.ts';
import { type Bounds, FIRST_VALUES, type Values, withRoom } from './values.ts';

const WORD = 2 ** 32;
const MAX_INT32 = 2 ** 31 - 1;
const MIN_INT32 = -(2 ** 31);
/** DuckDB reads this moment as infinity, and the one below its opposite is none to pandas. */
const ENDLESS = 2n ** 63n - 1n;

export class Int32Values implements Values {
  count = 0;
  #values = new Int32Array(FIRST_VALUES);
  #min = MAX_INT32;
  #max = MIN_INT32;

  get size(): number {
    return this.count * 4;
  }

  put(kind: number, bytes: Uint8Array, start: number, stop: number): boolean {
    if (kind !== PLAIN) return false;
    let value = readWhole(bytes, start, stop);
    if (Number.isNaN(value)) value = Number(readBig(bytes, start, stop) ?? Number.NaN);
    if (!(value >= MIN_INT32 && value <= MAX_INT32)) return false;
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
    const bytes = new Uint8Array(this.#values.slice(0, this.count).buffer);
    this.count = 0;
    return bytes;
  }

  takeBounds(): Bounds | undefined {
    const [min, max] = [this.#min, this.#max];
    this.#min = MAX_INT32;
    this.#max = MIN_INT32;
    return min > max ? undefined : { min: int32(min), max: int32(max) };
  }
}

/** How 64-bit columns are read: whole numbers with or without a sign, or moments since 1970. */
export type LongKind = 'int64' | 'uint64' | 'timestamp_ms' | 'timestamp_ns';

/** Each as two words, as memory has them on every machine that browsers run on: the low one first. */
export class LongValues implements Values {
  count = 0;
  readonly #kind: LongKind;
  readonly #moments = new MomentReader();
  #words = new Int32Array(2 * FIRST_VALUES);
  #hasBounds = false;
  #min = 0n;
  #max = 0n;
  /** The same where all values so far are safe in a double: most are. */
  #minSafe = Number.MAX_SAFE_INTEGER;
  #maxSafe = Number.MIN_SAFE_INTEGER;

  constructor(kind: LongKind) {
    this.#kind = kind;
  }

  get size(): number {
    return this.count * 8;
  }

  put(kind: number, bytes: Uint8Array, start: number, stop: number): boolean {
    if (this.#kind === 'timestamp_ms' || this.#kind === 'timestamp_ns') {
      return (kind === PLAIN || kind === TEXT) && this.#moments.read(bytes, start, stop) && this.#putMoment();
    }
    if (kind !== PLAIN) return false;
    const value = readWhole(bytes, start, stop);
    if (value >= 0 || (value < 0 && this.#kind === 'int64')) return this.#putSafe(value);
    return this.#putBig(readBig(bytes, start, stop));
  }

  cutBack(count: number): void {
    this.count = count;
  }

  takePage(): Bytes {
    const bytes = new Uint8Array(this.#words.slice(0, this.count * 2).buffer);
    this.count = 0;
    return bytes;
  }

  takeBounds(): Bounds | undefined {
    if (this.#minSafe <= this.#maxSafe) {
      this.#widen(BigInt(this.#minSafe));
      this.#widen(BigInt(this.#maxSafe));
    }
    const bounds = this.#hasBounds ? { min: int64(this.#min), max: int64(this.#max) } : undefined;
    this.#hasBounds = false;
    this.#minSafe = Number.MAX_SAFE_INTEGER;
    this.#maxSafe = Number.MIN_SAFE_INTEGER;
    return bounds;
  }

  /** Digits of a second that the column does not hold are no loss to be silent about. */
  #putMoment(): boolean {
    const { second, nanos } = this.#moments;
    if (this.#kind === 'timestamp_ns') {
      const value = BigInt(second) * 1_000_000_000n + BigInt(nanos);
      return value > -ENDLESS && value < ENDLESS && this.#putBig(value);
    }
    return nanos % 1_000_000 === 0 && this.#putSafe(second * 1000 + nanos / 1_000_000);
  }

  #putSafe(value: number): boolean {
    if (value < this.#minSafe) this.#minSafe = value;
    if (value > this.#maxSafe) this.#maxSafe = value;
    this.#add(value | 0, Math.floor(value / WORD));
    return true;
  }

  #putBig(value: bigint | undefined): boolean {
    if (value === undefined) return false;
    const fits = this.#kind === 'uint64' ? BigInt.asUintN(64, value) === value : BigInt.asIntN(64, value) === value;
    if (!fits) return false;
    this.#widen(value);
    this.#add(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
    return true;
  }

  #widen(value: bigint): void {
    if (!this.#hasBounds || value < this.#min) this.#min = value;
    if (!this.#hasBounds || value > this.#max) this.#max = value;
    this.#hasBounds = true;
  }

  #add(low: number, high: number): void {
    const at = this.count * 2;
    this.#words = withRoom(this.#words, at + 1);
    this.#words[at] = low;
    this.#words[at + 1] = high;
    this.count++;
  }
}

function int32(value: number): Bytes {
  return new Uint8Array(new Int32Array([value]).buffer);
}

function int64(value: bigint): Bytes {
  return new Uint8Array(new BigInt64Array([BigInt.asIntN(64, value)]).buffer);
}
