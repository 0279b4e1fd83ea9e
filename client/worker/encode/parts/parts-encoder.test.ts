import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextFormat } from '../../../../shared/request.ts';
import { zipFiles } from '../../../../tests/support/zip-files.ts';
import type { Bytes, EncoderState } from '../encoder.ts';
import { makeFormat } from '../formats.ts';
import { partsFor } from './parts.ts';

const utf8 = new TextEncoder();
const CSV: TextFormat = {
  ...{ kind: 'csv', columns: ['a', 'b'], delimiter: ',', header: true, bom: false, guard: false, rest: false },
};

/** A cell as the scanners write it: quoted where it has to be. */
const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** How rows come of two texts each, and what a part with these rows is. */
const KINDS = {
  csv: {
    format: CSV,
    row: ([a, b]: Row) => `${cell(a)},${cell(b)}\r\n`,
    whole: (rows: Row[]) => `a,b\r\n${rows.map(([a, b]) => `${cell(a)},${cell(b)}\r\n`).join('')}`,
  },
  ndjson: {
    format: { kind: 'ndjson' },
    row: (row: Row) => `${JSON.stringify(row)}\n`,
    whole: (rows: Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  },
  json: {
    format: { kind: 'json' },
    row: (row: Row) => `,\n${JSON.stringify(row)}`,
    whole: (rows: Row[]) => `[${rows.map((row) => `\n${JSON.stringify(row)}`).join(',')}\n]\n`,
  },
} satisfies Record<string, { format: TextFormat; row(row: Row): string; whole(rows: Row[]): string }>;
type Row = [string, string];
type Kind = keyof typeof KINDS;

const textArb = fc.oneof(fc.string(), fc.constantFrom('', '"', '""', '\r\n', 'a"\r\n', ',', '\n,', '한글🙂'));
const rowsArb = fc.array(fc.tuple(textArb, textArb), { minLength: 1, maxLength: 12 });
/** What a run does next: append a block of rows, commit, or be cut off and gone on with from the last commit. */
const stepArb = fc.oneof(
  { weight: 5, arbitrary: rowsArb },
  { weight: 2, arbitrary: fc.constant('commit' as const) },
  { weight: 1, arbitrary: fc.constant('crash' as const) },
);
type Step = Row[] | 'commit' | 'crash';

function play(
  kind: Kind,
  steps: readonly Step[],
  most: { rows?: number; bytes?: number },
): { file: Bytes; rows: Row[] } {
  const { format, row } = KINDS[kind];
  const makeEncoder = partsFor(makeFormat(format).makeEncoder, { format, fileName: 'logs 2026.zip', parts: most });
  let encoder = makeEncoder();
  let [file, kept]: [Bytes[], Bytes[]] = [[], []];
  let [rows, keptRows]: [Row[], Row[]] = [[], []];
  let state: EncoderState | undefined;
  for (const step of steps) {
    if (step === 'crash') {
      [file, rows] = [[...kept], [...keptRows]];
      encoder = makeEncoder(structuredClone(state));
    } else if (step === 'commit') {
      const flushed = encoder.flush();
      file.push(...flushed.bytes);
      state = structuredClone(flushed.state);
      [kept, keptRows] = [[...file], [...rows]];
    } else {
      file.push(Buffer.concat(encoder.append(utf8.encode(step.map(row).join('')))));
      rows = rows.concat(step);
    }
  }
  file.push(...encoder.finish());
  return { file: Buffer.concat(file), rows };
}

const kindArb = fc.constantFrom<Kind>('csv', 'ndjson', 'json');
const stepsArb = fc.array(stepArb, { maxLength: 20 });

describe('a file in parts', () => {
  it('has whole files of so many rows, the last one of what is left, however often it was gone on with', async () => {
    await fc.assert(
      fc.asyncProperty(kindArb, stepsArb, fc.integer({ min: 1, max: 9 }), async (kind, steps, most) => {
        const { file, rows } = play(kind, steps, { rows: most });
        const parts = await zipFiles(file);
        const count = Math.max(1, Math.ceil(rows.length / most));
        expect(parts.map(({ name }) => name)).toEqual(
          Array.from({ length: count }, (_, i) => `logs 2026-${String(i + 1).padStart(4, '0')}.${kind}`),
        );
        for (const [i, { bytes }] of parts.entries()) {
          expect(bytes.toString()).toBe(KINDS[kind].whole(rows.slice(i * most, (i + 1) * most)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has parts of no more bytes than were asked for, but for a row that is longer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<Kind>('csv', 'ndjson'), stepsArb, fc.nat(200), async (kind, steps, more) => {
        const most = 20 + more;
        const { file, rows } = play(kind, steps, { bytes: most });
        const parts = await zipFiles(file);
        const head = kind === 'csv' ? 'a,b\r\n' : '';
        const wanted = [head];
        for (const row of rows.map(KINDS[kind].row)) {
          const last = wanted.at(-1) ?? '';
          const fits = last === head || utf8.encode(last + row).length <= most;
          if (fits) wanted[wanted.length - 1] = last + row;
          else wanted.push(head + row);
        }
        expect(parts.map(({ bytes }) => bytes.toString())).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it('is an archive of zip64 where it has more files than others count', async () => {
    const rows = Array.from({ length: 66_000 }, (_, i): Row => [String(i), '']);
    const parts = await zipFiles(play('ndjson', [rows, 'commit', 'crash'], { rows: 1 }).file);
    expect(parts).toHaveLength(66_000);
    expect(parts[65_999]?.name).toBe('logs 2026-66000.ndjson');
  });

  it('is not gone on with from what is no state of it', () => {
    const format = { kind: 'ndjson' } as const;
    const makeEncoder = partsFor(makeFormat(format).makeEncoder, { format, fileName: 'a.zip', parts: { rows: 2 } });
    const lost = expect.objectContaining({ code: 'checkpoint_lost' });
    for (const state of [{}, { hasHead: true, hasRows: true }, { zip: {}, parts: 1, rows: 0 }]) {
      expect(() => makeEncoder(state)).toThrow(lost);
    }
  });
});
