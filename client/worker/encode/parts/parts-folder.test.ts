import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextFormat } from '../../../../shared/request.ts';
import { MemoryFolder } from '../../../../tests/support/memory-folder.ts';
import { sha256Of } from '../../../../tests/support/sha256.ts';
import { zipFiles } from '../../../../tests/support/zip-files.ts';
import { clearFolder } from '../../../sink/clear-folder.ts';
import { PartsFolder } from '../../../sink/parts-folder.ts';
import type { Bytes, EncoderState } from '../encoder.ts';
import { makeFormat } from '../formats.ts';
import { makeSha256 } from '../hash/sha256.ts';
import { isPartOf } from './part-names.ts';
import { PartPlaces } from './part-places.ts';
import { partsFor } from './parts.ts';

const utf8 = new TextEncoder();
const formatWith = (header: boolean): TextFormat => ({
  ...{ kind: 'csv', columns: ['a'], delimiter: ',', header, bom: false, guard: false, rest: false },
});

/** What happens to an export: rows come, it commits, it is killed and gone on with, or its copy in the folder is begun anew. */
const stepArb = fc.oneof(
  { weight: 5, arbitrary: fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 9 }) },
  { weight: 2, arbitrary: fc.constantFrom('commit' as const) },
  { weight: 1, arbitrary: fc.constantFrom('crash' as const, 'anew' as const) },
);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"\r\n`;
const storyArb = fc.record({
  steps: fc.array(stepArb, { maxLength: 25 }),
  header: fc.boolean(),
  most: fc.oneof(
    fc.record({ rows: fc.integer({ min: 1, max: 7 }) }),
    fc.record({ bytes: fc.integer({ min: 1, max: 300 }) }),
  ),
  /** Bytes of a piece, as they are given to the folder. */
  piece: fc.integer({ min: 1, max: 400 }),
  /** The copy begins with the first rows, or is made when all of them are there. */
  streams: fc.boolean(),
});
type Story = typeof storyArb extends fc.Arbitrary<infer T> ? T : never;

const hasher = await makeSha256();

async function write({ steps, header, most, piece, streams }: Story) {
  const places = new PartPlaces();
  const format = formatWith(header);
  const makeEncoder = partsFor(makeFormat(format).makeEncoder, { format, fileName: 'logs (2)', parts: most }, places);
  const folder = new MemoryFolder();
  const target = new PartsFolder({
    ...{ folder: folder.handle(), hasher, isPart: isPartOf({ fileName: 'logs (2)', format }) },
    placeOf: (part) => places.placeOf(part),
  });
  let encoder = makeEncoder();
  let [archive, kept]: [Bytes, Bytes] = [new Uint8Array(0), new Uint8Array(0)];
  let state: EncoderState | undefined;
  let copy = await target.createWritable();
  const give = async () => {
    while (copy.at < archive.length) await copy.write(archive.slice(copy.at, copy.at + piece));
  };
  const put = async (bytes: readonly Bytes[]) => {
    archive = new Uint8Array(Buffer.concat([archive, ...bytes]));
    if (streams) await give();
  };
  for (const step of steps) {
    if (step === 'commit') {
      const flushed = encoder.flush();
      await put(flushed.bytes);
      [kept, state] = [archive, structuredClone(flushed.state)];
    } else if (step === 'crash') {
      [archive, encoder] = [kept, makeEncoder(structuredClone(state))];
      copy = await target.createWritable();
    } else if (step === 'anew') {
      copy = await target.createWritable();
    } else {
      await put(encoder.append(utf8.encode(step.map(quoted).join(''))));
    }
  }
  await put(encoder.finish());
  await give();
  await copy.close();
  return { archive, folder, target };
}

describe('a folder of parts', () => {
  it('holds the files that the archive would, and tells their hashes', async () => {
    await fc.assert(
      fc.asyncProperty(storyArb, async (story) => {
        const { archive, folder, target } = await write(story);
        const wanted = await zipFiles(archive);
        const files = new Map(wanted.map(({ name, bytes }) => [name, new Uint8Array(bytes)]));
        expect(Object.fromEntries(folder.files)).toEqual(Object.fromEntries(files));
        const parts = wanted.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256Of(bytes) }));
        const list = parts.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
        const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
        expect(target.report).toEqual({ parts, bytes, sha256: sha256Of(utf8.encode(list)) });
      }),
      { numRuns: 300 },
    );
  });

  it('is not whole where an end is missing', async () => {
    const folder = new MemoryFolder();
    const target = new PartsFolder({
      ...{ folder: folder.handle(), hasher: undefined, isPart: () => false },
      placeOf: (part) => (part === 0 ? { name: 'a', from: 2, to: 9 } : undefined),
    });
    const copy = await target.createWritable();
    await copy.write(new Uint8Array(8));
    await expect(copy.close()).rejects.toMatchObject({ code: 'internal' });
  });

  it('is emptied of parts, and of what a killed browser left of them, and of nothing else', async () => {
    const folder = new MemoryFolder();
    const others = [
      'logs-1.csv',
      'logs-0001.csv.bak',
      'other-0001.csv',
      'logs-0001.json',
      'logs-00001.csv',
      'x.crswap',
    ];
    const ours = ['logs-0001.csv', 'logs-0012.csv.crswap', 'logs-12345.csv'];
    for (const name of [...others, ...ours]) folder.files.set(name, new Uint8Array(1));
    await clearFolder(folder.handle(), isPartOf({ fileName: 'logs', format: formatWith(true) }));
    expect([...folder.files.keys()]).toEqual(others);
  });
});
