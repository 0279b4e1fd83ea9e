import { Client } from '@opensearch-project/opensearch';
import { parse } from 'lossless-json';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BEFORE_FIRST, type Chunk, restOf } from '../../../shared/chunk.ts';
import { type Order, SORT_VALUES, type SortableType, sortValuesOf } from '../../../shared/order.ts';
import { READERS, type Reader } from '../../../shared/request.ts';
import { startHttpGate } from '../../support/http-gate.ts';
import { makeIndex, openContexts } from '../../support/indices.ts';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';
import { TestSocket } from './test-socket.ts';

/** Values of each type, as JSON, with the extremes that a value may have; every fifth document lacks them, and some have several. */
const client = new Client({ node: inject('opensearchUrl') });
const VALUES: Record<SortableType, readonly string[]> = {
  keyword: ['"b"', '"B"', '"한국"', '"\\uffee"', '"🙂"', '""', '"]\\"["', '"a,b"'],
  long: ['9223372036854775807', '-9223372036854775808', '0', '9007199254740993', '-1'],
  integer: ['2147483647', '-2147483648', '0', '7'],
  short: ['32767', '-32768', '0'],
  byte: ['127', '-128', '0'],
  unsigned_long: ['18446744073709551615', '0', '9223372036854775808', '9007199254740993'],
  double: ['1.7976931348623157E308', '-1.7976931348623157E308', '0.1', '-0.0', '4.9E-324', '9007199254740993'],
  float: ['3.4028235E38', '-3.4028235E38', '0.1', '-0.0'],
  half_float: ['65504', '-65504', '0.1', '-0.0'],
  date: ['"2026-01-01T00:00:00.123Z"', '0', '"1969-12-31T23:59:59.999Z"', '"9999-12-31T23:59:59.999Z"'],
  date_nanos: ['"2026-01-01T00:00:00.123456789Z"', '"1970-01-01T00:00:00Z"', '"2262-04-11T23:47:16.854775807Z"'],
  boolean: ['true', 'false'],
  ip: ['"10.0.0.1"', '"::ffff:10.0.0.2"', '"2001:db8::1"', '"255.255.255.255"', '"::"'],
  version: ['"1.10.0"', '"1.9.0"', '"1.9.0-rc.1"', '"0.0.1"'],
};
const TYPES = Object.keys(VALUES) as SortableType[];
const COUNT = 60;
const INDEX = 'proxy-order';
const LACKS = 'proxy-order-lacks';
let known: SortableType[];
let proxy: RunningProxy;
let socket: TestSocket;

const isLacking = (n: number) => n % 5 === 0;

function jsonOf(type: SortableType, n: number): string {
  const values = VALUES[type];
  const at = (i: number) => values[i % values.length] ?? '';
  // Truth is stored as one value; of others some documents have several.
  return n % 7 === 1 ? `[${at(n)},${at(n + 1)},${at(n + 2)}]` : at(n);
}

function docOf(n: number) {
  const values = TYPES.map((type) => `"${type}":${jsonOf(type, n)}`);
  const nested = `"parts":[{"n":${n}},{"n":${n + 100}}]`;
  return { id: `${n}`, source: `{"n":${n}${isLacking(n) ? '' : `,${values.join()},${nested}`}}` };
}

beforeAll(async () => {
  // OpenSearch knows versions since 3.
  const { body } = await client.info();
  known = TYPES.filter((type) => type !== 'version' || !/^[12]\./.test(body.version.number));
  const properties = Object.fromEntries(known.map((type) => [type, { type }]));
  const parts = { type: 'nested', properties: { n: { type: 'integer' } } };
  const plain = { n: { type: 'integer' }, none: { type: 'keyword', doc_values: false } };
  const mapping = { dynamic: false, properties: { ...properties, ...plain, parts } };
  await makeIndex(
    client,
    INDEX,
    Array.from({ length: COUNT }, (_, n) => docOf(n)),
    { shards: 2, mapping },
  );
  await makeIndex(client, LACKS, [{ id: 'x', source: '{"n":1}' }]);
  proxy = await runProxy(inject('opensearchUrl'));
  socket = await TestSocket.open(await proxy.signIn());
});
afterAll(async () => {
  await socket.close();
  await proxy.close();
  await client.close();
});

/** What each row is sorted by, by its id, as JSON texts. */
async function sortsOf(index: string, order: Order, reader?: Reader): Promise<Map<string, string[]>> {
  const { shards } = await socket.plan({ index }, reader, order);
  const found = new Map<string, string[]>();
  const tickets: string[] = [];
  for (const shard of shards.filter(({ rows }) => rows > 0)) {
    let { ticket } = shard;
    let last = BEFORE_FIRST;
    let chunk: Chunk | undefined = { after: BEFORE_FIRST, upTo: shard.highest };
    while (chunk) {
      const page = await socket.page({ ticket, chunk, size: 10 });
      ticket = page.ticket ?? ticket;
      for (const [id, [seqNo = '', ...values]] of textsOf(page.text)) {
        expect(Number(seqNo)).toBeGreaterThan(last);
        expect(values).toHaveLength(sortValuesOf(order));
        last = Number(seqNo);
        found.set(id, values);
      }
      chunk = page.hits.length === 0 ? undefined : restOf(chunk, last);
    }
    tickets.push(ticket);
  }
  await socket.release([...tickets, ...shards.map(({ ticket }) => ticket)]);
  return found;
}

type Hits = { hits: { hits: { _id: string; sort: unknown[] }[] } };

/** Each hit's sort values with their digits. */
function textsOf(answer: string): Map<string, string[]> {
  const { hits } = parse(answer) as Hits;
  const text = (value: unknown) =>
    typeof value === 'object' && value !== null ? String(value) : (JSON.stringify(value) ?? '');
  return new Map(hits.hits.map(({ _id, sort }) => [_id, sort.map(text)]));
}

/** OpenSearch's own sort of the same rows, all on one page. */
async function ownSorts(index: string, key: object): Promise<Map<string, string[]>> {
  const url = new URL(`/${index}/_search`, inject('opensearchUrl'));
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const response = await fetch(url, { ...init, body: JSON.stringify({ size: 1000, sort: [key] }) });
  return textsOf(await response.text());
}

/** The value, or undefined where the row has none. */
function read(type: SortableType, values: readonly string[]): string | undefined {
  const { missing } = SORT_VALUES[type];
  const [value, other] = values;
  const isMissing = missing === undefined ? value !== other : value === missing;
  return isMissing ? undefined : value;
}

describe.each(READERS)('pages of the %s reader', (reader) => {
  it.each(TYPES)('bear the values that OpenSearch sorts a %s by, and tell which rows have none', async (type) => {
    if (!known.includes(type)) return;
    const { numeric } = SORT_VALUES[type];
    for (const order of ['asc', 'desc'] as const) {
      const found = await sortsOf(INDEX, [{ field: type, order, type }], reader);
      const own = await ownSorts(INDEX, { [type]: { order, ...(numeric ? { numeric_type: numeric } : {}) } });
      expect(found.size).toBe(COUNT);
      for (const [id, values] of found) {
        const value = read(type, values);
        expect([id, value === undefined]).toEqual([id, isLacking(Number(id))]);
        if (value !== undefined) expect([id, value]).toEqual([id, own.get(id)?.[0]]);
      }
    }
  });
});

describe('an order', () => {
  it('is of several fields, each with its own values', async () => {
    const order: Order = [
      { field: 'long', order: 'desc', type: 'long' },
      { field: 'keyword', order: 'asc', type: 'keyword' },
      { field: 'date', order: 'asc', type: 'date' },
      { field: 'unsigned_long', order: 'asc', type: 'unsigned_long' },
    ];
    const together = await sortsOf(INDEX, order);
    const alone = await Promise.all(order.map((field) => sortsOf(INDEX, [field])));
    for (const [id, values] of together) expect(values).toEqual(alone.flatMap((one) => one.get(id) ?? []));
  });

  it('is by the least or the greatest of a row’s nested objects', async () => {
    const of = (order: 'asc' | 'desc') => sortsOf(INDEX, [{ field: 'parts.n', order, type: 'integer', path: 'parts' }]);
    const [least, greatest] = [await of('asc'), await of('desc')];
    for (let n = 0; n < COUNT; n++) {
      const missing = SORT_VALUES.integer.missing;
      expect([least.get(`${n}`), greatest.get(`${n}`)]).toEqual(
        isLacking(n) ? [[missing], [missing]] : [[`${n}`], [`${n + 100}`]],
      );
    }
  });

  it.each(TYPES)('by a %s takes an index that lacks the field: its rows have no value', async (type) => {
    if (!known.includes(type)) return;
    for (const order of ['asc', 'desc'] as const) {
      const found = await sortsOf(LACKS, [{ field: type, order, type }]);
      expect(read(type, found.get('x') ?? [])).toBeUndefined();
    }
  });

  it.each([
    ['that has no order', { field: 'none', type: 'keyword' }],
    ['whose numbers are none', { field: 'keyword', type: 'long' }],
    ['whose text is numbers', { field: 'long', type: 'keyword' }],
    ['whose text is addresses', { field: 'ip', type: 'keyword' }],
    ['whose addresses are text', { field: 'keyword', type: 'ip' }],
    ['whose values are larger than its type', { field: 'long', type: 'integer' }],
    ['whose values are finer than its type', { field: 'date_nanos', type: 'date' }],
    ['whose values have no sign', { field: 'unsigned_long', type: 'double' }],
    ['that is true or false', { field: 'boolean', type: 'long' }],
    ['of nested objects that are none', { field: 'parts.n', type: 'integer', path: 'n' }],
  ] as const)('by a field %s is refused before anything is read', async (_, field) => {
    const planned = socket.plan({ index: INDEX }, undefined, [{ order: 'asc', ...field }]);
    await expect(planned).rejects.toMatchObject({ code: _.includes('nested') ? 'bad_frame' : 'order_invalid' });
  });

  it('is one of all that was planned, also of an index that came in meanwhile', async () => {
    const names = ['order-race-1', 'order-race-2'];
    const [first = '', second = ''] = names;
    const typed = (type: string) => ({ mapping: { properties: { n: { type } } } });
    await client.indices.delete({ index: second, ignore_unavailable: true });
    await makeIndex(client, first, [{ id: '1', source: '{"n":1}' }], typed('integer'));
    const gate = await startHttpGate(inject('opensearchUrl'));
    const gated = await runProxy(gate.url);
    const other = await TestSocket.open(await gated.signIn());
    const open = await openContexts(client);
    const order: Order = [{ field: 'n', order: 'asc', type: 'integer' }];
    const asked = { index: 'order-race-*' };
    const { shards } = await other.plan(asked, undefined, order);
    await other.release(shards.map(({ ticket }) => ticket));
    let isMade = false;
    gate.before = async (path) => {
      if (isMade || !path.includes('/point_in_time')) return;
      isMade = true;
      await makeIndex(client, second, [{ id: '2', source: '{"n":0.5}' }], typed('double'));
    };
    await expect(other.plan(asked, undefined, order)).rejects.toMatchObject({ code: 'order_invalid' });
    expect(isMade).toBe(true);
    await other.close();
    await gated.close();
    await gate.close();
    for (const index of names) await client.indices.delete({ index });
    await expect.poll(() => openContexts(client)).toBe(open);
  });

  it.each([
    ['a script', [{ field: '_script', order: 'asc', type: 'keyword' }]],
    ['ids', [{ field: '_id', order: 'asc', type: 'keyword' }]],
    ['text', [{ field: 'text', order: 'asc', type: 'text' }]],
    ['nothing', []],
    ['five fields', TYPES.slice(0, 5).map((type) => ({ field: type, order: 'asc', type }))],
    ['one field twice', [1, 2].map(() => ({ field: 'n', order: 'asc', type: 'integer' }))],
  ])('by %s is no message', async (_, order) => {
    await expect(socket.plan({ index: INDEX }, undefined, order as Order)).rejects.toMatchObject({ code: 'bad_frame' });
  });

  it('is that of the plan, whatever a read asks for', async () => {
    const { shards } = await socket.plan({ index: LACKS });
    const [shard] = shards;
    if (!shard) throw new Error('No shard was planned');
    const read = { ticket: shard.ticket, chunk: { after: -1, upTo: shard.highest }, size: 10 };
    const asked = { ...read, order: [{ field: 'n', order: 'asc', type: 'integer' }] };
    const { hits } = await socket.page(asked);
    expect(hits.map(({ sort }) => sort.length)).toEqual([1]);
    await socket.release([shard.ticket]);
  });
});
