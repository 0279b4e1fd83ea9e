import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { hashPassword } from '../../../proxy/auth/users.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';

/** With tenants Dashboards has an index for each; this one is nobody else's. */
const PLACE = '.kibana_pattern_test_1';
const client = new Client({ node: inject('opensearchUrl') });
let folder: string;
let proxy: RunningProxy;
let may: SignedIn;
let mayNot: SignedIn;

const pattern = (id: string, attributes: object) => ({
  id: `index-pattern:${id}`,
  source: JSON.stringify({ type: 'index-pattern', 'index-pattern': attributes }),
});

beforeAll(async () => {
  const mapping = { dynamic: false, properties: {} };
  await makeIndex(
    client,
    PLACE,
    [
      pattern('pattern-test-timed', { title: 'logs-*', timeFieldName: '@timestamp', fields: '[]' }),
      pattern('pattern-test-plain', { title: 'a,b' }),
      pattern('pattern-test-odd', { title: 7 }),
      { id: 'search:pattern-test-secret', source: '{"type":"search","search":{"title":"secret"}}' },
    ],
    { mapping },
  );
  folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  const users = [
    { name: 'ann', hash: await hashPassword('ann-password'), indices: ['*', '.kibana', '.kibana_*'] },
    { name: 'bob', hash: await hashPassword('bob-password'), indices: ['*'] },
  ];
  await writeFile(join(folder, 'users.json'), JSON.stringify({ users }), { mode: 0o600 });
  const settings = { USERS_FILE: join(folder, 'users.json'), DASHBOARDS_URL: 'https://dash.example/_dashboards/' };
  proxy = await runProxy(inject('opensearchUrl'), settings);
  may = await proxy.signIn('ann', 'ann-password');
  mayNot = await proxy.signIn('bob', 'bob-password');
});
afterAll(async () => {
  await client.indices.delete({ index: PLACE });
  await proxy.close();
  await client.close();
  await rm(folder, { recursive: true });
});

async function ask(path: string, who?: SignedIn) {
  const response = await fetch(new URL(path, proxy.url), who ? { headers: { cookie: who.cookie } } : {});
  return { status: response.status, body: await response.json() };
}
const patternOf = async (id: string, who: SignedIn = may) =>
  (await ask(`/api/pattern?id=${encodeURIComponent(id)}`, who)).body;

it('tells what is behind an id to whom may read it, and to nobody else', async () => {
  expect(await patternOf('pattern-test-timed')).toEqual({ title: 'logs-*', time: '@timestamp' });
  expect(await patternOf('pattern-test-plain')).toEqual({ title: 'a,b' });
  expect(await patternOf('pattern-test-timed', mayNot)).toEqual({});
  expect((await ask('/api/pattern?id=pattern-test-timed')).body.error).toMatchObject({ code: 'signed_out' });
});

it('tells nothing of what is no index pattern', async () => {
  for (const id of ['pattern-test-gone', 'pattern-test-odd', 'search:pattern-test-secret', 'pattern-test-secret']) {
    const answer = await patternOf(id);
    expect(answer.title, id).toBeUndefined();
  }
});

it('takes no id of another form', async () => {
  for (const id of ['', 'a/b', 'a b', '../_search', 'a:b', 'a"b', 'ü', 'x'.repeat(600), 'a::b::c', '*)']) {
    expect((await patternOf(id)).error, id).toMatchObject({ code: 'bad_request' });
  }
  expect((await ask('/api/pattern', may)).body.error).toMatchObject({ code: 'bad_request' });
});

it('tells a session where Dashboards is', async () => {
  expect((await ask('/api/session', may)).body).toMatchObject({ dashboards: 'https://dash.example/_dashboards' });
});
