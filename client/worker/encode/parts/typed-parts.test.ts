import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ParquetFormat } from '../../../../shared/request.ts';
import { readByHyparquet } from '../../../../tests/support/read-file.ts';
import { zipFiles } from '../../../../tests/support/zip-files.ts';
import { bytesOf, pageOf } from '../../scan/suite/pages.ts';
import type { EncoderState } from '../encoder.ts';
import { loadFormat } from '../formats.ts';
import { partsFor } from './parts.ts';

const format: ParquetFormat = {
  ...{ kind: 'parquet', compression: 'snappy', rest: true },
  columns: [
    { name: 'n', type: 'int64' },
    { name: 'text', type: 'text' },
    { name: 'list', type: 'text', list: true },
  ],
};

/** A page of rows, each with so many hundred bytes; those of three have text where a number was promised. */
const pageArb = fc.array(fc.nat(3), { minLength: 1, maxLength: 12 });
const stepsArb = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: pageArb },
    { weight: 3, arbitrary: fc.constantFrom('commit' as const, 'crash' as const) },
  ),
  { maxLength: 16 },
);
type Most = { rows?: number; bytes?: number };
const mostArb: fc.Arbitrary<Most> = fc.oneof(
  fc.integer({ min: 1, max: 7 }).map((rows): Most => ({ rows })),
  fc.constantFrom(1, 700, 5_000).map((bytes): Most => ({ bytes })),
);
type Steps = readonly (readonly number[] | 'commit' | 'crash')[];

async function play(steps: Steps, most: Most) {
  const made = await loadFormat(format);
  const makeEncoder = partsFor(made.makeEncoder, { format, fileName: 'logs.zip', parts: most });
  let encoder = makeEncoder();
  let rows = 0;
  let file: Uint8Array[] = [];
  let kept = { file: [...file], rows, state: undefined as EncoderState | undefined };
  for (const step of steps) {
    if (step === 'crash') {
      file = [...kept.file];
      rows = kept.rows;
      encoder = makeEncoder(structuredClone(kept.state));
    } else if (step === 'commit') {
      const { bytes, state } = encoder.flush();
      file.push(...bytes);
      kept = { file: [...file], rows, state: structuredClone(state) };
    } else {
      const sources = step.map((size, i) => {
        const n = size === 3 ? `"${rows + i}"` : String(rows + i);
        return { source: `{"n":${n},"text":"${'x'.repeat(size * 300)}","list":["a",null]}`, seqNo: i };
      });
      rows += step.length;
      const scanner = made.makeScanner();
      scanner.push(bytesOf(pageOf(sources)));
      scanner.finish();
      for (const { bytes } of Object.values(scanner.take())) file.push(...encoder.append(bytes));
    }
  }
  file.push(...encoder.finish());
  return { file: Buffer.concat(file), rows, misfits: encoder.report?.misfits ?? [] };
}

it('Parquet in parts has each row once, whole files of so many, and counts the misfits of all', async () => {
  await fc.assert(
    fc.asyncProperty(stepsArb, mostArb, async (steps, most) => {
      const { file, rows, misfits } = await play(steps, most);
      const parts = await zipFiles(file);
      const read = await Promise.all(parts.map(async ({ bytes }) => (await readByHyparquet(bytes)).rows));
      const isMisfit = (row: unknown[]) => row[0] === null;
      const numbers = read.flat().map((row) => Number(/\d+/.exec(String(isMisfit(row) ? row[3] : row[0]))));
      expect(numbers).toEqual(Array.from({ length: rows }, (_, i) => i));
      const lengths = read.map(({ length }) => length);
      const { rows: each } = most;
      if (rows === 0) expect(lengths).toEqual([0]);
      else if (each === undefined) expect(Math.min(...lengths)).toBeGreaterThan(0);
      else {
        const wanted = Array.from({ length: Math.ceil(rows / each) }, (_, i) => Math.min(each, rows - i * each));
        expect(lengths).toEqual(wanted);
      }
      const count = read.flat().filter(isMisfit).length;
      expect(misfits).toEqual(count > 0 ? [{ field: 'n', rows: count, why: 'type' }] : []);
    }),
    { numRuns: 40 },
  );
});
