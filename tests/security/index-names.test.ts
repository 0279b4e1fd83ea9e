import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { makeIndex } from '../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../support/proxy.ts';
import { call, post, startLocal } from './bench.ts';
import { ORDERS, PASSWORD, PAYROLL } from './people.ts';

/** Names that begin with a dot, on a cluster whose admin may read them: as people with accounts there, and as local users. */
const { url, ca, caFile, admin } = inject('secured');
const client = new Client({ node: url, ssl: { ca }, auth: admin });
const BOARD = '.sec-board';
const VAULT = '.sec-vault';
const MARK = 'DOT-MARK';

let local: Awaited<ReturnType<typeof startLocal>>;
let proxy: RunningProxy;
const people = {} as Record<'admin' | 'ann_all' | 'bob_one', SignedIn>;

beforeAll(async () => {
  const docs = [0, 1].map((n) => ({ id: String(n), source: JSON.stringify({ n, mark: MARK }) }));
  await makeIndex(client, BOARD, docs);
  await makeIndex(client, VAULT, docs, { settings: { 'index.hidden': true } });
  local = await startLocal();
  proxy = await runProxy(url, { AUTH: 'opensearch', OPENSEARCH_CA: caFile });
  people.admin = await proxy.signIn(admin.username, admin.password);
  for (const person of ['ann_all', 'bob_one'] as const) people[person] = await proxy.signIn(person, PASSWORD);
});
afterAll(async () => {
  await proxy.close();
  await local.close();
  await client.indices.delete({ index: [BOARD, VAULT] });
  await client.close();
});

/** Other tests may leave others. */
const isOurs = (index: string) => [ORDERS, PAYROLL, BOARD, VAULT].includes(index);

/** What a search gives, and a plan: the indices with rows, or the code of the refusal. */
async function reach(who: SignedIn, index: string): Promise<string[] | string | undefined> {
  const found = await post(who.url, '/api/search', { index, size: 500 }, who);
  const path = `/api/fields?index=${encodeURIComponent(index)}`;
  const fields = await call(who.url, path, { headers: { cookie: who.cookie } });
  const socket = await TestSocket.open(who);
  try {
    const { shards } = await socket.plan({ index });
    await socket.release(shards.map(({ ticket }) => ticket));
    const planned = [...new Set(shards.filter(({ rows }) => rows > 0).map((shard) => shard.index))]
      .filter(isOurs)
      .sort();
    const rows = (JSON.parse(found.text) as { hits: { _index: string }[] }).hits.map(({ _index }) => _index);
    expect([...new Set(rows)].filter(isOurs).sort()).toEqual(planned);
    expect((JSON.parse(fields.text) as { indices: string[] }).indices).toEqual(expect.arrayContaining(planned));
    return planned;
  } catch (error) {
    expect(error).toMatchObject({ code: found.code });
    expect(fields.code).toBe(found.code);
    expect(found.text + fields.text).not.toContain(MARK);
    return found.code;
  } finally {
    await socket.close();
  }
}

describe('with accounts of OpenSearch', () => {
  it.each(['*', '_all', '*,-nope*', '*sec-*', 'sec-*'])(
    '%s reaches no dot name of those that may be read',
    async (index) => {
      expect(await reach(people.admin, index)).toEqual([ORDERS, PAYROLL]);
      // Who may read all but dot names may ask for all.
      expect(await reach(people.ann_all, index)).toEqual([ORDERS, PAYROLL]);
      expect(await reach(people.bob_one, index)).toBe('forbidden');
    },
  );

  it.each([
    ['.sec-*', [BOARD, VAULT]],
    ['.sec-vault', [VAULT]],
    ['<.sec-board>', [BOARD]],
    ['<.sec-v*>', [VAULT]],
    ['*payroll,.sec-b*', [BOARD, PAYROLL]],
  ])('%s reaches what the account may read', async (index, reached) => {
    expect(await reach(people.admin, index)).toEqual(reached);
    expect(await reach(people.ann_all, index)).toBe('forbidden');
  });
});

describe('with local users', () => {
  it.each(['*', '_all', '*,-nope*', '*sec-*', 'sec-*'])('%s reaches no dot name', async (index) => {
    expect(await reach(local.ann, index)).toEqual([ORDERS, PAYROLL]);
    expect(await reach(local.bob, index)).toBe('forbidden');
  });

  it.each([
    BOARD,
    VAULT,
    '.sec-*',
    '.*',
    '.opendistro_security',
    `<${BOARD}>`,
    `<${VAULT}>`,
    '<.*>',
    '<.sec-{now/d}*>',
  ])('%s is nobody’s', async (index) => {
    expect(await reach(local.ann, index)).toBe('forbidden');
    expect(await reach(local.bob, index)).toBe('forbidden');
  });

  it.each([
    `<x*,${VAULT},*y>`,
    `<${ORDERS},${VAULT}>`,
    `<{now{'${VAULT}'}}>`,
    `<{now{'${PAYROLL}'}}>`,
    '<*>',
    '<*vault>',
  ])('%s is no expression', async (index) => {
    expect(await reach(local.ann, index)).toBe('bad_request');
    expect(await reach(local.bob, index)).toBe('bad_request');
  });

  it('half a sign is a bad request, and no fault of the proxy’s', async () => {
    for (const index of ['\ud800', 'sec-\udfff', '<sec-\ud800>', 'a,\ud83d', '*\ude00']) {
      expect(await post(local.url, '/api/search', { index }, local.ann)).toMatchObject({
        status: 400,
        code: 'bad_request',
      });
    }
    expect(JSON.stringify(local.log.lines)).not.toContain('"internal"');
  });
});
