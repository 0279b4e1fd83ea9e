import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { READERS } from '../../shared/request.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { closeSnapshots } from '../support/indices.ts';
import { CHANGES, lead, makeMarked, ROWS_EACH } from '../support/other-ways.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../support/proxy.ts';
import { runExport } from '../support/run-export.ts';
import { PASSWORD } from './people.ts';

/** An alias that leads to other rows, for somebody who may read and nothing else: no filter is told to them. */
const INDEX = 'sec-ways';
const ALIAS = 'sec-way';
const { url, ca, caFile, admin } = inject('secured');
const client = new Client({ node: url, ssl: { ca }, auth: admin });
let proxy: RunningProxy;
let ann: SignedIn;
let socket: TestSocket;

const to = (way: object) => lead(client, { index: INDEX, alias: ALIAS, way });

beforeAll(async () => {
  await makeMarked(client, INDEX);
  const settings = { AUTH: 'opensearch', OPENSEARCH_CA: caFile, BATCH_SIZE: '5', MAX_RETRIES: '0' };
  proxy = await runProxy(url, settings);
  ann = await proxy.signIn('ann_all', PASSWORD);
  socket = await TestSocket.open(ann);
});
afterAll(async () => {
  await socket.close();
  await proxy.close();
  await client.indices.delete({ index: INDEX });
  await client.close();
});

it('the account may not ask for an alias’s filter', async () => {
  const own = new Client({ node: url, ssl: { ca }, auth: { username: 'ann_all', password: PASSWORD } });
  const asked = own.transport.request({ method: 'GET', path: `/${INDEX}/_search_shards` });
  await expect(asked).rejects.toMatchObject({ statusCode: 403 });
  await own.close();
});

describe.each(READERS)('with the %s reader', (reader) => {
  it.each(CHANGES.filter(({ fewer }) => !fewer))('is told as it $name', async ({ from, to: then }) => {
    await to(from);
    const { shards } = await socket.plan({ index: ALIAS, q: '' }, reader);
    await to(then);
    const readAnew = async () => {
      for (const { ticket, highest } of shards) {
        const again = await socket.reopen(ticket);
        await socket.page({ ticket: again, chunk: { after: -1, upTo: highest }, size: 500 });
      }
    };
    await expect(readAnew()).rejects.toMatchObject({ code: 'index_moved', message: expect.stringContaining(ALIAS) });
    await to(from);
    await readAnew();
  });
});

it('is told of as many other rows under the same mark', async () => {
  const one = { index: 'sec-way-one', alias: ALIAS };
  await makeMarked(client, one.index, 1);
  const way = (mark: string) => lead(client, { ...one, way: { filter: { term: { mark } } } });
  await client.indices.deleteAlias({ index: INDEX, name: ALIAS }, { ignore: [404] });
  await way('a');
  const [shard] = (await socket.plan({ index: ALIAS, q: '' })).shards;
  await way('b');
  await expect(socket.reopen(shard?.ticket ?? '')).rejects.toMatchObject({ code: 'index_moved' });
  await way('a');
  await expect(socket.reopen(shard?.ticket ?? '')).resolves.toBeDefined();
  await client.indices.delete({ index: one.index });
});

it.each(CHANGES)('no export is complete whose alias $name in the middle', async ({ from, to: then }) => {
  await to(from);
  const { verdict, events, text } = await runExport(ann, {
    search: { index: ALIAS },
    beforeFirstWrite: async () => {
      await to(then);
      await closeSnapshots(client, INDEX);
    },
  });
  const codes = events.map((event) => (event.type === 'interrupted' ? event.error.code : undefined));
  const told = codes.includes('index_moved');
  expect(told ? undefined : verdict?.complete, JSON.stringify(verdict)).not.toBe(true);
  expect(told || verdict).toBeTruthy();
  expect(text.split('\n').length - 1).toBeLessThanOrEqual(ROWS_EACH * 2);
});
