import { Readable } from 'node:stream';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { zipFiles } from '../../../../tests/support/zip-files.ts';
import type { Bytes } from '../encoder.ts';
import { MAX_ENTRY_BYTES, type ZipMethod } from './zip-records.ts';
import { type ZipState, ZipWriter, zipStateSchema } from './zip-writer.ts';

const utf8 = new TextEncoder();
type Entry = { method: ZipMethod; parts: readonly (Bytes | 'commit' | 'crash')[] };

const anyPart = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme' }).map((text): Bytes => utf8.encode(text)) },
  { weight: 1, arbitrary: fc.nat(300_000).map((n): Bytes => utf8.encode('the same '.repeat(n / 9))) },
  { weight: 2, arbitrary: fc.constant('commit' as const) },
  { weight: 1, arbitrary: fc.constant('crash' as const) },
);
const anyEntry: fc.Arbitrary<Entry> = fc.record({
  method: fc.constantFrom<ZipMethod[]>('stored', 'deflated'),
  parts: fc.array(anyPart, { maxLength: 8 }),
});

/** Writes the entries; a crash goes back to the last commit, and what is lost by it is not in the archive. */
function write(entries: readonly Entry[]): { archive: Bytes; files: { name: string; bytes: Buffer }[] } {
  let writer = new ZipWriter();
  let out: Bytes[] = [];
  let files: { name: string; parts: Bytes[] }[] = [];
  let kept: { state: ZipState | undefined; out: Bytes[]; files: typeof files } = {
    state: undefined,
    out: [],
    files: [],
  };
  const copyOf = (all: typeof files) => all.map(({ name, parts }) => ({ name, parts: [...parts] }));
  entries.forEach(({ method, parts }, i) => {
    const name = `폴더/${i}.txt`;
    const begin = () => {
      out.push(...writer.begin(name, method));
      files.push({ name, parts: [] });
    };
    begin();
    for (const part of parts) {
      if (part === 'commit') {
        const { bytes, state } = writer.flush();
        out.push(...bytes);
        kept = { state: v.parse(zipStateSchema, structuredClone(state)), out: [...out], files: copyOf(files) };
      } else if (part === 'crash') {
        writer = new ZipWriter(kept.state);
        out = [...kept.out];
        files = copyOf(kept.files);
        if (kept.state?.open?.name === name) continue;
        if (kept.state?.open) out.push(...writer.end());
        begin();
      } else {
        out.push(...writer.push(part));
        files.at(-1)?.parts.push(part);
      }
    }
    out.push(...writer.end());
  });
  out.push(...writer.finish());
  return {
    archive: new Uint8Array(Buffer.concat(out)),
    files: files.map(({ name, parts }) => ({ name, bytes: Buffer.concat(parts) })),
  };
}

/** Reads an archive of which only the last bytes are there: before them are zeros. */
class Tail extends yauzl.RandomAccessReader {
  constructor(
    private readonly bytes: Buffer,
    private readonly from: number,
  ) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const bytes = Buffer.alloc(end - start);
    const skipped = Math.max(0, this.from - start);
    this.bytes.copy(bytes, skipped, Math.max(0, start - this.from), end - this.from);
    return Readable.from([bytes]);
  }
}

/** The end of an archive with these entries, as it is read. */
async function endOf(state: ZipState): Promise<{ zip: yauzl.ZipFile; bytes: Buffer }> {
  const bytes = Buffer.concat(new ZipWriter(state).finish());
  const length = state.bytes + bytes.length;
  return { zip: await yauzl.fromRandomAccessReaderPromise(new Tail(bytes, state.bytes), length), bytes };
}

const entryAt = (at: number, name = 'a') => ({ name, method: 'stored' as const, crc: -1, packed: 5, size: 5, at });
const ZIP64_END = Buffer.from([0x50, 0x4b, 6, 6]);

describe('a ZIP archive', () => {
  it('holds what went into it, however often it was committed and gone on with', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { maxLength: 5 }), async (entries) => {
        const { archive, files } = write(entries);
        const read = await zipFiles(archive);
        expect(read.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
        expect(read.every(({ bytes }, i) => bytes.equals(files[i]?.bytes ?? Buffer.alloc(0)))).toBe(true);
        for (const { versions } of read) expect(versions).toEqual([20, 20]);
        expect(Buffer.from(archive).subarray(-98).includes(ZIP64_END)).toBe(false);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('gives stored bytes on as they are, and packs the others', async () => {
    const text = utf8.encode('a'.repeat(10_000));
    const writer = new ZipWriter();
    const out = writer.begin('stored', 'stored');
    expect(writer.push(text)).toEqual([text]);
    expect(writer.entryBytes).toBe(10_000);
    const rest = [...writer.end(), ...writer.add('deflated', text), ...writer.finish()];
    const archive = Buffer.concat([...out, text, ...rest]);
    expect((await zipFiles(archive)).map(({ method }) => method)).toEqual([0, 8]);
    expect(archive.length).toBeLessThan(10_500);
  });

  it('says zip64 of the entries alone that begin beyond 4 GiB, and at the end', async () => {
    const places = [0, 0xffff_fffe, 0xffff_ffff, 2 ** 43];
    const { zip, bytes } = await endOf({ bytes: 2 ** 43 + 99, entries: places.map((at) => entryAt(at)) });
    const entries: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    expect(entries.map((entry) => entry.relativeOffsetOfLocalHeader)).toEqual(places);
    expect(entries.map((entry) => entry.versionNeededToExtract)).toEqual([20, 20, 45, 45]);
    expect(entries.map((entry) => entry.extraFields.length)).toEqual([0, 0, 1, 1]);
    expect(entries.map((entry) => entry.crc32)).toEqual(Array(4).fill(0xffff_ffff));
    expect(bytes.includes(ZIP64_END)).toBe(true);
  });

  it.each([
    [65_534, false],
    [65_535, true],
    [70_000, true],
  ])('counts %i entries', async (count, isLarge) => {
    const all = Array.from({ length: count }, (_, i) => entryAt(i * 40, `${i}`));
    const { zip, bytes } = await endOf({ bytes: count * 40, entries: all });
    expect(zip.entryCount).toBe(count);
    expect(bytes.subarray(-98).includes(ZIP64_END)).toBe(isLarge);
  });

  it('takes no more into one entry than its sizes can say', () => {
    const open = { ...entryAt(0), packed: MAX_ENTRY_BYTES - 2, size: MAX_ENTRY_BYTES - 2 };
    const writer = new ZipWriter({ bytes: MAX_ENTRY_BYTES + 40, entries: [], open });
    writer.push(new Uint8Array(2));
    expect(() => writer.push(new Uint8Array(1))).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  it.each([
    {},
    { bytes: -1, entries: [] },
    { bytes: 1, entries: [{ ...entryAt(0), size: 2 ** 32 }] },
    { bytes: 1, entries: [], more: 1 },
  ])('has no such state: %j', (state) => {
    expect(v.is(zipStateSchema, state)).toBe(false);
  });
});
