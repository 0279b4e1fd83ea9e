import { parse } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { makeSample } from '../../client/ui/export-dialog/sample.ts';
import { sortRoom } from '../../client/ui/export-dialog/sort-room.ts';
import { MemorySpool, partsOf } from '../../client/worker/order/fixtures.ts';
import { makeKeyEncoder } from '../../client/worker/order/keys.ts';
import { RunBuilder } from '../../client/worker/order/run-builder.ts';
import type { Order, OrderField } from '../../shared/order.ts';
import { SORT_VALUES } from '../../shared/order.ts';

/** What each type's values look like, and how they come to be sorted by. */
const VALUES: Record<string, (n: number) => { json: string; sort: string }> = {
  keyword: (n) => ({ json: `"text ${n}"`, sort: `"text ${n}"` }),
  ip: (n) => ({ json: `"10.0.0.${n % 256}"`, sort: `"10.0.0.${n % 256}"` }),
  integer: (n) => ({ json: `${n * 9999}`, sort: `${n * 9999}` }),
  double: (n) => ({ json: `${n}.5`, sort: `${n}.5` }),
  boolean: (n) => ({ json: `${n % 2 === 0}`, sort: `${n % 2}` }),
  date: (n) => ({ json: `${1.7e12 + n}`, sort: `${1.7e12 + n},${1.7e12 + n}` }),
};
const ROWS = 3000;

async function measure(types: readonly string[]) {
  const order = types.map((type): OrderField => ({ field: type, type: type as OrderField['type'], order: 'asc' }));
  const valuesOf = (n: number) => types.map((type) => VALUES[type]?.(n) ?? { json: 'null', sort: 'null' });
  const documents = Array.from(
    { length: ROWS },
    (_, n) => `{${valuesOf(n).map(({ json }, i) => `"${types[i]}":${json}`)},"body":"${'x'.repeat(n % 90)}"}`,
  );
  const sample = await makeSample(
    documents.slice(0, 100).map((text) => ({ _index: 'a', _id: '1', _source: parse(text) })),
    [],
  );
  const columns = order.map(({ field, order }) => ({ column: field, order }));
  const told = sortRoom(sample, { kind: 'ndjson', gzip: true }, { total: ROWS, order: order as Order, columns });
  const keys = order.map(({ type, order }) => ({ type, order, missing: SORT_VALUES[type].missing }));
  const encode = makeKeyEncoder(keys, { index: 0, shard: 3 });
  const seqNos = documents.map((_, n) => n + 5_000_000);
  const made = encode({ values: partsOf(documents.map((_, n) => `${valuesOf(n).map(({ sort }) => sort)}`)), seqNos });
  const [spool, builder] = [new MemorySpool(), new RunBuilder(8 * 1024 * 1024)];
  expect(builder.add({ rows: partsOf(documents.map((text) => `${text}\n`)), keys: made })).toBe(ROWS);
  builder.write(spool, []);
  return { told, spool: spool.length };
}

describe('the room that sorting takes', () => {
  it.each([
    [['keyword']],
    [['ip']],
    [['integer']],
    [['double']],
    [['boolean']],
    [['date']],
    [['keyword', 'date', 'ip']],
  ])('by %s is what the runs take in the spool, a tenth more or less', async (types) => {
    const { told = 0, spool } = await measure(types);
    expect(told / spool).toBeGreaterThan(0.9);
    expect(told / spool).toBeLessThan(1.1);
  });

  it('is not known of no rows', async () => {
    const of = { total: 0, order: [{ field: 'a', type: 'long', order: 'asc' }] satisfies Order, columns: [] };
    expect(sortRoom(await makeSample([], []), { kind: 'ndjson' }, of)).toBeUndefined();
  });
});
