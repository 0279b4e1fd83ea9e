import type { Client } from '@opensearch-project/opensearch';
import fc from 'fast-check';
import { makeDataStream, makeIndex, shrinkIndex } from './indices.ts';

/** Random arrangements of indices and aliases, as they are met in clusters that have grown. */

/** Of one index; each has a number of its own, from 0. */
export const MAX_ROWS = 90;

type State = 'open' | 'closed' | 'blocked' | 'red';
type IndexPlan = {
  kind: 'index' | 'empty' | 'shrunk' | 'stream' | 'hidden' | 'partitioned' | 'nested';
  shards: number;
  rows: number;
  state: State;
  window: number | undefined;
};
type AliasPlan = { on: number[]; filter: 'none' | 'below' | 'tenant'; routing: 'none' | 'one' | 'two' };
/** What is asked for: parts of an expression. */
type Part =
  | { kind: 'index' | 'alias'; at: number }
  | { kind: 'all' | 'some' | 'aliases' }
  | { kind: 'not'; at: number };

/** What an account may do: read all, some rows, or nothing of an index, or of what an alias leads to. */
export type Right = 'all' | 'rows' | 'none';
export type Rights = { indices: Right[]; aliases: Right[] };

export type Topology = { indices: IndexPlan[]; aliases: AliasPlan[]; asked: Part[][] };

const state = fc.oneof(
  { weight: 12, arbitrary: fc.constant<State>('open') },
  { weight: 1, arbitrary: fc.constantFrom<State>('closed', 'blocked', 'red') },
);
const index: fc.Arbitrary<IndexPlan> = fc.record({
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant<IndexPlan['kind']>('index') },
    {
      weight: 4,
      arbitrary: fc.constantFrom<IndexPlan['kind']>('empty', 'shrunk', 'stream', 'hidden', 'partitioned', 'nested'),
    },
  ),
  shards: fc.integer({ min: 1, max: 5 }),
  rows: fc.integer({ min: 0, max: MAX_ROWS }),
  state,
  window: fc.option(fc.oneof(fc.constantFrom(10, 20_000), fc.integer({ min: 10, max: 20_000 })), {
    nil: undefined,
    freq: 3,
  }),
});
const alias: fc.Arbitrary<AliasPlan> = fc.record({
  on: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 3 }),
  filter: fc.constantFrom('none', 'below', 'tenant'),
  routing: fc.constantFrom('none', 'one', 'two'),
});
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constantFrom('index' as const, 'alias' as const), at: fc.nat(7) }),
  fc.constantFrom<Part>({ kind: 'all' }, { kind: 'some' }, { kind: 'aliases' }),
);

const expression = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.option(fc.nat(7), { nil: undefined, freq: 4 }))
  .map(([parts, not]) => (not === undefined ? parts : [...parts, { kind: 'not' as const, at: not }]));

export const topologies: fc.Arbitrary<Topology> = fc.record({
  indices: fc.array(index, { minLength: 1, maxLength: 8 }),
  aliases: fc.array(alias, { maxLength: 3 }),
  asked: fc.array(expression, { minLength: 3, maxLength: 3 }),
});

/** Rights over as many indices and aliases as there may be. */
export const rights: fc.Arbitrary<Rights> = fc.record({
  indices: fc.array(fc.constantFrom<Right>('all', 'all', 'all', 'rows', 'none'), { minLength: 8, maxLength: 8 }),
  aliases: fc.array(fc.constantFrom<Right>('all', 'none', 'none'), { minLength: 3, maxLength: 3 }),
});

/** The index permissions of a role with these rights. */
export function permissionsOf({ indices, aliases }: Rights, prefix: string): object[] {
  const of = (right: Right, name: string) => {
    if (right === 'none') return [];
    const dls = right === 'rows' ? { dls: '{"term":{"tenant":"eve"}}' } : {};
    return [{ index_patterns: [name], allowed_actions: ['read'], ...dls }];
  };
  return [
    ...indices.flatMap((right, i) => of(right, `${prefix}-${i}`)),
    ...aliases.flatMap((right, i) => of(right, `${prefix}a-${i}`)),
  ];
}

const TENANTS = ['fay', 'ann', 'eve', 'dee', 'bo'];
const MAPPING = { properties: { tenant: { type: 'keyword' }, n: { type: 'integer' } } };
/** Each row is several documents to Lucene: those that lie in it bear its sequence number, and are no rows. */
const NESTED = {
  properties: { ...MAPPING.properties, parts: { type: 'nested', properties: { n: { type: 'integer' } } } },
};

/** Makes it under names that begin with `prefix`. @returns the expressions to ask with */
export async function build(client: Client, topology: Topology, prefix: string): Promise<string[]> {
  const names = topology.indices.map((_, i) => `${prefix}-${i}`);
  for (const [i, plan] of topology.indices.entries()) await buildIndex(client, plan, names[i] ?? '');
  const aliases = topology.aliases.map((plan, i) => ({ plan, name: `${prefix}a-${i}` }));
  for (const { plan, name } of aliases) await buildAlias(client, plan, { name, topology, names });
  for (const [i, plan] of topology.indices.entries()) await spoil(client, plan, names[i] ?? '');
  const nameOf = (part: Part): string => {
    if (part.kind === 'index') return names[part.at % names.length] ?? '';
    if (part.kind === 'not') return `-${names[part.at % names.length]}`;
    if (part.kind === 'alias') return aliases[part.at % Math.max(1, aliases.length)]?.name ?? names[0] ?? '';
    return { all: `${prefix}*`, some: `${prefix}-*`, aliases: `${prefix}a-*` }[part.kind];
  };
  return topology.asked.map((parts) => {
    const asked = parts.map(nameOf);
    // An exclusion takes away from a pattern only where one stands before it.
    return (asked.some((name) => name.includes('*')) ? asked : asked.filter((name) => !name.startsWith('-'))).join(',');
  });
}

async function buildIndex(client: Client, plan: IndexPlan, name: string): Promise<void> {
  const { kind, shards, window } = plan;
  const settings = window === undefined ? {} : { 'index.max_result_window': window };
  const docs = Array.from({ length: plan.rows }, (_, n) => ({
    id: `${name}-${n}`,
    source: `{"tenant":"${TENANTS[n % TENANTS.length]}","n":${n},"@timestamp":"2026-01-01T00:00:00Z","id":"${name}-${n}"}`,
  }));
  if (kind === 'stream')
    return makeDataStream(client, name, [docs.slice(0, docs.length / 2), docs.slice(docs.length / 2)]);
  if (kind === 'empty') return makeIndex(client, name, [], { shards, mapping: {}, settings });
  if (kind === 'shrunk') {
    await makeIndex(client, `x${name}`, docs, { shards: 4, mapping: MAPPING });
    await shrinkIndex(client, `x${name}`, name);
    return;
  }
  const hidden = kind === 'hidden' ? { 'index.hidden': true } : {};
  const parted = kind === 'partitioned' ? { number_of_routing_shards: 12, 'index.routing_partition_size': 2 } : {};
  const of = kind === 'partitioned' ? 4 : shards;
  const plain = kind === 'nested' ? NESTED : MAPPING;
  const mapping = kind === 'partitioned' ? { ...MAPPING, _routing: { required: true } } : plain;
  await makeIndex(client, name, [], { shards: of, mapping, settings: { ...settings, ...hidden, ...parted } });
  const body = docs.flatMap(({ id, source }) => {
    const row = JSON.parse(source) as { tenant: string; n: number; parts?: object[] };
    // Their numbers are those of other rows.
    if (kind === 'nested') row.parts = Array.from({ length: row.n % 4 }, (_, i) => ({ n: i }));
    // Some rows by a routing of their own, as an alias with one writes them.
    return [{ index: { _index: name, _id: id, routing: row.tenant } }, row];
  });
  if (body.length > 0) await client.bulk({ body, refresh: true });
}

type Made = { name: string; topology: Topology; names: readonly string[] };

async function buildAlias(
  client: Client,
  { on, filter, routing }: AliasPlan,
  { name, topology, names }: Made,
): Promise<void> {
  const own = [...new Set(on.map((at) => at % names.length))];
  const filters = {
    none: {},
    below: { filter: { range: { n: { lt: 20 } } } },
    tenant: { filter: { term: { tenant: 'eve' } } },
  };
  const routings = { none: {}, one: { search_routing: 'eve' }, two: { search_routing: 'fay,dee' } };
  const actions = own.flatMap((at) => {
    // Aliases on data streams and on indices without a mapping take neither routing nor a filter on its fields.
    const isPlain = ['stream', 'empty'].includes(topology.indices[at]?.kind ?? '');
    const more = isPlain ? {} : { ...filters[filter], ...routings[routing] };
    return isPlain && filter !== 'none' ? [] : [{ add: { index: names[at] ?? '', alias: name, ...more } }];
  });
  if (actions.length > 0) await client.indices.updateAliases({ body: { actions } }).catch(() => undefined);
}

async function spoil(client: Client, { kind, state: to }: IndexPlan, name: string): Promise<void> {
  if (kind === 'stream' || to === 'open') return;
  if (to === 'closed') await client.indices.close({ index: name });
  if (to === 'blocked')
    await client.indices.putSettings({ index: name, body: { 'index.blocks.read': true } as object });
  if (to !== 'red') return;
  await client.indices.delete({ index: name });
  await client.transport.request({
    ...{ method: 'PUT', path: `/${name}`, querystring: { wait_for_active_shards: '0', timeout: '1s' } },
    body: { settings: { number_of_replicas: 0, 'index.routing.allocation.require._name': 'no-such-node' } },
  });
}

/** Takes away all of it. */
export async function raze(client: Client, prefix: string): Promise<void> {
  await client.transport.request({ method: 'DELETE', path: `/_data_stream/${prefix}*` }).catch(() => undefined);
  await client.transport.request({ method: 'DELETE', path: `/_index_template/${prefix}*` }).catch(() => undefined);
  await client.indices.delete({ index: [`${prefix}*`, `x${prefix}*`], expand_wildcards: 'all' }).catch(() => undefined);
}

/**
 * All rows of the expression as `client` sees them, by a plain search for each of their numbers, ten rows at most each; undefined
 * where one fails.
 */
export async function truthOf(client: Client, expression: string): Promise<string[] | undefined> {
  const body = Array.from({ length: MAX_ROWS }, (_, n) => [
    { index: expression, allow_partial_search_results: false },
    { size: 10, query: { term: { n } } },
  ]).flat();
  const { body: answer } = await client.msearch({ body: body as object[] });
  const rows: string[] = [];
  for (const one of answer.responses) {
    if (!('hits' in one)) return undefined;
    rows.push(...one.hits.hits.map(({ _source }) => JSON.stringify(_source)));
  }
  return rows.sort();
}
