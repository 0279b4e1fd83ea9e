import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { READERS } from '../../../shared/request.ts';
import { addDocs, makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';

/** What a plan would leave out without a word: the export is whole, or it is not Complete. */
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let session: SignedIn;

const TENANTS = ['fay', 'ann', 'eve', 'dee'];
const keyword = { type: 'keyword' };
const mapping = { properties: { tenant: keyword, n: { type: 'integer' } } };
const INDICES = [
  'truth-open',
  'truth-closed',
  'truth-blocked',
  'truth-red',
  'truth-tenants',
  'truth-parted',
  'truth-many',
];

async function bulk(index: string, rows: readonly { tenant: string; n: number }[]): Promise<void> {
  const body = rows.flatMap((row) => [{ index: { _index: index, routing: row.tenant } }, row]);
  await client.bulk({ body, refresh: true });
}

beforeAll(async () => {
  await client.indices.delete({ index: INDICES, ignore_unavailable: true });
  const rows = TENANTS.flatMap((tenant) => [1, 2, 3, 4, 5].map((n) => ({ tenant, n })));
  await makeIndex(client, 'truth-tenants', [], { shards: 4, mapping });
  await bulk('truth-tenants', rows);
  await makeIndex(client, 'truth-many', [], { shards: 13, mapping });
  await bulk('truth-many', rows);
  const parted = { index: { number_of_routing_shards: 12, routing_partition_size: 2 } };
  await makeIndex(client, 'truth-parted', [], {
    shards: 6,
    mapping: { ...mapping, _routing: { required: true } },
    settings: parted,
  });
  await bulk('truth-parted', rows);
  for (const index of ['truth-open', 'truth-closed', 'truth-blocked']) {
    await makeIndex(client, index, [], { mapping });
    await addDocs(
      client,
      index,
      [1, 2, 3].map((n) => ({ id: `${index}-${n}`, source: `{"n":${n}}` })),
    );
  }
  await client.transport.request({
    ...{ method: 'PUT', path: '/truth-red', querystring: { wait_for_active_shards: '0', timeout: '1s' } },
    body: { settings: { number_of_replicas: 0, 'index.routing.allocation.require._name': 'no-such-node' } },
  });
  const route = (index: string, alias: string, routing: string) => ({ add: { index, alias, search_routing: routing } });
  const actions = ['truth-tenants', 'truth-many', 'truth-parted'].flatMap((index) => [
    ...TENANTS.map((tenant) => ({
      add: { ...route(index, `${index}-of-${tenant}`, tenant).add, filter: { term: { tenant } } },
    })),
    route(index, `${index}-pair`, 'fay,dee'),
    route(index, `${index}-all`, TENANTS.join()),
  ]);
  const both = ['truth-open', 'truth-red'].map((index) => ({ add: { index, alias: 'truth-both' } }));
  await client.indices.updateAliases({ body: { actions: [...actions, ...both] } });
  await client.indices.putSettings({ index: 'truth-blocked', body: { 'index.blocks.read': true } as object });
  await client.indices.close({ index: 'truth-closed' });
  proxy = await runProxy(inject('opensearchUrl'), { MAX_RETRIES: '0' });
  session = await proxy.signIn();
});
afterAll(async () => {
  await client.indices.delete({ index: INDICES, ignore_unavailable: true });
  await proxy.close();
  await client.close();
});

describe.each(READERS)('with the %s reader', (reader) => {
  it.each(['truth-tenants', 'truth-many', 'truth-parted'])(
    'an alias with a routing gives all its rows: %s',
    async (index) => {
      const aliases = [...TENANTS.map((tenant) => `of-${tenant}`), 'pair', 'all'].map((name) => `${index}-${name}`);
      for (const alias of [
        ...aliases,
        `${index}-of-fay,${index}-of-dee`,
        `${index}-of-*`,
        `${index}-of-ann,${index}`,
      ]) {
        const { body } = await client.search({ index: alias, size: 1000 });
        const truth = body.hits.hits.map((hit) => JSON.stringify(hit._source)).sort();
        const { text, verdict } = await runExport(session, { search: { index: alias }, reader });
        expect(sortedLines(text), alias).toEqual(truth);
        expect(verdict, alias).toMatchObject({ complete: true, written: truth.length, unread: 0 });
        expect(verdict?.notRecounted).toBeUndefined();
      }
    },
  );

  it.each([
    ['truth-open,truth-closed', 'truth-closed'],
    ['truth-open,truth-blocked', 'truth-blocked'],
    ['truth-open,truth-red', 'truth-red'],
    ['truth-both', 'truth-red'],
    ['truth-*', 'truth-blocked'],
    ['truth-blocked', 'truth-blocked'],
    ['truth-o*,truth-r*', 'truth-red'],
    ['truth-closed', 'truth-closed'],
  ])('an index that cannot be read is told by its name, and nothing is Complete: %s', async (index, name) => {
    const { last, verdict, events } = await runExport(session, { search: { index }, reader });
    expect(verdict).toBeUndefined();
    const told = [last, ...events].map((event) => (event && 'error' in event ? event.error.message : ''));
    expect(told.join(' ')).toContain(`“${name}”`);
  });

  it('a closed index of a pattern is none of its indices', async () => {
    const { verdict } = await runExport(session, { search: { index: 'truth-o*,truth-c*' }, reader });
    expect(verdict).toMatchObject({ complete: true, written: 3 });
  });
});
