import { Client } from '@opensearch-project/opensearch';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../../../dev/opensearch/cluster.ts';
import { SOON } from '../../../dev/test/cluster.ts';
import { facetsSchema, histogramSchema } from '../../../shared/figures.ts';
import { READERS } from '../../../shared/request.ts';
import { indicesBehind } from '../../support/index-names.ts';
import { count, makeNamesBench, NAMES, type NamesBench, OURS, type Person, settle, THIS_YEAR } from './names-bench.ts';

/**
 * What an index expression reaches, in each call that takes one: hidden indices, dot names, date math, other clusters.
 * On a cluster of its own: `*` means all indices, and other tests leave some that are blocked, closed or of other fields.
 */
let cluster: Cluster;
let client: Client;
let bench: NamesBench;

beforeAll(async () => {
  cluster = await startCluster({ name: 'names', temporary: true, heapMb: 512, settings: SOON });
  client = new Client({ node: cluster.url });
  await settle(client);
  bench = await makeNamesBench(cluster.url);
}, 300_000);
afterAll(async () => {
  await bench?.close();
  await client?.close();
  await cluster?.stop();
});

/** The rows of each index, three unless a filter lets fewer through. */
const three = (...marks: string[]) => new Map(marks.map((mark) => [mark, 3]));

const OPEN = ['nm-open', 'nm-open-2', 'nm-logs', 'nm-behind', 'nm-{braces}', THIS_YEAR];
/** All that a wildcard means without names that begin with a dot: streams, and what aliases without a dot lead to. */
const SEEN = new Map([...three(...OPEN, 'nm-stream', 'nm', '로그-nm', '.nm-kibana_1'), ['nm-hidden', 1]]);
const without = (...marks: string[]) => new Map([...SEEN].filter(([mark]) => !marks.includes(mark)));

/** The concrete index of a mark. */
const indexOf = (mark: string) => (['nm-stream', 'nm', '로그-nm'].includes(mark) ? `.ds-${mark}-000001` : mark);

const nodesSchema = v.object({
  nodes: v.record(v.string(), v.object({ transport: v.object({ publish_address: v.string() }) })),
});
/** Where nothing is found it is an error, without `indices`. */
const fieldsSchema = v.object({ indices: v.optional(v.array(v.string()), []) });
const searchedSchema = v.object({ total: v.number(), hits: v.array(v.object({ _source: v.unknown() })) });

const reached: [who: Person, index: string, rows: Map<string, number>][] = [
  // A wildcard at the beginning: no dot name by itself, all data streams, and what an open alias leads to.
  ['all', '*', SEEN],
  ['all', '_all', SEEN],
  ['all', '**', SEEN],
  ['all', '*nm*', SEEN],
  ['all', '*,-.*', new Map([...three('nm-open', 'nm-open-2', 'nm-logs', 'nm-{braces}', THIS_YEAR), ['nm-hidden', 1]])],
  ['all', '*nm*,-nm-open*', without('nm-open', 'nm-open-2')],
  ['all', '_all,-nm-*', three('nm', '로그-nm')],
  ['all', '*nm-*,nm-hidden', new Map([...without('nm', '로그-nm'), ['nm-hidden', 3]])],
  ['all', '*nm', three('nm', '로그-nm')],
  ['all', '*nm-logs', three('nm-logs')],
  ['all', '*-kib', three('.nm-kibana_1')],
  ['all', '*kibana_1', new Map()],
  ['all', '*alias', new Map()],
  ['all', '*secret', new Map()],
  ['all', '*hidden*', new Map()],
  ['all', '*by-hand*', new Map()],
  ['all', '*000001', new Map()],
  ['all', 'nm-hid*', new Map()],
  ['all', 'nm*,*nm-open', without('로그-nm')],
  // By name: hidden ones, aliases, whatever they lead to.
  ['all', 'nm-hidden', three('nm-hidden')],
  ['all', 'nm-seen', new Map([['nm-hidden', 1]])],
  ['all', 'nm-kib', three('.nm-kibana_1')],
  ['all', 'NM-UPPER', three('nm-open')],
  // Dot names, where a pattern says so.
  ['kibana', '.nm-kibana_1', three('.nm-kibana_1')],
  ['kibana', '.nm-kib*', three('.nm-kibana_1')],
  ['kibana', '<.nm-kibana_1>', three('.nm-kibana_1')],
  ['kibana', '<.nm-kib*>', three('.nm-kibana_1')],
  ['kibana', '*-logs,.nm-kib*', three('nm-logs', '.nm-kibana_1')],
  ['kibana', '.nm-kibana_1,*-logs', three('nm-logs', '.nm-kibana_1')],
  ['kibana', '*kibana_1', new Map()],
  ['exact', '.nm-secret', three('.nm-secret')],
  ['exact', '.nm-secret,nm-open', three('.nm-secret', 'nm-open')],
  // Narrow patterns, and date math.
  ['narrow', 'nm-open*', three('nm-open', 'nm-open-2')],
  ['narrow', 'nm-st*,nm-open', three('nm-stream', 'nm-open')],
  ['narrow', 'nm-open*,-nm-open', three('nm-open-2')],
  ['narrow', 'nm-open*,-nm*', new Map()],
  ['narrow', '<nm-open>', three('nm-open')],
  ['narrow', '<nm-open*>', three('nm-open', 'nm-open-2')],
  ['narrow', '<nm-open-{now/y{yyyy}}*>', new Map()],
  ['all', '<nm-{now/y{yyyy}}*>', three(THIS_YEAR)],
  ['all', '<nm-{now/y{yyyy|+0900}}.01*>,<nm-l*>,nm-open', three(THIS_YEAR, 'nm-logs', 'nm-open')],
];

describe('reaches', () => {
  it.each(reached)('as %s, %s: %o', async (who, index, rows) => {
    const total = [...rows.values()].reduce((sum, n) => sum + n, 0);
    const { search, sorted, values, facets, histogram, validate, fields } = await bench.each(who, index);
    for (const answer of [search, sorted]) {
      const found = v.parse(searchedSchema, answer.body);
      expect(found.total).toBe(total);
      const seen = new Map<string, number>();
      for (const { _source } of found.hits) count(seen, _source);
      expect(seen).toEqual(rows);
    }
    const [facet] = v.parse(facetsSchema, facets.body).facets;
    expect(facet?.values.reduce((sum, value) => sum + value.rows, 0)).toBe(total);
    expect(v.parse(histogramSchema, histogram.body).total).toBe(total);
    expect(validate.body).toEqual({});
    expect(values.status).toBe(200);
    const { indices } = v.parse(fieldsSchema, fields?.body);
    expect(indices.filter((name) => name.includes('nm')).sort()).toEqual([...rows.keys()].map(indexOf).sort());
    for (const reader of READERS) {
      const exported = await bench.exported(who, index, reader).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'index_not_found' });
        return new Map();
      });
      expect(exported, reader).toEqual(rows);
    }
  });
});

const DATE_MATH = [
  '<nm-open,.nm-kibana_1>',
  '<x*,.nm-secret,*y>',
  '<nm-open|.nm-secret>',
  "<{now{'.nm-secret'}}>",
  "<{now{'nm-hidden'}}>",
  "<nm-{now{'hidden'}}>",
  '<nm-{now{{yyyy}}}>',
  '<nm-{now/d\\}>',
  '<nm-\\{now\\}>',
  '<nm-{now/d{yyyy.MM.dd|+09:00}}>',
  '<{now{.yyyy}}>',
  '<*>',
  '<*nm-secret>',
  '<<nm-open>>',
  '<nm-{now>',
];
const BROKEN = [
  '\ud800',
  'nm-open\udfff',
  '<nm-\ud800>',
  '%2enm-secret',
  '<%2enm-secret>',
  'nm-open%2C.nm-secret',
  'a'.repeat(256),
  '인'.repeat(86),
  Array.from({ length: 201 }, () => 'nm-open').join(','),
  Array.from({ length: 40 }, (_, n) => `*nm-open-${n}`).join(','),
  '-nm-open',
  '-.nm-secret,-nm-open',
  '-*',
  '-nm-open,*',
  'nm*,-nm-open,*-2',
  '*,-<nm-open>',
];
const FORBIDDEN: [Person, string][] = [
  ...['.nm-kibana_1', '.nm-kib*', '.*', '.nm-secret', '.ds-nm-stream-000001'].map((one): [Person, string] => [
    'all',
    one,
  ]),
  ...['<.nm-kibana_1>', '<.nm-kib*>', '<.*>', '<.nm-secret>', '<.nm-{now/d}>'].map((one): [Person, string] => [
    'all',
    one,
  ]),
  ...['nm-open,.nm-secret', '*,.nm-kib*', '<nm-open>,<.nm-secret>', '.nm-alias', '.NM-SECRET'].map(
    (one): [Person, string] => ['all', one],
  ),
  ...['*', '_all', '*nm-open', 'nm-*', 'nm-hidden', 'nm-kib', '<nm-o*>', '<nm-{now/d}>', 'NM-OPEN', '.nm-secret'].map(
    (one): [Person, string] => ['narrow', one],
  ),
  ...['.nm-secret', '.nm*', '.*', '<.nm-s*>', '<.nm-{now}>'].map((one): [Person, string] => ['kibana', one]),
  ...['.nm-secret*', '.nm-s*', '<.nm-secret-{now/d}>', '.nm-kibana_1', 'nm-open*'].map((one): [Person, string] => [
    'exact',
    one,
  ]),
];

async function expectRefused(who: Person, index: string, refused: { status: number; code: string }): Promise<void> {
  for (const [path, answer] of Object.entries(await bench.each(who, index))) {
    expect(answer.status, `${path} ${answer.text}`).toBe(refused.status);
    expect(answer.body, path).toMatchObject({ error: { code: refused.code } });
    expect(answer.text).not.toMatch(/"mark"|4711/);
  }
  for (const reader of READERS) {
    const plan = bench.socketOf(who).plan({ index, q: OURS }, reader);
    await expect(plan, reader).rejects.toMatchObject({ code: refused.code });
  }
}

describe('refuses', () => {
  it.each(FORBIDDEN)('as %s, %s', (who, index) => expectRefused(who, index, { status: 403, code: 'forbidden' }));

  it.each([...DATE_MATH, ...BROKEN].map((index) => [index]))('%j, as none', (index) =>
    expectRefused('kibana', index, { status: 400, code: 'bad_request' }),
  );
});

describe('another cluster', () => {
  // This one under another name: OpenSearch itself gives its rows, so that what follows would too.
  const seeds = 'cluster.remote.nm-other.seeds';
  const set = (value: string[] | null) => client.cluster.putSettings({ body: { persistent: { [seeds]: value } } });

  beforeAll(async () => {
    const { body } = await client.transport.request({ method: 'GET', path: '/_nodes/transport' });
    const [node] = Object.values(v.parse(nodesSchema, body).nodes);
    await set([node?.transport.publish_address ?? '']);
    const answer = await client.search({ index: 'x*,nm-other:.nm-secret,*y', body: { query: { match_all: {} } } });
    expect(JSON.stringify(answer.body.hits.hits)).toContain('"_index":"nm-other:.nm-secret"');
  });
  afterAll(() => set(null));

  it.each(
    [
      ...['nm-other:nm-open', 'nm-open,nm-other:nm-open', '*:nm-open', 'nm-*:nm-open', 'nm-other:*', 'nm-open,*:*'],
      ...['nm-*,-nm-other:nm-open', 'nm-*,-*:nm-open', '-nm-other:nm-open', 'nm-other:-nm-open', ':nm-open'],
      ...['<x*,nm-other:nm-secret,*y>', '<x*,*:nm-open,*y>', '<nm-other:nm-open>', '<nm-other:nm-{now/d}>', '<*:*>'],
      ...["<{now{'nm-other:nm-open'}}>", '<nm-{now{yyyy|nm-other:nm-open}}>', '<nm-{now/d{yyyy,nm-other:nm-open}}>'],
      ...['nm-other%3Anm-open', 'nm-other\\:nm-open', '"nm-other":nm-open'],
    ].map((index) => [index]),
  )('%s is not read', (index) => expectRefused('all', index, { status: 400, code: 'bad_request' }));

  it('is in no wildcard', async () => {
    const { search } = await bench.each('all', '*');
    expect(search.text).not.toContain('nm-other:');
  });
});

it.each([
  ...['*', '_all', '*nm*', '*nm-*', 'nm*', '.nm*', '*kibana_1', '*,-.*', '*,-.*,n*', '*,-nm-open,nm-open', 'NM*'],
  ...['nm-open,-nm-open', '*,-nope', '-nm-open,*', 'nm-kib,nm*,-.nm-kibana_1', 'nm-kib,nm*,-nm-k*', '<.nm-kibana_1>'],
  ...["<{now{'.nm-secret'}}>", "<nm-{now{'o'}}pen>", '<nm-\\{braces\\}>', '<nm-{now{{yyyy}}}>', '<x*,.nm-secret,*y>'],
  ...['<nm-open', '<nm-open*>', '_x', 'nm-open,_all'],
])('%s means to OpenSearch what the tests of the grammar take it for', async (index) => {
  const path = `/${encodeURIComponent(index)}/_field_caps`;
  const own = await client.transport
    .request({ method: 'GET', path, querystring: { fields: '_seq_no' } })
    .then(({ body }) => (body as { indices: string[] }).indices.filter((name) => name.includes('nm')).sort())
    .catch(() => undefined);
  // What stands alone as `*` is another way through OpenSearch, without what aliases lead to.
  const isAll = index === '*' || index === '_all';
  const expected = isAll
    ? NAMES.filter(({ name, hidden, of }) => !hidden && (of[0] === name || of[0]?.startsWith('.ds-'))).flatMap(
        ({ of }) => of,
      )
    : indicesBehind(NAMES, index);
  expect(own).toEqual(expected && [...new Set(expected)].sort());
});
