import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { withNested } from '../../client/ui/search/fields/nested-fields.ts';
import type { FieldList } from '../../shared/http.ts';
import type { Search } from '../../shared/search.ts';
import { makeIndex } from '../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../support/proxy.ts';
import { PASSWORD } from './people.ts';

const { url, ca, caFile, admin: auth } = inject('secured');
const admin = new Client({ node: url, ssl: { ca }, auth });
const INDEX = 'nest-orders';
/** Read permission, and nothing else; the second for rows of the west only. */
const PEOPLE = { gil_reads: {}, hal_west: { dls: '{"term":{"region":"west"}}' } } as const;
type Person = keyof typeof PEOPLE;

const ROWS = Array.from({ length: 60 }, (_, n) => ({
  region: n % 3 === 0 ? 'west' : 'east',
  items: Array.from({ length: n % 4 }, (_, i) => ({ sku: `sku-${(n + i) % 5}`, at: `2001-01-${10 + ((n + i) % 9)}` })),
}));
let proxy: RunningProxy;
const sessions = {} as Record<Person, SignedIn>;
const api = (kind: string, name: string) => `/_plugins/_security/api/${kind}/${name}`;
const put = (path: string, body: object) => admin.transport.request({ method: 'PUT', path, body });

beforeAll(async () => {
  const items = { type: 'nested', properties: { sku: { type: 'keyword' }, at: { type: 'date' } } };
  const docs = ROWS.map((row, n) => ({ id: String(n), source: JSON.stringify(row) }));
  const mapping = { dynamic: false, properties: { region: { type: 'keyword' }, items } };
  await makeIndex(admin, INDEX, docs, { shards: 2, mapping });
  await makeIndex(admin, `${INDEX}-old`, docs.slice(0, 5), {
    mapping: { dynamic: false, properties: { region: { type: 'keyword' }, items: { properties: items.properties } } },
  });
  proxy = await runProxy(url, { AUTH: 'opensearch', OPENSEARCH_CA: caFile });
  for (const person of Object.keys(PEOPLE) as Person[]) {
    const rights = { index_patterns: [`${INDEX}*`], allowed_actions: ['read'], ...PEOPLE[person] };
    await put(api('roles', person), { index_permissions: [rights] });
    await put(api('internalusers', person), { password: PASSWORD });
    await put(api('rolesmapping', person), { users: [person] });
    sessions[person] = await proxy.signIn(person, PASSWORD);
  }
});
afterAll(async () => {
  for (const person of Object.keys(PEOPLE)) {
    for (const kind of ['rolesmapping', 'internalusers', 'roles']) {
      await admin.transport.request({ method: 'DELETE', path: api(kind, person) });
    }
  }
  await admin.indices.delete({ index: `${INDEX},${INDEX}-old` });
  await proxy.close();
  await admin.close();
});

async function call(person: Person, path: string, body?: object) {
  const headers = { cookie: sessions[person].cookie, 'content-type': 'application/json' };
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  return (await fetch(new URL(path, proxy.url), init)).json();
}

describe.each<Person>(['gil_reads', 'hal_west'])('%s, who may read only', (person) => {
  const seen = ROWS.filter(({ region }) => person === 'gil_reads' || region === 'west');
  const has = (sku: string) => seen.filter(({ items }) => items.some((item) => item.sku === sku)).length;

  it('is told what is nested, and where', async () => {
    const one = (await call(person, `/api/fields?index=${INDEX}`)) as FieldList;
    expect(one.fields.find(({ name }) => name === 'items')).toMatchObject({ type: 'nested' });
    const both = (await call(person, `/api/fields?index=${INDEX}*`)) as FieldList;
    expect(both.fields.find(({ name }) => name === 'items')).toMatchObject({
      ...{ type: 'nested, object', nestedIn: [INDEX] },
    });
  });

  it('finds and counts their own rows by what nested objects hold', async () => {
    const { fields } = (await call(person, `/api/fields?index=${INDEX}`)) as FieldList;
    const told = (search: Search) => withNested(search, fields, ['items.sku', 'items.at']);
    for (const sku of ['sku-0', 'sku-1', 'sku-2', 'sku-3', 'sku-4']) {
      const filter = { field: 'items.sku', op: 'is' as const, value: sku };
      expect((await call(person, '/api/search', told({ index: INDEX, q: '', filters: [filter] }))).total).toBe(
        has(sku),
      );
      const not = told({ index: INDEX, q: '', filters: [{ ...filter, not: true }] });
      expect((await call(person, '/api/search', not)).total).toBe(seen.length - has(sku));
    }
    const search = told({ index: INDEX, q: '' });
    const { facets } = await call(person, '/api/facets', { ...search, fields: ['items.sku'] });
    expect(facets[0].values).toHaveLength(5);
    for (const { value, rows } of facets[0].values) expect(rows).toBe(has(value));
    const histogram = await call(person, '/api/histogram', { ...search, field: 'items.at', buckets: 50 });
    const timed = seen.filter(({ items }) => items.length > 0).length;
    expect(histogram).toMatchObject({ total: seen.length, untimed: seen.length - timed });
    const most = Math.max(...histogram.buckets.map(({ rows }: { rows: number }) => rows));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(timed);
  });
});
