import type { Bytes } from '../encoder.ts';

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, numbers as there. */
export type ZipMethod = 'stored' | 'deflated';

/** A file in the archive. `crc`: CRC-32; `packed` and `size`: its bytes in the archive, and unpacked; `at`: where its header begins. */
export type ZipEntry = {
  readonly name: string;
  readonly method: ZipMethod;
  crc: number;
  packed: number;
  size: number;
  readonly at: number;
};

const UTF8 = new TextEncoder();
/** Sizes and the checksum come behind the bytes (bit 3), the name is UTF-8 (bit 11). */
const FLAGS = 0x0808;
const METHODS = { stored: 0, deflated: 8 } as const;
/** 1 January 1980, midnight: an archive of the same bytes is the same archive. */
const TIME = 0;
const DATE = 0x21;
const VERSION_20 = 20;
/** Only where zip64 is needed: Excel, for one, refuses it elsewhere. */
const VERSION_45 = 45;
/** As Unix makes it: of others unzip takes a name for one of DOS, whatever it is. A file that its owner may write and all may read. */
const UNIX = 3 << 8;
const MODE = 0o100644 * 2 ** 16;
/** What a field of four, and of two bytes says where the number is in a zip64 record. */
const ELSEWHERE_32 = 0xffff_ffff;
const ELSEWHERE_16 = 0xffff;
/** The largest size of an entry: its descriptor, which is read before anything says how long its fields are, has four bytes for it. */
export const MAX_ENTRY_BYTES = ELSEWHERE_32 - 1;

export function localHeader({ name, method }: ZipEntry): Bytes {
  const bytes = UTF8.encode(name);
  const record = new Record(30 + bytes.length);
  record.u32(0x04034b50).u16(VERSION_20).u16(FLAGS).u16(METHODS[method]).u16(TIME).u16(DATE);
  // The checksum and both sizes.
  record.u32(0).u32(0).u32(0).u16(bytes.length).u16(0);
  return record.put(bytes).bytes;
}

export function dataDescriptor({ crc, packed, size }: ZipEntry): Bytes {
  return new Record(16).u32(0x08074b50).u32(crc).u32(packed).u32(size).bytes;
}

/** The entry in the archive's directory. */
export function directoryEntry({ name, method, crc, packed, size, at }: ZipEntry): Bytes {
  const bytes = UTF8.encode(name);
  const isFar = at >= ELSEWHERE_32;
  const record = new Record(46 + bytes.length + (isFar ? 12 : 0));
  record
    .u32(0x02014b50)
    .u16(UNIX + (isFar ? VERSION_45 : VERSION_20))
    .u16(isFar ? VERSION_45 : VERSION_20)
    .u16(FLAGS);
  record.u16(METHODS[method]).u16(TIME).u16(DATE).u32(crc).u32(packed).u32(size).u16(bytes.length);
  // The length of what is extra; no comment, the first disk, attributes.
  record
    .u16(isFar ? 12 : 0)
    .u16(0)
    .u16(0)
    .u16(0)
    .u32(MODE);
  record.u32(isFar ? ELSEWHERE_32 : at).put(bytes);
  if (isFar) record.u16(1).u16(8).u64(at);
  return record.bytes;
}

/** The archive's end. `at` and `bytes`: of the directory. */
export function endRecords({ count, at, bytes }: { count: number; at: number; bytes: number }): Bytes {
  const isLarge = count >= ELSEWHERE_16 || at >= ELSEWHERE_32 || bytes >= ELSEWHERE_32;
  const record = new Record(22 + (isLarge ? 76 : 0));
  if (isLarge) {
    // Its own length without these twelve bytes; both disks.
    record.u32(0x06064b50).u64(44).u16(VERSION_45).u16(VERSION_45).u32(0).u32(0);
    record.u64(count).u64(count).u64(bytes).u64(at);
    record
      .u32(0x07064b50)
      .u32(0)
      .u64(at + bytes)
      .u32(1);
  }
  const shown = Math.min(count, ELSEWHERE_16);
  record.u32(0x06054b50).u16(0).u16(0).u16(shown).u16(shown);
  return record.u32(Math.min(bytes, ELSEWHERE_32)).u32(Math.min(at, ELSEWHERE_32)).u16(0).bytes;
}

/** Little-endian fields, one after another. */
class Record {
  readonly bytes: Bytes;
  readonly #view: DataView;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }

  u16(value: number): this {
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
    return this;
  }

  u64(value: number): this {
    return this.u32(value % 2 ** 32).u32(Math.floor(value / 2 ** 32));
  }

  put(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }
}
