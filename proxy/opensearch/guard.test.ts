import { expect, test } from 'vitest';
import { guarded } from './guard.ts';
import type { OpenSearchRequest } from './port.ts';

const { signal } = new AbortController();

/** What became of a request: `sent`, or the code it was refused with. */
async function fate(request: Partial<OpenSearchRequest>, expensive = false): Promise<string> {
  const sent: OpenSearchRequest[] = [];
  const openSearch = guarded(
    {
      async send(asked) {
        sent.push(asked);
        return { status: 200, retryAfter: undefined, body: (async function* () {})() };
      },
    },
    { expensive },
  );
  const asked = { method: 'POST', path: '/_search', signal, ...request } as OpenSearchRequest;
  return openSearch.send(asked).then(
    () => (sent.length === 1 ? 'sent' : 'lost'),
    (error: { code: string }) => (sent.length === 0 ? error.code : 'sent and refused'),
  );
}

test('calls that the proxy makes go out, and no others', async () => {
  for (const path of [
    '/flights/_search',
    '/a%2C-b*%2C%3Cx-%7Bnow%2Fd%7D%3E/_search',
    '/_search/scroll',
    '/*%2C*x%2C-.*%2Ca*%2C-b/_search',
    '/.k*%2Cb*/_search',
    '/.b/_search',
  ]) {
    expect(await fate({ path }), path).toBe('sent');
  }
  expect(await fate({ method: 'DELETE', path: '/_pit', body: { id: 'x' } })).toBe('sent');
  for (const path of ['/a%2Cb/_pit', '/a/_search/point_in_time']) {
    expect(await fate({ path }), path).toBe('sent');
    expect(await fate({ path, body: { id: 'x' } }), path).toBe('internal');
  }
  const others: [OpenSearchRequest['method'], string][] = [
    ['GET', '/flights/_search'],
    ['DELETE', '/flights'],
    ['DELETE', '/flights/_pit'],
    ['POST', '/_pit'],
    ['POST', '/_all/_pit'],
    ['POST', '/flights/_pit/1'],
    ['POST', '/flights/_doc'],
    ['POST', '/flights/_delete_by_query'],
    ['GET', '/_cluster/settings'],
    ['POST', '/a/b/_search'],
    ['POST', '/../_search'],
    ['POST', '/./_search'],
    ['POST', '/%2E%2e/_search'],
    ['POST', '/_cat/_search'],
    ['POST', '/_all/_search'],
    ['POST', '/_all%2C-b/_search'],
    ['POST', '/a%2C_all/_search'],
    ['POST', '/other%3Aa/_search'],
    ['POST', '/a%2C%3Cx*%2Cother%3Aa%3E/_search'],
    ['POST', '/*/_search'],
    ['POST', '/*%2C-b%2C-.*/_search'],
    ['POST', '/*%2C-.*%2C*x/_search'],
    ['POST', '/*%2C-.*%2Ca*%2C%2Ax/_search/point_in_time'],
    ['GET', '/a%2C*x/_field_caps'],
    ['GET', '/%3C*x%3E/_field_caps'],
    ['POST', '/flights/_search?q=x'],
    ['POST', '/flights/_search#'],
    ['POST', '/flights/_search\r\nx: y'],
    ['POST', '//evil.example/_search'],
    ['GET', 'https://evil.example/'],
    ['GET', ''],
  ];
  for (const [method, path] of others) expect(await fate({ method, path }), `${method} ${path}`).toBe('internal');
});

test('each query is looked at, whether the body is an object or text', async () => {
  const query = { bool: { filter: [{ regexp: { a: '.*' } }] } };
  for (const body of [{ query }, JSON.stringify({ query })]) {
    expect(await fate({ body })).toBe('query_invalid');
    expect(await fate({ body }, true)).toBe('sent');
  }
  expect(await fate({ body: { size: 10_001 } })).toBe('page_size_invalid');
  expect(await fate({ body: '{"query":{"match_all":{}},"size":10000}' })).toBe('sent');
});

test('rows are sorted by fields, and by nothing that computes', async () => {
  const query = { match_all: {} };
  const known = [
    [{ _seq_no: { order: 'asc', unmapped_type: 'long' } }, { _doc: 'asc' }],
    [{ _score: 'desc' }, { _seq_no: { order: 'asc', unmapped_type: 'long' } }],
    [{ a: { order: 'asc', unmapped_type: 'date', missing: '_first', numeric_type: 'date', nested: { path: 'b' } } }],
    [{ a: { order: 'asc', missing: 1 } }],
    ['_sluice_asks_for_identity'],
    [],
  ];
  for (const sort of known) expect(await fate({ body: { query, sort } }), JSON.stringify(sort)).toBe('sent');
  const others = [
    [{ _script: { type: 'number', script: '1', order: 'asc' } }],
    [{ _script: { order: 'asc' } }],
    [{ _geo_distance: { order: 'asc', a: 'drm3b' } }],
    [{ _id: { order: 'asc' } }],
    [{ _doc: { order: 'asc' } }],
    [{ _doc: 'desc' }],
    [{ a: { order: 'asc', nested: { path: 'b', filter: { regexp: { a: '.*' } } } } }],
    [{ a: { order: 'asc', nested: { path: 'b', nested: { path: 'c' } } } }],
    [{ a: { order: 'asc', nested_filter: { regexp: { a: '.*' } } } }],
    [{ a: { order: 'asc', script: '1' } }],
    [{ a: { order: { x: 1 } } }],
    [{ a: { order: 'asc', missing: { x: 1 } } }],
    [{ a: { order: 1 } }],
    [{ a: 'asc' }],
    [{ a: { order: 'asc' }, _script: { order: 'asc' } }],
    [{}],
    [['a']],
    [1],
    ['_id'],
    'a',
    { a: { order: 'asc' } },
    { _script: {} },
    null,
  ];
  for (const sort of others) {
    for (const body of [{ query, sort }, { sort }, JSON.stringify({ query, sort })]) {
      expect(await fate({ body }, true), JSON.stringify(sort)).toBe('internal');
    }
  }
});
