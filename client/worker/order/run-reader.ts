import crc32 from 'crc-32';
import { RECORD_HEADER, readCount, recordBytes, wordAt } from './records.ts';
import {
  FOOTER_MAGIC,
  HEADER_MAGIC,
  LAYOUT_VERSION,
  type Run,
  type RunSpool,
  SEGMENT_FOOTER,
  SEGMENT_HEADER,
  type Segment,
  torn,
} from './run.ts';

/** What is left of a run: plain data, for a checkpoint. */
export type RunLeft = {
  readonly run: Run;
  /** The segment that is read; as many as there are when all is read. */
  readonly segment: number;
  /** Where its next record begins, in bytes of the spool. */
  readonly at: number;
  /** Its rows before that, and the CRC-32 of their records. */
  readonly rows: number;
  readonly sum: number;
};

/** A stretch of bytes that the reader hands on. They are its own once this returns. */
export type TakeBytes = (bytes: Uint8Array, from: number, to: number) => void;

const NOTHING = new Uint8Array(0);

export function wholeRun(run: Run): RunLeft {
  return { run, segment: 0, at: (run.segments[0]?.from ?? 0) + SEGMENT_HEADER, rows: 0, sum: 0 };
}

/**
 * One run, record by record, through a buffer. A key is in the buffer as a whole; a row that is larger is handed on in pieces.
 * All of it throws checkpoint_lost where the run is not as it was written: its ends are looked at when a segment begins, its sum
 * when it ends.
 */
export class RunReader {
  readonly #spool: RunSpool;
  readonly #bufferBytes: number;
  readonly #run: Run;
  #segment: number;
  /** Of the spool, where the buffer begins; up to where the sum has come, within the buffer. */
  #bufferAt = 0;
  #summed = 0;
  #sum: number;
  #rows: number;
  #end = 0;
  /** The head: the record that is next. Places in `bytes`. */
  bytes: Uint8Array = NOTHING;
  #head = 0;
  #rowBytes = 0;
  keyFrom = 0;
  keyTo = 0;
  /** The key's first eight bytes. */
  hi = 0;
  lo = 0;
  isOver = false;

  constructor(spool: RunSpool, left: RunLeft, bufferBytes: number) {
    this.#spool = spool;
    this.#bufferBytes = bufferBytes;
    this.#run = left.run;
    this.#segment = left.segment;
    this.#rows = left.rows;
    this.#sum = left.sum;
    this.#bufferAt = left.at;
    if (left.segment < left.run.segments.length) this.#open(this.#current);
    this.#find();
  }

  get heldBytes(): number {
    return this.bytes.length;
  }

  /** Bytes of the next record and of its row. */
  get rowBytes(): number {
    return this.#rowBytes;
  }

  get left(): RunLeft {
    this.#addToSum();
    const at = this.#bufferAt + this.#head;
    return { run: this.#run, segment: this.#segment, at, rows: this.#rows, sum: this.#sum };
  }

  /** Hands on the next row's bytes and goes on to the record after it. */
  takeRow(take: TakeBytes): void {
    this.#take(take, this.keyTo - this.#head, this.keyTo - this.#head + this.#rowBytes);
  }

  /** The same with all of the record. */
  takeRecord(take: TakeBytes): void {
    this.#take(take, 0, this.#recordBytes);
  }

  /** The next row's bytes, without going on. Read anew where the buffer does not hold them. */
  peekRow(from: number, max: number): Uint8Array {
    const start = this.keyTo + from;
    const stop = this.keyTo + Math.min(this.#rowBytes, from + max);
    if (stop <= this.bytes.length) return this.bytes.subarray(start, stop);
    return this.#readWhole(this.#bufferAt + start, stop - start);
  }

  get #recordBytes(): number {
    return recordBytes(this.keyTo - this.keyFrom, this.#rowBytes);
  }

  get #current(): Segment {
    return this.#run.segments[this.#segment] as Segment;
  }

  /** `from`, `to`: within the record. */
  #take(take: TakeBytes, from: number, to: number): void {
    const length = this.#recordBytes;
    if (this.#head + length <= this.bytes.length) {
      take(this.bytes, this.#head + from, this.#head + to);
      this.#head += length;
    } else this.#takePieces(take, from, to);
    this.#rows++;
    this.#find();
  }

  #takePieces(take: TakeBytes, from: number, to: number): void {
    const length = this.#recordBytes;
    const start = this.#bufferAt + this.#head;
    this.#drop(this.#head);
    for (let at = 0; at < length; ) {
      const piece = this.#readWhole(start + at, Math.min(this.#bufferBytes, length - at));
      this.#sum = crc32.buf(piece, this.#sum);
      const pieceFrom = Math.max(0, from - at);
      const pieceTo = Math.min(piece.length, to - at);
      if (pieceFrom < pieceTo) take(piece, pieceFrom, pieceTo);
      at += piece.length;
    }
    this.#bufferAt = start + length;
  }

  /** Makes the record at the head the next one, from the spool or the next segment where need be. */
  #find(): void {
    while (this.#segment < this.#run.segments.length) {
      if (this.#bufferAt + this.#head < this.#end) return this.#parse();
      this.#close(this.#current);
      this.#segment++;
      const next = this.#run.segments[this.#segment];
      if (next) {
        this.#bufferAt = next.from + SEGMENT_HEADER;
        this.#open(next);
      }
    }
    this.isOver = true;
    this.#drop(this.#head);
  }

  #parse(): void {
    if (this.bytes.length - this.#head < RECORD_HEADER) this.#fill(this.#bufferBytes);
    const keyBytes = this.#countAt(0);
    const rowBytes = this.#countAt(4);
    const stop = this.#bufferAt + this.#head + RECORD_HEADER + keyBytes + rowBytes;
    if (keyBytes === 0 || stop > this.#end) throw torn('a row of a run reaches past its end');
    const length = recordBytes(keyBytes, rowBytes);
    if (this.#head + length > this.bytes.length && this.#head > 0) this.#fill(this.#bufferBytes);
    const needed = RECORD_HEADER + keyBytes;
    if (this.bytes.length - this.#head < needed) this.#fill(needed);
    this.keyFrom = this.#head + RECORD_HEADER;
    this.keyTo = this.keyFrom + keyBytes;
    this.#rowBytes = rowBytes;
    this.hi = wordAt(this.bytes, this.keyFrom, this.keyTo);
    this.lo = wordAt(this.bytes, this.keyFrom + 4, this.keyTo);
  }

  #countAt(offset: number): number {
    return readCount(this.bytes, this.#head + offset);
  }

  /** Reads the buffer anew from the head on. */
  #fill(bytes: number): void {
    this.#drop(this.#head);
    this.bytes = this.#readWhole(this.#bufferAt, Math.min(bytes, this.#end - this.#bufferAt));
  }

  /** Forgets the buffer: it begins at what was `head`. */
  #drop(head: number): void {
    this.#addToSum();
    this.#bufferAt += head;
    this.#head = 0;
    this.#summed = 0;
    this.bytes = NOTHING;
  }

  #addToSum(): void {
    this.#sum = crc32.buf(this.bytes.subarray(this.#summed, this.#head), this.#sum);
    this.#summed = this.#head;
  }

  #open({ from, to, rows }: Segment): void {
    this.#end = to - SEGMENT_FOOTER;
    const header = this.#readWhole(from, SEGMENT_HEADER);
    const footer = this.#readWhole(this.#end, SEGMENT_FOOTER);
    if (readCount(header, 0) !== HEADER_MAGIC || readCount(header, 4) !== LAYOUT_VERSION)
      throw torn('a run does not begin where it should');
    const body = (this.#end - from - SEGMENT_HEADER) >>> 0;
    const isWhole = readCount(footer, 0) === FOOTER_MAGIC && readCount(footer, 8) === body;
    if (!isWhole || readCount(footer, 4) !== rows) throw torn('a run does not end where it should');
  }

  #close({ rows }: Segment): void {
    this.#drop(this.#head);
    const footer = this.#readWhole(this.#end, SEGMENT_FOOTER);
    const isSame = readCount(footer, 12) === this.#sum >>> 0;
    if (!isSame || this.#rows !== rows || this.#bufferAt !== this.#end) throw torn('a run is not what was written');
    this.#rows = 0;
    this.#sum = 0;
  }

  #readWhole(from: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = this.#spool.read(from, length);
    if (bytes.length < length) throw torn('it is shorter than its checkpoint says');
    return bytes;
  }
}
