import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../shared/flatten.ts';
import type { TypedFormat } from '../../../../shared/request.ts';
import { sampleSize } from './sample-size.ts';

const parquet: TypedFormat = {
  kind: 'parquet',
  columns: [
    { name: 'n', type: 'int64' },
    { name: 'day', type: 'timestamp_ms' },
    { name: 'tag', type: 'text' },
    { name: 'tags', type: 'text', list: true },
    { name: 'id', type: 'text' },
  ],
  compression: 'snappy',
  rest: true,
};
const xlsx: TypedFormat = {
  kind: 'xlsx',
  columns: [
    { name: 'n', type: 'number' },
    { name: 'day', type: 'date' },
    { name: 'tag', type: 'text' },
    { name: 'tags', type: 'text' },
    { name: 'id', type: 'text' },
  ],
  zone: 'Asia/Seoul',
  rest: true,
};

/** Rows whose values repeat, rise and differ; `i` anywhere. */
function row(i: number): (Cell | undefined)[] {
  const mixed = Math.imul(i + 1, 2654435761) >>> 0;
  return [
    i % 7 === 0 ? { text: '', raw: true } : { text: String(mixed % 100_000), raw: true },
    { text: new Date(1e12 + i * 60_000).toISOString(), raw: false },
    { text: `tag "${mixed % 30}"`, raw: false },
    i % 3 === 0 ? undefined : { text: `["a${mixed % 9}","한국"]`, raw: true },
    { text: mixed.toString(36).padStart(12, 'x'), raw: false },
    i % 50 === 0 ? { text: '{"later":1}', raw: true } : undefined,
  ];
}
const rows = (count: number, step: number) => Array.from({ length: count }, (_, i) => row(i * step));

describe('sampleSize', () => {
  it.each([parquet, xlsx])('foretells the size of a larger file: $kind', async (format) => {
    const told = await sampleSize(format, rows(400, 50));
    // Of as many rows it says what they take: a file of these has no more in it.
    const whole = await sampleSize(format, rows(20_000, 1));
    const foretold = told.fixed + told.perRow * 20_000;
    const real = whole.fixed + whole.perRow * 20_000;
    expect(foretold / real).toBeGreaterThan(0.8);
    expect(foretold / real).toBeLessThan(1.35);
  });

  it.each([parquet, xlsx])('knows what a file has besides rows: $kind', async (format) => {
    const { fixed, perRow } = await sampleSize(format, rows(1, 1));
    const none = await sampleSize(format, []);
    expect(none).toEqual({ fixed, perRow: 0 });
    expect(perRow).toBeGreaterThan(20);
  });
});
