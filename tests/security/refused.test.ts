import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeIndex } from '../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../support/proxy.ts';
import { runExport } from '../support/run-export.ts';
import { PASSWORD } from './people.ts';

/** A pattern with an index that may not be read: for somebody who may list names, and for somebody who may only read. */
const { url, ca, caFile, admin } = inject('secured');
const client = new Client({ node: url, ssl: { ca }, auth: admin });
const INDICES = ['ref-a', 'ref-b', 'ref-secret'] as const;
const READABLE = ['ref-a', 'ref-b'];
const PEOPLE = { ref_lists: ['indices:admin/resolve/index'], ref_reads: [] };
const ROWS = 20;
const sessions: Record<string, SignedIn> = {};
let proxy: RunningProxy;

const put = (kind: string, name: string, body: object) =>
  client.transport.request({ method: 'PUT', path: `/_plugins/_security/api/${kind}/${name}`, body });

beforeAll(async () => {
  for (const index of INDICES) {
    const docs = Array.from({ length: ROWS }, (_, n) => ({
      id: `${index}-${n}`,
      source: `{"n":${n},"of":"${index}"}`,
    }));
    await makeIndex(client, index, docs);
  }
  for (const [name, more] of Object.entries(PEOPLE)) {
    const index_permissions = [
      { index_patterns: READABLE, allowed_actions: ['indices:data/read*'] },
      { index_patterns: ['ref-*'], allowed_actions: more },
    ];
    await put('roles', name, { index_permissions });
    await put('internalusers', name, { password: PASSWORD });
    await put('rolesmapping', name, { users: [name] });
  }
  proxy = await runProxy(url, { AUTH: 'opensearch', OPENSEARCH_CA: caFile });
  for (const name of Object.keys(PEOPLE)) sessions[name] = await proxy.signIn(name, PASSWORD);
});
afterAll(async () => {
  await proxy.close();
  await client.indices.delete({ index: [...INDICES] });
  await client.close();
});

async function call(name: string, path: string, body?: object) {
  const headers = { cookie: sessions[name]?.cookie ?? '', ...(body ? { 'content-type': 'application/json' } : {}) };
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  const response = await fetch(new URL(path, proxy.url), init);
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

const PATTERNS = [
  { index: 'ref-*', instead: 'ref-*,-ref-secret' },
  { index: 'ref-*,-ref-b', instead: 'ref-*,-ref-b,-ref-secret' },
  { index: 'ref-a,ref-secret', instead: 'ref-a' },
  { index: 'ref-a,ref-s*', instead: 'ref-a,ref-s*,-ref-secret' },
  { index: 'ref-b,ref-secret,ref-*', instead: 'ref-b,ref-*,-ref-secret' },
  { index: 'ref-s*', instead: undefined },
];

describe('somebody who may list names', () => {
  it.each(PATTERNS)(
    'is told which index of $index may not be read, and what to name instead',
    async ({ index, instead }) => {
      const session = sessions.ref_lists;
      if (!session) throw new Error('no session');
      for (const answer of [
        await call('ref_lists', '/api/search', { index }),
        await call('ref_lists', `/api/fields?index=${encodeURIComponent(index)}`),
      ]) {
        expect(answer, answer.text).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
        expect(answer.body.error.message).toContain('“ref-secret”');
        expect(answer.body.error.instead).toBe(instead);
      }
      const { last } = await runExport(session, { search: { index } });
      expect(last).toMatchObject({
        type: 'failed',
        error: { code: 'forbidden', message: expect.stringContaining('“ref-secret”') },
      });
      if (instead === undefined) return;
      const rows = instead.includes('-ref-b') || !instead.includes('ref-*') ? ROWS : 2 * ROWS;
      expect((await call('ref_lists', '/api/search', { index: instead })).body).toMatchObject({ total: rows });
      const { verdict, text } = await runExport(session, { search: { index: instead } });
      expect(verdict).toMatchObject({ complete: true, written: rows });
      expect(text).not.toContain('ref-secret');
    },
  );

  it('is told no more of a single name', async () => {
    const answer = await call('ref_lists', '/api/search', { index: 'ref-secret' });
    expect(answer).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringMatching(/^Your account may not read this/) } },
    });
  });
});

it.each(PATTERNS)('to somebody who may only read no name is told that they did not say: $index', async ({ index }) => {
  const answer = await call('ref_reads', '/api/search', { index });
  expect(answer).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  expect(answer.text).not.toContain('secret');
  expect(answer.body.error.message).toContain('one by one');
  expect(answer.body.error.instead).toBeUndefined();
});

describe('on a cluster that leaves out without a word', () => {
  const api = '/_plugins/_security/api/securityconfig';
  let before: object = {};
  const put = (dynamic: object) =>
    client.transport.request({ method: 'PUT', path: `${api}/config`, body: { dynamic } });
  beforeAll(async () => {
    const { body } = await client.transport.request({ method: 'GET', path: api });
    before = (body as { config: { dynamic: object } }).config.dynamic;
    await put({ ...before, do_not_fail_on_forbidden: true });
  });
  afterAll(() => put(before));

  it('says which index is not among the rows, to whom may list names', async () => {
    const told = await call('ref_lists', '/api/search', { index: 'ref-*' });
    expect(told.body).toMatchObject({ total: 2 * ROWS, refused: ['ref-secret'] });
    expect((await call('ref_lists', '/api/search', { index: 'ref-*,-ref-secret' })).body.refused).toBeUndefined();
    const untold = await call('ref_reads', '/api/search', { index: 'ref-*' });
    expect(untold.body).toMatchObject({ total: 2 * ROWS });
    expect(untold.text).not.toContain('secret');
  });
});
