import * as v from 'valibot';
import type { Misfit } from '../../../../shared/verdict.ts';
import type { Bytes, EncoderState, FileEncoder, FileReport, MakeEncoder } from '../encoder.ts';
import { readState } from '../read-state.ts';
import { MAX_ENTRY_BYTES } from '../zip/zip-records.ts';
import { ZipWriter, zipStateSchema } from '../zip/zip-writer.ts';
import type { PartPlaces } from './part-places.ts';
import type { RowEnd } from './row-ends.ts';

export type PartsOptions = {
  /** A part is whole with so many rows, or before the row with which it would have more bytes. */
  readonly most: { readonly rows?: number; readonly bytes?: number };
  readonly rowEnd: RowEnd;
  /** Of a part, counted from 1. */
  nameOf(part: number): string;
  /** Told where the parts lie, as long as they are made. */
  places?: PartPlaces | undefined;
};

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const misfitsSchema = v.array(v.object({ field: v.string(), rows: count, why: v.picklist(['type', 'cut']) }));
const stateSchema = v.strictObject({
  zip: zipStateSchema,
  /** Parts that were begun. */
  parts: count,
  /** Of the part that is open: its rows so far, and its encoder's. */
  rows: count,
  inner: v.exactOptional(v.looseObject({})),
  /** Of the parts that are whole. */
  misfits: v.exactOptional(misfitsSchema),
});

/** What an archive tells of a larger file is not read everywhere; some is left for what an encoder holds, and a footer. */
const MOST_BYTES = MAX_ENTRY_BYTES - 2 ** 27;

/** Encoders of an archive of files, each as another format's encoders make it, with so many rows or bytes. */
export function partsEncoders(makeInner: MakeEncoder, options: PartsOptions): MakeEncoder {
  return (state) => new PartsEncoder(makeInner, options, readState(stateSchema, state));
}

class PartsEncoder implements FileEncoder {
  readonly #makeInner: MakeEncoder;
  readonly #options: PartsOptions;
  readonly #most: { rows: number; bytes: number };
  readonly #zip: ZipWriter;
  #parts: number;
  #rows: number;
  #inner: FileEncoder | undefined;
  /** What it holds of the part. */
  #held = 0;
  #misfits: readonly Misfit[];

  constructor(makeInner: MakeEncoder, options: PartsOptions, from: v.InferOutput<typeof stateSchema> | undefined) {
    this.#makeInner = makeInner;
    this.#options = options;
    const { rows = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY } = options.most;
    this.#most = { rows, bytes: Math.min(bytes, MOST_BYTES) };
    this.#zip = new ZipWriter(from?.zip);
    options.places?.follow(this.#zip);
    this.#parts = from?.parts ?? 0;
    this.#rows = from?.rows ?? 0;
    this.#inner = from?.inner && makeInner(from.inner);
    this.#misfits = from?.misfits ?? [];
    this.#held = this.heldBytes;
  }

  get isMidUnit(): boolean {
    return this.#inner?.isMidUnit ?? false;
  }

  get heldBytes(): number {
    return this.#inner?.heldBytes ?? 0;
  }

  get report(): FileReport {
    const misfits = added(this.#misfits, this.#inner?.report?.misfits ?? []);
    return { ...this.#inner?.report, ...(misfits.length > 0 ? { misfits } : {}) };
  }

  append(rows: Bytes): Bytes[] {
    const out: Bytes[] = [];
    let from = 0;
    const takeUpTo = (at: number) => {
      if (at > from && this.#inner) this.#put(this.#inner.append(rows.subarray(from, at)), out);
      from = at;
    };
    for (let at = 0; at < rows.length; ) {
      const end = this.#options.rowEnd(rows, at);
      // What the encoder makes of rows may be shorter than they are.
      if (this.#isFull(end - from)) takeUpTo(at);
      if (this.#isFull(end - from)) this.#end(out);
      const isFirst = !this.#inner;
      if (isFirst) this.#begin(out);
      this.#rows += 1;
      at = end;
      // By itself, so that what the encoder puts before it counts.
      if (isFirst) takeUpTo(at);
    }
    takeUpTo(rows.length);
    return out;
  }

  flush(): { bytes: Bytes[]; state: EncoderState } {
    const flushed = this.#inner?.flush();
    const bytes: Bytes[] = [];
    if (flushed) this.#put(flushed.bytes, bytes);
    const misfits = this.#misfits.length > 0 ? { misfits: this.#misfits } : {};
    const open = flushed ? { inner: flushed.state } : {};
    return {
      bytes,
      state: { zip: this.#zip.flush().state, parts: this.#parts, rows: this.#rows, ...open, ...misfits },
    };
  }

  /** A file without rows has one part. */
  finish(): Bytes[] {
    const out: Bytes[] = [];
    if (this.#parts === 0) this.#begin(out);
    if (this.#inner) this.#end(out);
    for (const part of this.#zip.finish()) out.push(part);
    return out;
  }

  /** With `more` bytes of rows that no encoder has yet. A part has one row at least. */
  #isFull(more: number): boolean {
    if (this.#rows === 0) return false;
    return this.#rows >= this.#most.rows || this.#zip.entryBytes + this.#held + more > this.#most.bytes;
  }

  #begin(out: Bytes[]): void {
    this.#parts += 1;
    this.#rows = 0;
    out.push(...this.#zip.begin(this.#options.nameOf(this.#parts), 'stored'));
    this.#inner = this.#makeInner();
  }

  #end(out: Bytes[]): void {
    this.#put(this.#inner?.finish() ?? [], out);
    out.push(...this.#zip.end());
    this.#misfits = added(this.#misfits, this.#inner?.report?.misfits ?? []);
    this.#inner = undefined;
    this.#held = 0;
    this.#rows = 0;
  }

  #put(bytes: readonly Bytes[], out: Bytes[]): void {
    for (const part of bytes) out.push(...this.#zip.push(part));
    this.#held = this.heldBytes;
  }
}

/** By field and reason. */
function added(some: readonly Misfit[], more: readonly Misfit[]): Misfit[] {
  const all = new Map<string, Misfit>();
  for (const one of [...some, ...more]) {
    const key = `${one.why} ${one.field}`;
    all.set(key, { ...one, rows: one.rows + (all.get(key)?.rows ?? 0) });
  }
  return [...all.values()];
}
