import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { call, post, startLocal } from './bench.ts';
import { ORDERS, PAYROLL } from './people.ts';

/** Names, queries and bodies that are made to reach what they should not. */
let bench: Awaited<ReturnType<typeof startLocal>>;
beforeAll(async () => {
  bench = await startLocal();
});
afterAll(() => bench.close());

const search = (index: string, who = bench.bob) => post(bench.url, '/api/search', { index, size: 1 }, who);

it('query DSL reaches no other index, hides nothing, and costs no more than a query string may', async () => {
  const hidden: unknown[] = [
    { terms: { n: { index: PAYROLL, id: '1', path: 'n' } } },
    { wrapper: { query: Buffer.from('{"match_all":{}}').toString('base64') } },
    { bool: { filter: [{ wrapper: { query: Buffer.from('{"regexp":{"card":".*"}}').toString('base64') } }] } },
    { percolate: { field: 'q', index: PAYROLL, id: '1' } },
    { more_like_this: { like: [{ _index: PAYROLL, _id: '1' }] } },
    { script: { script: { source: 'while (true) {}' } } },
    { regexp: { card: '.*' } },
    { wildcard: { card: { value: '*1' } } },
    { query_string: { query: 'card:/.*/' } },
    JSON.parse(`${'{"bool":{"must":'.repeat(30)}{"match_all":{}}${'}}'.repeat(30)}`),
    { bool: { should: Array.from({ length: 1100 }, () => ({ ids: {} })) } },
  ];
  const texts = [
    ...hidden.map((dsl) => JSON.stringify(dsl)),
    '{"term":{"n":1},"term":{"n":2}}',
    '{"term":{"n":1}} // {',
    '---\nmatch_all: {}',
    '{"a":'.repeat(3000),
    '[]',
    'null',
    '{"__proto__":{"match_all":{}}}',
  ];
  const socket = await TestSocket.open(bench.bob);
  for (const dsl of texts) {
    const of = { index: ORDERS, dsl };
    const refused = { code: expect.stringMatching(/^(query_invalid|bad_request)$/) };
    expect(await post(bench.url, '/api/search', of, bench.bob), dsl.slice(0, 80)).toMatchObject({
      status: 400,
      ...refused,
    });
    expect(await post(bench.url, '/api/facets', { ...of, fields: ['n'] }, bench.bob)).toMatchObject({ status: 400 });
    await expect(socket.plan({ ...of, q: '' }), dsl.slice(0, 80)).rejects.toMatchObject(refused);
  }
  const fine = { index: ORDERS, dsl: '{"bool":{"filter":{"term":{"region":"west"}}}}' };
  expect(await post(bench.url, '/api/search', fine, bench.bob)).toMatchObject({ status: 200 });
  await socket.close();
});

describe('names and bodies', () => {
  it('take nobody out of the path, the header or the index pattern', async () => {
    const broken = [
      `${ORDERS}/_doc/1`,
      `../${PAYROLL}`,
      `${ORDERS}/../${PAYROLL}`,
      `${ORDERS}%2f..%2f${PAYROLL}`,
      `${ORDERS}?q=1`,
      `${ORDERS}#`,
      `${ORDERS}\r\nx-injected: 1`,
      `${ORDERS}\u0000`,
      `${ORDERS} ${PAYROLL}`,
      '_search',
      '_cat',
      '_all/_search',
      'other:index',
      `${ORDERS},`,
      '',
      '-x',
      '<',
      `<${ORDERS}/../x>`,
      '\\',
      '"',
      '..',
      '.',
      '%2e%2e',
    ];
    for (const index of broken) {
      expect(await search(index, bench.ann), index).toMatchObject({ status: 400, code: 'bad_request' });
      const path = `/api/fields?index=${encodeURIComponent(index)}`;
      expect(await call(bench.url, path, { headers: { cookie: bench.ann.cookie } })).toMatchObject({ status: 400 });
    }
    const others = [
      PAYROLL,
      '*',
      'sec-*',
      'sec-o*',
      `${ORDERS},${PAYROLL}`,
      `${ORDERS},-${ORDERS},${PAYROLL}`,
      '*,-sec-payroll',
      '_all',
      'sec-west',
      '<sec-payroll>',
      '<sec-orders-{now/d}>',
      '.opendistro_security',
      `${ORDERS}*`,
      'SEC-ORDERS',
    ];
    for (const index of others) {
      const refused = await search(index);
      expect(refused, index).toMatchObject({ status: 403, code: 'forbidden' });
      expect(refused.text).not.toContain('SALARY');
    }
    expect(await search(ORDERS)).toMatchObject({ status: 200 });
    for (const username of ['ann\r\nx: y', 'ann\u0000', '__proto__', 'constructor', '../ann', 'ann ']) {
      const refused = await post(bench.url, '/api/session', { username, password: 'ann-password' });
      expect(refused, username).toMatchObject({ status: 401, code: 'sign_in_failed' });
    }
  });

  it('with a prototype in them change nobody’s', async () => {
    const bodies = [
      '{"__proto__":{"polluted":1},"index":"sec-orders"}',
      '{"constructor":{"prototype":{"polluted":1}},"index":"sec-orders"}',
      '{"index":"sec-orders","time":{"field":"__proto__","from":"1"}}',
      '{"index":"sec-orders","__proto__":{"q":"x","size":500}}',
    ];
    for (const body of bodies) expect((await post(bench.url, '/api/search', body, bench.bob)).status).toBeLessThan(500);
    await post(bench.url, '/api/session', '{"__proto__":{"user":"ann"},"username":"x","password":"y"}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).user).toBeUndefined();
  });

  it('too large, or no JSON, are told so; dear queries are refused', async () => {
    const refused = (body: unknown) => post(bench.url, '/api/search', body, bench.bob);
    expect(await refused('[')).toMatchObject({ status: 400, code: 'bad_request' });
    expect(await refused({ index: ORDERS, q: 'region:/w.*t/' })).toMatchObject({ status: 400, code: 'query_invalid' });
    expect(await refused({ index: ORDERS, q: 'region:*st' })).toMatchObject({ status: 400, code: 'query_invalid' });
    expect((await refused({ index: ORDERS, q: 'region:*st' })).text).toContain('"position":7');
    const { text } = await refused({ index: ORDERS, q: 'n:(' });
    expect(text).not.toMatch(/org\.|exception|shard|node-|at line|127\.0\.0\.1/i);
    expect(await refused({ index: ORDERS, q: 'n:[1 TO hush-hush' })).toMatchObject({ code: 'query_invalid' });
    const time = { field: 'at', from: 'hush-hush' };
    expect(await refused({ index: ORDERS, time })).toMatchObject({ code: 'query_invalid' });
    expect(await refused({ index: ORDERS, dsl: '{"hush-hush":{}}' })).toMatchObject({ code: 'query_invalid' });
    expect(await refused({ index: ORDERS, sort: 'hush-hush' })).toMatchObject({ code: 'bad_request' });
    // The last one here: the proxy closes the connection behind it.
    expect(await refused(`{"index":"${'x'.repeat(8 * 1024 * 1024)}"}`)).toMatchObject({
      status: 413,
      code: 'too_large',
    });
    // What goes wrong is told by its code; the log has the rest, and no password, ticket or query.
    const log = JSON.stringify(bench.log.lines);
    expect(log).not.toMatch(/ann-password|bob-password|Sluice-9-tests|eyJhbGciOiJkaXIi|hush-hush/);
  });
});
