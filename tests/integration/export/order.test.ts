import { Client } from '@opensearch-project/opensearch';
import { parse } from 'lossless-json';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Order, OrderField, SortableType } from '../../../shared/order.ts';
import { type ExportFormat, READERS, type Reader } from '../../../shared/request.ts';
import { addDocs, makeDataStream, makeIndex, shrinkIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport } from '../../support/run-export.ts';
import { MAPPINGS, orderDocs, TYPES, typesOf } from './order-values.ts';

/** The order of a file's rows against OpenSearch's own sorted search of the same rows, all on one page. */
const client = new Client({ node: inject('opensearchUrl') });
const INDEX = 'order-types';
const csv: ExportFormat = {
  kind: 'csv',
  columns: ['n'],
  ...{ delimiter: ',', header: true, bom: false, guard: false, rest: false },
};
const ndjson: ExportFormat = { kind: 'ndjson' };
let known: readonly SortableType[];
let proxy: RunningProxy;
let session: SignedIn;

beforeAll(async () => {
  known = await typesOf(client);
  proxy = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '7', MAX_CHUNK_SIZE: '40' });
  session = await proxy.signIn();
  await makeIndex(client, INDEX, orderDocs(0, 180), { shards: 3, mapping: MAPPINGS(known) });
});
afterAll(async () => {
  await proxy.close();
  await client.close();
});

type Hit = { _id: string; _index: string; _shard: string; _source: { n: unknown }; sort: unknown[] };

/** The rows' numbers in OpenSearch's order; where all values are the same by sequence number, index and shard. */
async function ownOrder(index: string, sort: readonly object[], query: object = { match_all: {} }): Promise<string[]> {
  const url = new URL(`/${index}/_search`, inject('opensearchUrl'));
  const body = { size: 5_000, explain: true, query, sort: [...sort, { _seq_no: 'asc' }, { _index: 'asc' }] };
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const { hits } = parse(await (await fetch(url, init)).text()) as { hits: { hits: Hit[] } };
  const groups: Hit[][] = [];
  for (const hit of hits.hits) {
    const last = groups.at(-1);
    if (last && JSON.stringify(last[0]?.sort) === JSON.stringify(hit.sort)) last.push(hit);
    else groups.push([hit]);
  }
  const shardOf = ({ _shard }: Hit) => Number(/\[(\d+)\]$/.exec(_shard)?.[1]);
  return groups
    .flatMap((group) => group.sort((a, b) => shardOf(a) - shardOf(b)))
    .map(({ _source }) => String(_source.n));
}

/** By one field: rows with a value as OpenSearch sorts them, then those without, as the table has them. */
async function ownOrderBy({ field, order }: OrderField, index = INDEX): Promise<string[]> {
  const exists = { exists: { field } };
  const found = await ownOrder(index, [{ [field]: { order } }], exists);
  return [...found, ...(await ownOrder(index, [], { bool: { must_not: [exists] } }))];
}

type Asked = { index?: string; format?: ExportFormat; reader?: Reader; budgetBytes?: number };

/** The rows' numbers as they are in the file. */
async function fileOrder(order: Order, { index = INDEX, format = ndjson, ...more }: Asked = {}): Promise<string[]> {
  const { text, verdict, last } = await runExport(session, { search: { index }, order, format, ...more });
  expect(verdict ?? last).toMatchObject({ complete: true });
  const lines = text.split(format.kind === 'csv' ? '\r\n' : '\n').slice(0, -1);
  return format.kind === 'csv' ? lines.slice(1) : lines.map((line) => /"n":(\d+)/.exec(line)?.[1] ?? line);
}

describe.each(READERS)('a file by the %s reader', (reader) => {
  it.each(TYPES)('is in the order of a %s, up and down', async (type) => {
    if (!known.includes(type)) return;
    for (const order of ['asc', 'desc'] as const) {
      const by = { field: type, order, type };
      const format = (order === 'asc') === (reader === 'pit') ? csv : ndjson;
      expect(await fileOrder([by], { reader, format })).toEqual(await ownOrderBy(by));
    }
  });

  it('is in the order of two and three fields, through many small runs', async () => {
    const few = { field: 'few', order: 'desc', type: 'integer' } as const;
    const word = { field: 'word', order: 'asc', type: 'keyword' } as const;
    const at = { field: 'at', order: 'desc', type: 'date' } as const;
    for (const order of [
      [few, word],
      [word, at, few],
      [at, word, few],
    ] satisfies Order[]) {
      const own = await ownOrder(
        INDEX,
        order.map(({ field, order: way }) => ({ [field]: { order: way } })),
      );
      for (const budgetBytes of [8_000, 64 * 1024 * 1024])
        expect(await fileOrder(order, { reader, budgetBytes })).toEqual(own);
    }
  });
});

describe('an order over indices that differ', () => {
  it.each([
    ['long', 'integer'],
    ['double', 'long'],
    ['double', 'half_float'],
    ['unsigned_long', 'long'],
    ['date_nanos', 'date'],
  ] as const)('in %s and %s, and one that lacks the field', async (type, other) => {
    const prefix = `order-mix-${type}-${other}`.replaceAll('_', '-');
    const mapping = (of: string) => ({ dynamic: false, properties: { n: { type: 'integer' }, v: { type: of } } });
    const jsonAt = (n: number) => (type === 'date_nanos' ? `"2026-01-01T00:00:00.00${n % 7}Z"` : `${(n * 7) % 11}`);
    const docs = (from: number) =>
      Array.from({ length: 30 }, (_, i) => ({
        id: `${from + i}`,
        source: `{"n":${from + i},"v":${jsonAt(from + i)}}`,
      }));
    await makeIndex(client, `${prefix}-b`, docs(0), { shards: 2, mapping: mapping(type) });
    await makeIndex(client, `${prefix}-a`, docs(30), { mapping: mapping(other) });
    await makeIndex(client, `${prefix}-c`, docs(60), { mapping: { dynamic: false, properties: {} } });
    const numbers = Array.from({ length: 60 }, (_, n) => n);
    const byIndex = await Promise.all(['a', 'b', 'c'].map((index) => ownSeqNos(`${prefix}-${index}`)));
    const seqNos = new Map(byIndex.flat());
    for (const order of ['asc', 'desc'] as const) {
      const rows = await fileOrder([{ field: 'v', order, type }], { index: `${prefix}-*` });
      expect(rows.slice(60).every((n) => Number(n) >= 60)).toBe(true);
      const values = rows.slice(0, 60).map((n) => JSON.parse(jsonAt(Number(n))) as number | string);
      const wanted = numbers
        .map((n) => JSON.parse(jsonAt(n)) as number | string)
        .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(values).toEqual(order === 'asc' ? wanted : wanted.reverse());
      // Where the values are the same: by sequence number, and then by the index’s name.
      rows.slice(0, 60).reduce((before, n) => {
        if (jsonAt(Number(before)) !== jsonAt(Number(n))) return n;
        const [a, b] = [seqNos.get(before) ?? -1, seqNos.get(n) ?? -1];
        expect(a < b || (a === b && (Number(before) >= 30 || Number(n) < 30))).toBe(true);
        return n;
      });
    }
  });

  it('in a way that has no order is refused at once, and says what to do', async () => {
    const mapping = (of: string) => ({ properties: { v: { type: of } } });
    await makeIndex(client, 'order-odd-a', [{ id: '1', source: '{"v":"10.0.0.1"}' }], { mapping: mapping('ip') });
    await makeIndex(client, 'order-odd-b', [{ id: '1', source: '{"v":"10.0.0.1"}' }], { mapping: mapping('keyword') });
    for (const type of ['ip', 'keyword'] as const) {
      const order: Order = [{ field: 'v', order: 'asc', type }];
      const { last, text } = await runExport(session, { search: { index: 'order-odd-*' }, order });
      expect(last).toMatchObject({ type: 'failed', error: { code: 'order_invalid' } });
      expect(last?.type === 'failed' && last.error.message).toContain('as they are read');
      expect(text).toBe('');
    }
  });
});

/** Of each row's number. */
async function ownSeqNos(index: string): Promise<[string, number][]> {
  const { body } = await client.search({ index, body: { size: 1000, seq_no_primary_term: true } });
  const hits = (body as unknown as { hits: { hits: { _source: { n: number }; _seq_no: number }[] } }).hits.hits;
  return hits.map(({ _source, _seq_no }) => [`${_source.n}`, _seq_no]);
}

describe('a file in the order of its dates', () => {
  const by = (order: 'asc' | 'desc') => ({ field: '@timestamp', order, type: 'date' }) as const;
  const docs = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => {
      const at = new Date(Date.UTC(2026, 0, 1) + ((from + i) % 50) * 60_000).toISOString();
      return { id: `${from + i}`, source: `{"n":${from + i},"@timestamp":"${at}"}` };
    });

  it.each(READERS)('comes from a data stream and an alias by the %s reader', async (reader) => {
    await makeDataStream(client, 'order-stream', [docs(0, 70), docs(70, 60)]);
    const mapping = { properties: { n: { type: 'integer' }, '@timestamp': { type: 'date' } } };
    await makeIndex(client, 'order-alias-1', docs(0, 80), { shards: 2, mapping });
    await makeIndex(client, 'order-alias-2', docs(80, 40), { mapping });
    await client.indices.putAlias({ index: 'order-alias-*', name: 'order-alias' });
    for (const index of ['order-stream', 'order-alias'])
      for (const order of ['asc', 'desc'] as const)
        expect(await fileOrder([by(order)], { index, reader })).toEqual(await ownOrderBy(by(order), index));
  });

  it.each(READERS)('comes from a shrunk index, whose rows share numbers, by the %s reader', async (reader) => {
    const mapping = { properties: { n: { type: 'integer' }, '@timestamp': { type: 'date' } } };
    await makeIndex(client, 'order-wide', docs(0, 160), { shards: 4, mapping });
    await shrinkIndex(client, 'order-wide', 'order-shrunk');
    await addDocs(client, 'order-shrunk', docs(160, 40));
    const seqNos = new Map(await ownSeqNos('order-shrunk'));
    const minute = (n: string) => Number(n) % 50;
    const rows = await fileOrder([by('desc')], { index: 'order-shrunk', reader });
    // Rows with the same date and number stand by their bytes.
    const own = [...seqNos.keys()].sort(
      (a, b) => minute(b) - minute(a) || (seqNos.get(a) ?? 0) - (seqNos.get(b) ?? 0) || (`${a},` < `${b},` ? -1 : 1),
    );
    expect(rows).toEqual(own);
  });

  it('comes where a page’s last row has no date, in a format that cannot be written for each', async () => {
    const mapping = { properties: { at: { type: 'date', format: 'basic_date' }, fine: { type: 'date_nanos' } } };
    const bare = Array.from({ length: 40 }, (_, n) => ({
      id: `${n}`,
      source: n % 3 === 0 ? `{"n":${n},"at":"2026010${(n % 5) + 1}","fine":"2026-01-0${(n % 5) + 1}"}` : `{"n":${n}}`,
    }));
    await makeIndex(client, 'order-bare', bare, { mapping });
    for (const [field, type] of [
      ['at', 'date'],
      ['fine', 'date_nanos'],
    ] as const)
      for (const order of ['asc', 'desc'] as const) {
        const one = { field, order, type };
        expect(await fileOrder([one], { index: 'order-bare' })).toEqual(await ownOrderBy(one, 'order-bare'));
      }
  });
});
