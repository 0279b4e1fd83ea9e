import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { PlannedShard } from '../../../shared/protocol.ts';
import { READERS } from '../../../shared/request.ts';
import { smallDocs } from '../../support/documents.ts';
import { closeSnapshots, makeIndex } from '../../support/indices.ts';
import { CHANGES, lead, makeMarked, ROWS_EACH } from '../../support/other-ways.ts';
import { type RunningProxy, runProxy } from '../../support/proxy.ts';
import { runExport, sortedLines } from '../../support/run-export.ts';
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
  await makeMarked(client, 'moved-ways');
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

/** Reads each shard of a plan again, in snapshots that are opened anew. @returns rows */
async function readAnew(shards: readonly PlannedShard[]): Promise<number> {
  let rows = 0;
  for (const { ticket, highest } of shards) {
    if (highest < 0) continue;
    const again = await socket.reopen(ticket);
    rows += (await socket.page({ ticket: again, chunk: { after: -1, upTo: highest }, size: 500 })).hits.length;
  }
  return rows;
}

describe.each(READERS)('an alias that leads to other rows, with the %s reader', (reader) => {
  const alias = 'moved-way';
  it.each(CHANGES)('is told as it $name, and goes on once it is as it was', async ({ from, to }) => {
    await lead(client, { index: 'moved-ways', alias, way: from });
    const { shards } = await socket.plan({ index: alias, q: '' }, reader);
    const planned = shards.reduce((sum, { rows }) => sum + rows, 0);
    await lead(client, { index: 'moved-ways', alias, way: to });
    await expect(readAnew(shards)).rejects.toMatchObject({
      code: 'index_moved',
      message: expect.stringContaining(alias),
    });
    await lead(client, { index: 'moved-ways', alias, way: from });
    await expect(readAnew(shards)).resolves.toBe(planned);
  });

  it.each([
    [
      'another name leads there as well',
      { add: { index: 'moved-ways', alias: 'moved-other', filter: { match_all: {} } } },
    ],
    [
      'it is made anew as it was',
      { add: { index: 'moved-ways', alias, filter: { range: { n: { gte: 0, lt: 30 } } } } },
    ],
    ['another index bears it too', { add: { index: 'moved-b', alias } }],
  ])('goes on where %s', async (_, action) => {
    const way = { filter: { range: { n: { lt: 30, gte: 0 } } } };
    await lead(client, { index: 'moved-ways', alias, way });
    const { shards } = await socket.plan({ index: alias, q: '' }, reader);
    await client.indices.updateAliases({ body: { actions: [action] } as object });
    await expect(readAnew(shards)).resolves.toBe(60);
    await point(undefined, alias);
    await client.indices.deleteAlias({ index: 'moved-ways', name: 'moved-other' }, { ignore: [404] });
  });

  it('is not taken for another because a filter on `now` leads to other rows by then', async () => {
    const properties = { at: { type: 'date' }, n: { type: 'integer' } };
    const at = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
    const docs = [1, 2, 3].map((n) => ({ id: String(n), source: `{"n":${n},"at":"${at(n === 1 ? 58 : 10)}"}` }));
    await makeIndex(client, 'moved-times', docs, { mapping: { properties } });
    await lead(client, { index: 'moved-times', alias, way: { filter: { range: { at: { gte: 'now-60s' } } } } });
    const { shards } = await socket.plan({ index: alias, q: '' }, reader);
    await delay(2_500);
    await expect(readAnew(shards)).resolves.toBe(2);
    await lead(client, { index: 'moved-times', alias, way: { filter: { range: { at: { gte: 'now-61s' } } } } });
    await expect(readAnew(shards)).rejects.toMatchObject({ code: 'index_moved' });
    await client.indices.delete({ index: 'moved-times' });
  });
});

it('an export whose alias gets another filter in the middle waits, and holds no row of the others', async () => {
  const short = await runProxy(inject('opensearchUrl'), { BATCH_SIZE: '5', MAX_RETRIES: '0' });
  const way = (mark: string) => ({ index: 'moved-ways', alias: 'moved-half', way: { filter: { term: { mark } } } });
  try {
    await lead(client, way('a'));
    let told = 0;
    const { text, verdict } = await runExport(await short.signIn(), {
      search: { index: 'moved-half' },
      beforeFirstWrite: async () => {
        await lead(client, way('b'));
        await closeSnapshots(client, 'moved-ways');
      },
      onEvent: (event, run) => {
        if (event.type !== 'interrupted') return;
        told += event.error.code === 'index_moved' ? 1 : 0;
        void lead(client, way('a')).then(() => run.resume());
      },
    });
    expect(told).toBeGreaterThan(0);
    expect(verdict).toMatchObject({ complete: true, written: ROWS_EACH, expected: ROWS_EACH });
    expect(new Set(sortedLines(text)).size).toBe(ROWS_EACH);
    expect(text).not.toContain('"mark":"b"');
  } finally {
    await short.close();
  }
});
