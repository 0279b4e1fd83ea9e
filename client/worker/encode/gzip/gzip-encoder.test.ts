import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gunzipOne } from '../../../../tests/support/gunzip.ts';
import type { Bytes, EncoderState } from '../encoder.ts';
import { makeFormat } from '../formats.ts';
import { gzipEncoders } from './gzip-encoder.ts';
import { packedLength } from './packed-length.ts';

const utf8 = new TextEncoder();
const makeEncoder = gzipEncoders(makeFormat({ kind: 'json' }).makeEncoder);
const rowsOf = (texts: readonly string[]): Bytes =>
  utf8.encode(texts.map((text) => `,\n${JSON.stringify(text)}`).join(''));

/** What a run does next: append rows, commit, or be cut off and gone on with from the last commit. */
const stepArb = fc.oneof(
  { weight: 5, arbitrary: fc.array(fc.string(), { minLength: 1, maxLength: 30 }) },
  { weight: 2, arbitrary: fc.constant('commit' as const) },
  { weight: 1, arbitrary: fc.constant('crash' as const) },
);

function play(steps: readonly (string[] | 'commit' | 'crash')[]): { file: Bytes; rows: string[] } {
  let encoder = makeEncoder();
  let [file, kept]: [Bytes[], Bytes[]] = [[], []];
  let [rows, keptRows]: [string[], string[]] = [[], []];
  let state: EncoderState | undefined;
  for (const step of steps) {
    if (step === 'crash') {
      [file, rows] = [[...kept], [...keptRows]];
      encoder = makeEncoder(structuredClone(state));
    } else if (step === 'commit') {
      const flushed = encoder.flush();
      file.push(...flushed.bytes);
      state = flushed.state;
      [kept, keptRows] = [[...file], [...rows]];
    } else {
      file.push(...encoder.append(rowsOf(step)));
      rows.push(...step);
    }
  }
  file.push(...encoder.finish());
  return { file: Buffer.concat(file), rows };
}

describe('a file in gzip', () => {
  it('is one member that holds each row once, however often it was committed and gone on with', () => {
    fc.assert(
      fc.property(fc.array(stepArb, { maxLength: 25 }), (steps) => {
        const { file, rows } = play(steps);
        expect(JSON.parse(gunzipOne(file))).toEqual(rows);
        expect(gunzipSync(file).toString()).toBe(gunzipOne(file));
      }),
      { numRuns: 300 },
    );
  });

  it('holds megabytes that cannot be packed, and of what can', () => {
    const noise = Array.from({ length: 40 }, (_, i) =>
      Buffer.from(
        Uint32Array.from({ length: 25_000 }, (_, n) => Math.imul(n + i * 7919, 2654435761) >>> 3).buffer,
      ).toString('base64'),
    );
    const { file, rows } = play([
      noise,
      'commit',
      Array.from({ length: 3_000 }, () => 'the same '.repeat(900)),
      'crash',
      noise,
    ]);
    expect(JSON.parse(gunzipOne(file))).toEqual(rows);
    expect(rows).toHaveLength(80);
  });

  it('gives all that was appended out at a commit', () => {
    const encoder = makeEncoder();
    const parts = [...encoder.append(rowsOf(['a', 'b'])), ...encoder.flush().bytes];
    // Without its end it is no whole file; what there is can be read.
    const text = gunzipSync(Buffer.concat(parts), { finishFlush: 2 }).toString();
    expect(text).toBe('[\n"a",\n"b"');
  });

  it('tells how much a text comes to, as often as it is asked', () => {
    const text = utf8.encode('some text of a sample, '.repeat(5_000));
    const lengths = Array.from({ length: 200 }, () => packedLength(text));
    expect(new Set(lengths).size).toBe(1);
    expect(lengths[0]).toBeLessThan(text.length / 20);
  });

  it.each([
    {},
    { crc: 1.5, length: 0, inner: {} },
    { crc: 0, length: -1, inner: {} },
    { hasHead: true, hasRows: true },
  ])('is not gone on with from what is no state of it: %j', (state) => {
    expect(() => makeEncoder(state)).toThrow(expect.objectContaining({ code: 'checkpoint_lost' }));
  });
});
