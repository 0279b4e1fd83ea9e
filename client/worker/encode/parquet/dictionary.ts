import { ByteBuffer } from '../../../../shared/json/bytes.ts';

/** Past these it is no gain to readers. */
const MOST_BYTES = 512 * 1024;
const MOST_ENTRIES = 32_768;
/** Values after which it is looked at whether they repeat, and how often they have to, on average. */
const TRIAL = 2_048;
const REPEATS = 2;
const FIRST_SLOTS = 32;
/** Of an entry: its length. */
const HEAD = 4;

/** Distinct values of a column chunk, each at a place, with its length before it as Parquet writes them. */
export class Dictionary {
  readonly #entries = new ByteBuffer(64);
  #starts = new Int32Array(FIRST_SLOTS);
  count = 0;
  /** By hash: a place plus one, 0 where there is none. */
  #slots = new Int32Array(FIRST_SLOTS);
  #values = 0;

  /** The place of `bytes[start, stop)`, a length and a value. */
  placeOf(bytes: Uint8Array, start: number, stop: number): number {
    this.#values++;
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(bytes, start, stop) & mask; ; slot = (slot + 1) & mask) {
      const place = (this.#slots[slot] as number) - 1;
      if (place < 0) return this.#add(slot, bytes, start, stop);
      if (this.#holds(place, bytes, start, stop)) return place;
    }
  }

  /** A value, without its length. */
  at(place: number): { bytes: Uint8Array; start: number; stop: number } {
    const start = (this.#starts[place] as number) + HEAD;
    return { bytes: this.#entries.bytes, start, stop: this.#stopOf(place) };
  }

  each(see: (bytes: Uint8Array, start: number, stop: number) => void): void {
    for (let place = 0; place < this.count; place++) {
      see(this.#entries.bytes, (this.#starts[place] as number) + HEAD, this.#stopOf(place));
    }
  }

  /** @param pageValues  of the page that is not yet ended: when all are, it may be taken back as a whole */
  isTooLarge(pageValues: number): boolean {
    if (this.size > MOST_BYTES || this.count > MOST_ENTRIES) return true;
    return this.#values === pageValues && pageValues === TRIAL && this.count * REPEATS > pageValues;
  }

  get size(): number {
    return this.#entries.length;
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#entries.bytes.slice(0, this.#entries.length);
  }

  #add(slot: number, bytes: Uint8Array, start: number, stop: number): number {
    const place = this.count++;
    if (place === this.#starts.length) {
      const larger = new Int32Array(place * 2);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    this.#starts[place] = this.#entries.length;
    this.#entries.reserve(stop - start);
    this.#entries.copy(bytes, start, stop);
    this.#slots[slot] = place + 1;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return place;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let place = 0; place < this.count; place++) {
      let slot = hashOf(this.#entries.bytes, this.#starts[place] as number, this.#stopOf(place)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = place + 1;
    }
    this.#slots = slots;
  }

  #stopOf(place: number): number {
    return place + 1 < this.count ? (this.#starts[place + 1] as number) : this.#entries.length;
  }

  #holds(place: number, bytes: Uint8Array, start: number, stop: number): boolean {
    const from = this.#starts[place] as number;
    if (this.#stopOf(place) - from !== stop - start) return false;
    const entries = this.#entries.bytes;
    for (let i = stop - start - 1; i >= 0; i--) if (entries[from + i] !== bytes[start + i]) return false;
    return true;
  }
}

/** FNV-1a, of the length and the value; of long values not each byte. */
function hashOf(bytes: Uint8Array, start: number, stop: number): number {
  let hash = 0x811c9dc5;
  const step = 1 + ((stop - start) >>> 6);
  for (let i = start; i < stop; i += step) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
