import crc32 from 'crc-32';
import * as v from 'valibot';
import { SluiceError } from '../../../../shared/errors.ts';
import type { Bytes } from '../encoder.ts';
import { LEVEL } from '../gzip/gzip-encoder.ts';
import { Deflater } from '../gzip/zlib.ts';
import {
  dataDescriptor,
  directoryEntry,
  endRecords,
  localHeader,
  MAX_ENTRY_BYTES,
  type ZipEntry,
  type ZipMethod,
} from './zip-records.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const size = v.pipe(count, v.maxValue(MAX_ENTRY_BYTES));
const entrySchema = v.strictObject({
  name: v.string(),
  method: v.picklist(['stored', 'deflated']),
  crc: v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 31)), v.maxValue(2 ** 31 - 1)),
  packed: size,
  size,
  at: count,
});

/** What a later run goes on from: a value that a checkpoint can hold. */
export const zipStateSchema = v.strictObject({
  /** Bytes of the archive so far. */
  bytes: count,
  /** Those that are whole. */
  entries: v.array(entrySchema),
  /** The one that is being written. */
  open: v.exactOptional(entrySchema),
});
export type ZipState = v.InferOutput<typeof zipStateSchema>;

/**
 * Writes a ZIP archive in one go: what it gives out is the archive, in order. Each entry holds less than 4 GiB, so that none needs
 * zip64; the archive may be of any size. It keeps the directory in memory, some 100 bytes an entry.
 */
export class ZipWriter {
  #bytes: number;
  readonly #entries: ZipEntry[];
  #open: ZipEntry | undefined;
  #deflater: Deflater | undefined;

  /** Begins an archive, or goes on with one: a deflated entry goes on with an empty window. */
  constructor(from?: ZipState) {
    this.#bytes = from?.bytes ?? 0;
    this.#entries = from?.entries.map((entry) => ({ ...entry })) ?? [];
    this.#open = from?.open && { ...from.open };
    if (this.#open?.method === 'deflated') this.#deflater = new Deflater(LEVEL);
  }

  /** Bytes of the entry that is being written, unpacked. */
  get entryBytes(): number {
    return this.#open?.size ?? 0;
  }

  /** Where the bytes lie of an entry, by its number from 0; `to` once it has ended. Undefined before it has begun. */
  placeOf(entry: number): { name: string; from: number; to: number | undefined } | undefined {
    const ended = this.#entries[entry];
    const of = ended ?? (entry === this.#entries.length ? this.#open : undefined);
    if (!of) return undefined;
    const from = of.at + localHeader(of).length;
    return { name: of.name, from, to: ended && from + ended.packed };
  }

  /** Begins an entry; the one before it has ended. @param name  with `/` between folders, at most 65,535 bytes */
  begin(name: string, method: ZipMethod): Bytes[] {
    if (this.#open) throw new Error('an entry is open');
    this.#open = { name, method, crc: 0, packed: 0, size: 0, at: this.#bytes };
    if (method === 'deflated') this.#deflater = new Deflater(LEVEL);
    return this.#out([localHeader(this.#open)]);
  }

  /** Bytes of the open entry; `bytes` are given on as they are where it is stored. @throws internal past 4 GiB: whoever fills it looks at `entryBytes` */
  push(bytes: Bytes): Bytes[] {
    const entry = this.#entry();
    entry.size += bytes.length;
    entry.crc = crc32.buf(bytes, entry.crc);
    return this.#data(this.#deflater ? this.#deflater.push(bytes) : bytes.length > 0 ? [bytes] : []);
  }

  /** All that was pushed is out then. */
  flush(): { bytes: Bytes[]; state: ZipState } {
    const bytes = this.#deflater ? this.#data(this.#deflater.flush()) : [];
    const open = this.#open && { open: { ...this.#open } };
    return { bytes, state: { bytes: this.#bytes, entries: this.#entries.map((entry) => ({ ...entry })), ...open } };
  }

  end(): Bytes[] {
    const entry = this.#entry();
    const rest = this.#deflater ? this.#data(this.#deflater.finish()) : [];
    this.#deflater = undefined;
    this.#open = undefined;
    this.#entries.push(entry);
    return [...rest, ...this.#out([dataDescriptor(entry)])];
  }

  /** A whole entry at once. */
  add(name: string, bytes: Bytes): Bytes[] {
    return [...this.begin(name, 'deflated'), ...this.push(bytes), ...this.end()];
  }

  /** The archive's end. No entry is open. */
  finish(): Bytes[] {
    if (this.#open) throw new Error('an entry is open');
    const at = this.#bytes;
    const directory = this.#out(this.#entries.map(directoryEntry));
    return [...directory, endRecords({ count: this.#entries.length, at, bytes: this.#bytes - at })];
  }

  #entry(): ZipEntry {
    if (!this.#open) throw new Error('no entry is open');
    return this.#open;
  }

  #data(parts: Bytes[]): Bytes[] {
    const entry = this.#entry();
    for (const part of parts) entry.packed += part.length;
    if (entry.size > MAX_ENTRY_BYTES || entry.packed > MAX_ENTRY_BYTES) {
      throw new SluiceError('internal', 'A file in the archive would be larger than 4 GB.');
    }
    return this.#out(parts);
  }

  #out(parts: Bytes[]): Bytes[] {
    for (const part of parts) this.#bytes += part.length;
    return parts;
  }
}
