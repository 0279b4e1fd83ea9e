import crc32 from 'crc-32';
import { copyBytes } from './copy-bytes.ts';
import { writeCount } from './records.ts';
import {
  FOOTER_MAGIC,
  HEADER_MAGIC,
  LAYOUT_VERSION,
  type RunSpool,
  SEGMENT_FOOTER,
  SEGMENT_HEADER,
  type Segment,
} from './run.ts';

/** Appends one segment to the spool, a block at a time. Nothing else may be appended before `finish`. */
export class SegmentWriter {
  readonly #spool: RunSpool;
  readonly #block: Uint8Array<ArrayBuffer>;
  readonly #from: number;
  #used = SEGMENT_HEADER;
  #summed = SEGMENT_HEADER;
  #sum = 0;
  #bytes = 0;

  /** @param block what is appended at once, at least a footer long; in use until `finish` */
  constructor(spool: RunSpool, block: Uint8Array<ArrayBuffer>) {
    this.#spool = spool;
    this.#block = block;
    this.#from = spool.length;
    writeCount(block, 0, HEADER_MAGIC);
    writeCount(block, 4, LAYOUT_VERSION);
  }

  /** Bytes of records so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** `bytes[from, to)`: records, cut anywhere. @throws QuotaExceededError */
  add(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes += to - from;
    for (let at = from; at < to; ) {
      if (this.#used === this.#block.length) this.#pass();
      const stop = Math.min(to, at + this.#block.length - this.#used);
      copyBytes(bytes, at, stop, this.#block, this.#used);
      this.#used += stop - at;
      at = stop;
    }
  }

  /** @throws QuotaExceededError */
  finish(rows: number): Segment {
    if (this.#block.length - this.#used < SEGMENT_FOOTER) this.#pass();
    this.#addToSum();
    const at = this.#used;
    writeCount(this.#block, at, FOOTER_MAGIC);
    writeCount(this.#block, at + 4, rows);
    writeCount(this.#block, at + 8, this.#bytes);
    writeCount(this.#block, at + 12, this.#sum);
    this.#spool.append(this.#block.subarray(0, at + SEGMENT_FOOTER));
    return { from: this.#from, to: this.#from + SEGMENT_HEADER + this.#bytes + SEGMENT_FOOTER, rows };
  }

  #pass(): void {
    this.#addToSum();
    this.#spool.append(this.#block.subarray(0, this.#used));
    this.#used = 0;
    this.#summed = 0;
  }

  #addToSum(): void {
    this.#sum = crc32.buf(this.#block.subarray(this.#summed, this.#used), this.#sum);
    this.#summed = this.#used;
  }
}
