import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeIndex } from '../../support/indices.ts';
import { runProxy } from '../../support/proxy.ts';
import { makeSearchBench, type SearchBench } from './search-bench.ts';

/** Answers that are larger than is held: they are told, and nothing else suffers. */
const client = new Client({ node: inject('opensearchUrl') });
let bench: SearchBench;

/** 5 MB of names. */
const FIELDS = { indices: 2, each: 7500, nameChars: 250 };

beforeAll(async () => {
  const keyword = { type: 'keyword' };
  const texts = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, keyword]));
  const docs = Array.from({ length: 120 }, (_, n) => {
    const value = `"${`${n}-`.repeat(1500)}"`;
    return { id: `${n}`, source: `{"n":${n},"a":${value},"b":${value},"c":${value},"d":${value}}` };
  });
  await makeIndex(client, 'bounds-values', docs, { mapping: { properties: { n: { type: 'integer' }, ...texts } } });
  for (let i = 0; i < FIELDS.indices; i++) {
    const names = Array.from({ length: FIELDS.each }, (_, n) => `${i}-${n}-`.padEnd(FIELDS.nameChars, 'x'));
    const properties = Object.fromEntries(names.map((name) => [name, keyword]));
    const settings = { 'index.mapping.total_fields.limit': 20_000 };
    await makeIndex(client, `bounds-fields-${i}`, [{ id: '1', source: '{"n":1}' }], {
      mapping: { dynamic: false, properties: { ...properties, same: { type: i ? 'keyword' : 'integer' } } },
      settings,
    });
  }
  bench = await makeSearchBench(inject('opensearchUrl'), 'bounds-*');
});
afterAll(async () => {
  await bench.close();
  await client.indices.delete({ index: 'bounds-*' });
  await client.close();
});

const TOO_LARGE = { status: 413, body: { error: { code: 'too_large' } } };
const get = async (path: string) => {
  const response = await fetch(new URL(path, bench.ann.url), { headers: { cookie: bench.ann.cookie } });
  return { status: response.status, body: await response.json() };
};

describe('an answer that is larger than is held', () => {
  it.each([
    ['facets', '/api/facets', { index: 'bounds-values', fields: ['a', 'b', 'c', 'd'], size: 100 }],
    ['facets of fewer values', '/api/facets', { index: 'bounds-values', fields: Array(8).fill('a'), size: 50 }],
  ])('of %s is told, and a smaller one comes', async (_, path, body) => {
    expect(await bench.post(path, body)).toMatchObject(TOO_LARGE);
    expect(await bench.post(path, { ...body, fields: ['a'], size: 8 })).toMatchObject({ status: 200 });
  });

  it('of fields is told; each index by itself has its own, and rows come all the same', async () => {
    expect(await get('/api/fields?index=bounds-fields-*')).toMatchObject(TOO_LARGE);
    const { status, body } = await get('/api/fields?index=bounds-fields-1');
    expect(status).toBe(200);
    expect(body.fields).toHaveLength(FIELDS.each + 1);
    expect(await bench.post('/api/search', { index: 'bounds-fields-*' })).toMatchObject({
      status: 200,
      body: { total: FIELDS.indices },
    });
  });

  it('values that are long are suggested as far as they fit', async () => {
    const asked = { index: 'bounds-values', field: 'a', prefix: '', size: 50 };
    const { status, body } = await bench.post('/api/values', asked);
    expect(status).toBe(200);
    expect(body.values).toHaveLength(50);
  });
});

it('past the limit of memory every call that asks OpenSearch is told to come again, and no other', async () => {
  // This process has more than that.
  const proxy = await runProxy(inject('opensearchUrl'), { MAX_MEMORY_USAGE: '64' });
  const { cookie } = await proxy.signIn();
  const headers = { cookie, 'content-type': 'application/json' };
  const ask = async (path: string, body?: object) => {
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    const response = await fetch(new URL(path, proxy.url), init);
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() };
  };
  const search = { index: 'bounds-values' };
  for (const answer of [
    await ask('/api/search', search),
    await ask('/api/validate', search),
    await ask('/api/values', { ...search, field: 'a' }),
    await ask('/api/facets', { ...search, fields: ['a'] }),
    await ask('/api/column', { ...search, field: 'a' }),
    await ask('/api/histogram', { ...search, field: 'at' }),
    await ask('/api/date-formats', { ...search, fields: ['at'] }),
    await ask('/api/indices'),
    await ask('/api/fields?index=bounds-values'),
  ]) {
    expect(answer).toMatchObject({ status: 503, retryAfter: '5', text: expect.stringContaining('"busy"') });
  }
  for (const path of ['/api/session', '/api/monitor', '/healthz']) expect((await ask(path)).status).toBe(200);
  await proxy.close();
});
