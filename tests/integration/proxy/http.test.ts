import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hashPassword } from '../../../proxy/auth/users.ts';
import { VERSION } from '../../../shared/version.ts';
import { smallDocs } from '../../support/documents.ts';
import { makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { fromHere } from '../../support/runtimes.ts';

const client = new Client({ node: inject('opensearchUrl') });
let folder: string;
let proxy: RunningProxy;
/** May read all; and proxy-http-* only. */
let ann: SignedIn;
let bob: SignedIn;

beforeAll(async () => {
  const mapping = {
    properties: {
      n: { type: 'integer' },
      at: { type: 'date' },
      nested: { type: 'nested', properties: { a: { type: 'keyword' } } },
    },
  };
  await makeIndex(client, 'proxy-http-a', smallDocs(120), { shards: 2, mapping });
  await makeIndex(client, 'proxy-http-exact', [{ id: '1', source: '{"big":9007199254740993,"five":5.0,"exp":1e3}' }]);
  await makeIndex(client, 'proxy-secret', smallDocs(3));
  await client.indices.putAlias({ index: 'proxy-http-a', name: 'proxy-http-alias' });
  folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  const users = [
    { name: 'ann', hash: await hashPassword('ann-password'), indices: ['*'] },
    { name: 'bob', hash: await hashPassword('bob-password'), indices: ['proxy-http-*'] },
  ];
  await writeFile(join(folder, 'users.json'), JSON.stringify({ users }), { mode: 0o600 });
  proxy = await runProxy(inject('opensearchUrl'), { USERS_FILE: join(folder, 'users.json') });
  ann = await proxy.signIn('ann', 'ann-password');
  bob = await proxy.signIn('bob', 'bob-password');
});
afterAll(async () => {
  await proxy.close();
  await client.close();
  await rm(folder, { recursive: true });
});

async function get(path: string, who?: SignedIn) {
  const headers = { ...fromHere(inject('runtime')), ...(who ? { cookie: who.cookie } : {}) };
  const response = await fetch(new URL(path, proxy.url), { headers });
  return { status: response.status, body: await response.json() };
}

async function search(body: unknown, who: SignedIn = ann) {
  const response = await fetch(new URL('/api/search', proxy.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: who.cookie },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

function signIn(body: unknown) {
  const headers = { 'content-type': 'application/json' };
  return fetch(new URL('/api/session', proxy.url), { method: 'POST', headers, body: JSON.stringify(body) });
}

describe('the session', () => {
  it('is a sealed cookie that scripts cannot read', async () => {
    const response = await signIn({ username: 'ann', password: 'ann-password' });
    expect(await response.json()).toEqual({ user: 'ann', auth: 'local', opensearch: expect.stringMatching(/^\d+\./) });
    const cookie = response.headers.get('set-cookie');
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toMatch(/ann/);
  });

  it.each([
    [{ username: 'ann', password: 'wrong' }, 'sign_in_failed'],
    [{ username: 'nobody', password: 'ann-password' }, 'sign_in_failed'],
    [{ username: 'ann' }, 'bad_request'],
    ['nonsense', 'bad_request'],
  ])('refuses %j', async (body, code) => {
    expect(await (await signIn(body)).json()).toMatchObject({ error: { code } });
  });

  it('is needed for every call', async () => {
    for (const path of ['/api/session', '/api/indices', '/api/fields?index=proxy-http-a']) {
      expect(await get(path)).toMatchObject({ status: 401, body: { error: { code: 'signed_out' } } });
    }
    const forged = { ...ann, cookie: `${ann.cookie.slice(0, -4)}AAAA` };
    expect(await get('/api/session', forged)).toMatchObject({ status: 401 });
  });

  it('ends when the user signs out', async () => {
    const response = await fetch(new URL('/api/session', proxy.url), { method: 'DELETE' });
    expect(response.status).toBe(204);
    expect(response.headers.get('set-cookie')).toMatch(/sluice_session=;.*Max-Age=0/);
  });

  it('says so when people should sign in at a cluster that has no accounts', async () => {
    const open = await runProxy(inject('opensearchUrl'), { AUTH: 'opensearch' });
    await expect(open.signIn('admin', 'any')).rejects.toThrow(/401.*sign_in_failed.*AUTH=local/);
    await open.close();
  });
});

describe('the search', () => {
  it('gives the first rows and the exact total', async () => {
    const { body } = await search({ index: 'proxy-http-a', q: 'n:<50', size: 7 });
    expect(body).toMatchObject({ total: 50, took: expect.any(Number) });
    // Rows with equal sort values stay on one page, so that it may end a little sooner.
    expect(body.hits.length).toBeLessThanOrEqual(7);
    expect(body.hits.length).toBeGreaterThan(4);
    expect(body.after).toEqual(expect.any(String));
    expect(Object.keys(body.hits[0])).toEqual(['_index', '_id', '_source']);
  });

  it('keeps each number as it is stored', async () => {
    const { text } = await search({ index: 'proxy-http-exact' });
    expect(text).toContain('"_source":{"big":9007199254740993,"five":5.0,"exp":1e3}');
  });

  it('can give rows in sequence-number order, also of an index without documents', async () => {
    const { body } = await search({ index: 'proxy-http-exact', sort: 'seq_no', size: 1 });
    expect(body.hits).toHaveLength(1);
    await makeIndex(client, 'proxy-http-empty', [], { mapping: {} });
    expect((await search({ index: 'proxy-http-empty', sort: 'seq_no' })).body).toMatchObject({ total: 0, hits: [] });
  });

  it.each([
    [{ index: 'proxy-http-a', q: 'n:(1 OR' }, 400, { code: 'query_invalid', position: 7 }],
    [{ index: 'proxy-nothing' }, 404, { code: 'index_not_found' }],
    [{ index: 'proxy-http-a', time: { field: 'at', from: 'soon' } }, 400, { code: 'query_invalid' }],
    [{ index: 'proxy-http-a/_doc' }, 400, { code: 'bad_request' }],
    [{ index: '' }, 400, { code: 'bad_request' }],
    [{ index: 'proxy-http-a', size: 501 }, 400, { code: 'bad_request' }],
    [{ q: 'x' }, 400, { code: 'bad_request' }],
  ])('answers %j with an error', async (body, status, error) => {
    expect(await search(body)).toMatchObject({ status, body: { error } });
  });

  it('keeps a user to the indices allowed', async () => {
    expect(await search({ index: 'proxy-http-*' }, bob)).toMatchObject({ status: 200 });
    for (const index of ['proxy-secret', 'proxy-*', '*', '_all', 'proxy-http-a,proxy-secret']) {
      expect(await search({ index }, bob)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
    }
  });
});

describe('what there is to search', () => {
  it('lists indices and aliases with rows and bytes', async () => {
    const { body } = await get('/api/indices', ann);
    expect(body.complete).toBe(true);
    expect(body.indices).toContainEqual({
      name: 'proxy-http-a',
      kind: 'index',
      rows: 120,
      bytes: expect.any(Number),
    });
    expect(body.indices).toContainEqual({ name: 'proxy-http-alias', kind: 'alias', indices: 1 });
  });

  it('lists what a user may read only', async () => {
    const { body } = await get('/api/indices', bob);
    const names: string[] = body.indices.map(({ name }: { name: string }) => name);
    expect(names).toContain('proxy-http-a');
    expect(names.filter((name) => !name.startsWith('proxy-http-'))).toEqual([]);
  });

  it('lists fields with their types, without OpenSearch’s own, and the concrete indices', async () => {
    const { body } = await get('/api/fields?index=proxy-http-alias', ann);
    expect(body.indices).toEqual(['proxy-http-a']);
    expect(body.fields).toContainEqual({ name: 'n', type: 'integer', searchable: true, aggregatable: true });
    expect(body.fields).toContainEqual(expect.objectContaining({ name: 'nested', type: 'nested' }));
    expect(body.fields).toContainEqual(expect.objectContaining({ name: 'nested.a', type: 'keyword' }));
    expect(body.fields.filter(({ name }: { name: string }) => name.startsWith('_'))).toEqual([]);
    expect(await get('/api/fields?index=proxy-nothing-*', ann)).toMatchObject({ status: 404 });
    expect(await get('/api/fields?index=proxy-secret', bob)).toMatchObject({ status: 403 });
    expect(await get('/api/fields', ann)).toMatchObject({ status: 400 });
  });
});

it('tells how it is', async () => {
  expect(await get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok', version: VERSION } });
  expect(await get('/readyz')).toMatchObject({ status: 200, body: { opensearch: true } });
  const headers = fromHere(inject('runtime'));
  const metrics = await (await fetch(new URL('/metrics', proxy.url), { headers })).text();
  expect(metrics).toMatch(/^sluice_errors_total\{code="query_invalid"\} [1-9]/m);
  // A Worker is no process, and has no figures of one.
  if (inject('runtime') !== 'workerd') expect(metrics).toMatch(/^process_resident_memory_bytes /m);
  const lost = await runProxy('http://127.0.0.1:9', {});
  expect((await fetch(new URL('/readyz', lost.url), { headers })).status).toBe(503);
  expect((await fetch(new URL('/healthz', lost.url))).status).toBe(200);
  await lost.close();
});
