import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type ExportFormat, formatSchema } from '../../shared/request.ts';
import { sortedRequest, verdictOf } from './fixtures.ts';
import { manifestNameOf, manifestOf, manifestSchema } from './manifest.ts';
import type { EndedExport } from './records.ts';

const shard = fc.record(
  {
    index: fc.constantFrom('a', 'b'),
    uuid: fc.constantFrom('u1', 'u2'),
    shard: fc.nat(3),
    expected: fc.nat(1000),
    written: fc.nat(1000),
    leftOut: fc.nat(3),
    recounted: fc.nat(1000),
  },
  { requiredKeys: ['index', 'shard', 'expected', 'written'] },
);

function ended(of: Partial<EndedExport> = {}): EndedExport {
  return {
    ...{ id: sortedRequest.id, request: sortedRequest, status: 'complete', place: 'downloads', createdAt: 1e12 },
    ...{ endedAt: 1e12 + 5_000, rows: 1000, bytes: 10_000, expected: 1000, retries: 0, verdict: verdictOf(1000) },
    ...of,
  };
}

function columnsIn(format: v.InferInput<typeof formatSchema>) {
  const request = { ...sortedRequest, format: v.parse(formatSchema, format) as ExportFormat };
  return manifestOf(ended({ request }), '1.0.0')?.columns;
}

describe('a manifest', () => {
  it('tells each shard once, under its index, as other programs read it', () => {
    fc.assert(
      fc.property(fc.array(shard, { maxLength: 12 }), (shards) => {
        const verdict = { ...verdictOf(1000), shards, sha256: 'a'.repeat(64) };
        const made = manifestOf(ended({ verdict }), '1.2.3');
        const read = v.parse(manifestSchema, JSON.parse(JSON.stringify(made)));
        expect(read).toEqual(made);
        const flat = read.indices.flatMap(({ index, uuid, shards: some }) =>
          some.map((one) => ({ index, ...(uuid === undefined ? {} : { uuid }), ...one })),
        );
        const key = (one: object) => JSON.stringify(Object.entries(one).sort());
        expect(flat.map(key).sort()).toEqual(shards.map(key).sort());
        for (const { expected, written, shards: some } of read.indices) {
          expect(expected).toBe(some.reduce((sum, one) => sum + one.expected, 0));
          expect(written).toBe(some.reduce((sum, one) => sum + one.written, 0));
        }
        const ids = read.indices.map(({ index, uuid }) => `${index} ${uuid}`);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('says what was asked for, and what came of it', () => {
    const verdict = { ...verdictOf(1000), sha256: '0123456789abcdef'.repeat(4) };
    const request = { ...sortedRequest, manifest: true as const };
    expect(manifestOf(ended({ request, verdict }), '1.2.3')).toMatchObject({
      product: { name: 'Sluice', version: '1.2.3' },
      file: { name: 'flights.ndjson', bytes: 10_000, rows: 1000, sha256: verdict.sha256 },
      times: { begun: '2001-09-09T01:46:40.000Z', ended: '2001-09-09T01:46:45.000Z' },
      request: { search: sortedRequest.search, format: { kind: 'ndjson' }, order: sortedRequest.order },
      verdict: { complete: true, expected: 1000, written: 1000 },
    });
  });

  it('names the columns, with their types where the file has them', () => {
    expect(columnsIn({ kind: 'ndjson' })).toBeUndefined();
    expect(columnsIn({ kind: 'csv', columns: ['a', 'b.c'], rest: true })).toEqual([
      { name: 'a' },
      { name: 'b.c' },
      { name: '_rest' },
    ]);
    const parquet = [
      { name: 'a', type: 'int64' as const },
      { name: 't', type: 'text' as const, list: true as const },
    ];
    expect(columnsIn({ kind: 'parquet', columns: parquet })).toEqual([...parquet, { name: '_rest', type: 'json' }]);
    const xlsx = [{ name: 'a', type: 'date' as const, width: 12 }];
    expect(columnsIn({ kind: 'xlsx', columns: xlsx, rest: false })).toEqual([{ name: 'a', type: 'date' }]);
  });

  it('is of no export without a verdict', () => {
    const { verdict: _, ...failed } = ended({ status: 'failed' });
    expect(manifestOf(failed, '1.2.3')).toBeUndefined();
  });

  it('is called as its file is', () => {
    expect(manifestNameOf({ fileName: 'flights.csv.gz' })).toBe('flights.csv.gz.manifest.json');
  });
});
