import type { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { type Order, type OrderField, SORTABLE_TYPES, type SortableType } from '../../../shared/order.ts';
import { type ExportFormat, READERS, type Reader } from '../../../shared/request.ts';
import type { Search } from '../../../shared/search.ts';
import { type Doc, smallDocs } from '../../support/documents.ts';
import { addDocs, makeIndex, shrinkIndex } from '../../support/indices.ts';
import { MAPPINGS, orderDocs, typesOf } from '../export/order-values.ts';

/** Generated exports with all that may be asked for, and indices that have something for each of it. */
export type Asked = {
  search: Partial<Search> & { index: string };
  format: ExportFormat;
  reader: Reader;
  order: Order | undefined;
  budgetBytes: number;
};

const ROWS = 260;

/** Lists for `join`, formulas for `guard`, fields without a column for `rest`, nested objects for filters and orders. */
function richDocs(from: number): Doc[] {
  return orderDocs(from, ROWS).map(({ id, source }, i) => {
    const items = Array.from({ length: i % 4 }, (_, k) => `{"sku":"${'ABC'[(i + k) % 3]}","n":${(i * 3 + k) % 17}}`);
    const odd = `"tags":["a,b",${i},"\\"${i}\\""],"note":"=${i}+1\\nx","extra":{"deep":{"n":${i}.0},"ünï":null}`;
    return { id, source: `${source.slice(0, -1)},"items":[${items.join()}],${odd}}` };
  });
}

function mappingOf(types: readonly SortableType[]): Record<string, unknown> {
  const { dynamic, properties } = MAPPINGS(types);
  const items = { type: 'nested', properties: { sku: { type: 'keyword' }, n: { type: 'integer' } } };
  return { dynamic, properties: { ...properties, items, note: { type: 'text' } } };
}

/** One of several shards; one that lacks half of the fields; and one whose rows share sequence numbers. */
export async function makeRichIndices(client: Client): Promise<readonly SortableType[]> {
  const known = await typesOf(client);
  await makeIndex(client, 'torn-one', richDocs(0), { shards: 3, mapping: mappingOf(known) });
  const half = known.filter((_, i) => i % 2 === 0);
  await makeIndex(client, 'torn-two', richDocs(ROWS), { mapping: mappingOf(half) });
  await makeIndex(client, 'wide-torn', richDocs(2 * ROWS), { shards: 4, mapping: mappingOf(known) });
  await shrinkIndex(client, 'wide-torn', 'torn-shrunk');
  await addDocs(client, 'torn-shrunk', smallDocs(40, 'late'));
  return known;
}

const bool = fc.boolean();
const orNot = <T>(value: T) => fc.constantFrom({}, value);

const COLUMNS = ['n', 'word', 'at', 'date', 'date_nanos', 'double', 'tags', 'note', 'items', 'extra.deep.n', 'keyword'];
const csvArb = fc
  .record({
    columns: fc.subarray(COLUMNS, { minLength: 1 }),
    delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const),
    ...{ header: bool, bom: bool, guard: bool, rest: bool, ids: bool, zone: bool },
    more: fc.tuple(orNot({ join: ' | ' }), orNot({ gzip: true as const })),
  })
  .map(({ columns, ids, zone, more: [join, gzip], ...plain }): ExportFormat => {
    const dates = columns.filter((name) => name === 'at' || name.startsWith('date'));
    return {
      ...{ kind: 'csv', ...plain, ...join, ...gzip },
      columns: ids ? ['_id', '_index', ...columns, '_routing'] : columns,
      ...(ids ? { ids } : {}),
      ...(zone ? { dates: { zone: 'Asia/Seoul', columns: dates } } : {}),
    };
  });
const documentsArb = fc
  .tuple(
    fc.constantFrom('ndjson' as const, 'json' as const),
    orNot({ ids: true as const }),
    orNot({ columns: ['n', 'word', 'extra', 'items.n'] }),
    orNot({ gzip: true as const }),
  )
  .map(([kind, ...more]): ExportFormat => Object.assign({ kind }, ...more));

const nested = [{ field: 'items.sku', paths: [{ path: 'items' }] }];
const searchArb = fc
  .record({
    index: fc.constantFrom('torn-one', 'torn-*', 'torn-shrunk', 'torn-two,torn-one'),
    more: fc.constantFrom<Partial<Search>>(
      {},
      { q: 'few:(1 OR 2)' },
      { filters: [{ field: 'n', op: 'between', from: '30', to: '700' }] },
      { filters: [{ field: 'word', op: 'exists', not: true }] },
      { filters: [{ field: 'items.sku', op: 'is', value: 'A' }], nested },
      { time: { field: 'at', from: '1970-01-01T00:00:01Z' } },
      { dsl: '{"bool":{"must_not":[{"term":{"few":0}}]}}' },
    ),
  })
  .map(({ index, more }) => ({ index, ...more }));

function orderArb(known: readonly SortableType[]): fc.Arbitrary<Order> {
  const fields: Omit<OrderField, 'order'>[] = [
    ...known.map((type) => ({ field: type, type })),
    ...([
      { field: 'few', type: 'integer' },
      { field: 'word', type: 'keyword' },
    ] as const),
    ...([
      { field: 'at', type: 'date' },
      { field: 'items.n', type: 'integer', path: 'items' },
    ] as const),
  ];
  const some = fc.shuffledSubarray(fields, { minLength: 1, maxLength: 3 });
  const ways = fc.array(fc.constantFrom('asc' as const, 'desc' as const), { minLength: 3, maxLength: 3 });
  return fc.tuple(some, ways).map(([chosen, way]) => chosen.map((field, i) => ({ ...field, order: way[i] ?? 'asc' })));
}

export function askedArb(known: readonly SortableType[] = SORTABLE_TYPES): fc.Arbitrary<Asked> {
  return fc.record({
    search: searchArb,
    format: fc.oneof(csvArb, documentsArb),
    reader: fc.constantFrom(...READERS),
    order: fc.option(orderArb(known), { nil: undefined, freq: 6 }),
    /** One run and one pass, or many of both. */
    budgetBytes: fc.constantFrom(64 * 1024 * 1024, 200_000, 24_000),
  });
}
