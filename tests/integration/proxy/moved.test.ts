import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { READERS } from '../../../shared/request.ts';
import { smallDocs } from '../../support/documents.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';
import { TestSocket } from './test-socket.ts';

/** An alias that leads elsewhere when a snapshot has to be opened anew. */
const client = new Client({ node: inject('opensearchUrl') });
let proxy: RunningProxy;
let socket: TestSocket;

const point = (to: string | undefined, alias = 'moved-now') =>
  client.indices.updateAliases({
    body: {
      actions: [
        { remove: { index: 'moved-*', alias, must_exist: false } },
        ...(to === undefined ? [] : [{ add: { index: to, alias } }]),
      ],
    } as object,
  });

beforeAll(async () => {
  for (const index of ['moved-a', 'moved-b']) await makeIndex(client, index, smallDocs(30, index));
  proxy = await runProxy(inject('opensearchUrl'));
  socket = await TestSocket.open(await proxy.signIn());
});
afterAll(async () => {
  await socket.close();
  await proxy.close();
  await client.close();
});

describe.each(READERS)('with the %s reader', (reader) => {
  it.each(['moved-b', undefined])('is told so, and goes on once it leads back (to %s)', async (elsewhere) => {
    await point('moved-a');
    const { shards } = await socket.plan({ index: 'moved-now', q: '' }, reader);
    const [shard] = shards;
    if (!shard) throw new Error('no shard');
    await point(elsewhere);
    const again = async () => {
      const ticket = await socket.reopen(shard.ticket);
      return socket.page({ ticket, chunk: { after: -1, upTo: shard.highest }, size: 100 });
    };
    await expect(again()).rejects.toMatchObject({ code: 'index_moved', message: expect.stringContaining('“moved-a”') });
    await point('moved-a');
    await expect(again()).resolves.toBeDefined();
  });
});
