import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startProxy } from '../../proxy/adapters/node.ts';
import { TestSocket } from '../integration/proxy/test-socket.ts';
import { makeIndex } from '../support/indices.ts';
import { type SignedIn, settingsOver, signIn } from '../support/session.ts';
import { call, post } from './bench.ts';
import { makeLog } from './log.ts';
import { ORDERS, PASSWORD, PAYROLL, PEOPLE, type Person, READERS } from './people.ts';

/**
 * Each figure of each route for each account, held against what that account's own search counts. The proxy has the admin's account
 * at hand, for `/readyz`: what is asked with that would show.
 */
const { url, ca, caFile, admin } = inject('secured');
const PLACE = '.kibana_sec_rights_1';
const PATTERN = 'sec-rights';
const log = makeLog();
const sessions = {} as Record<Person, SignedIn>;
const own = {} as Record<Person, Client>;
const root = new Client({ node: url, ssl: { ca }, auth: admin });
let proxy: Awaited<ReturnType<typeof startProxy>>;

beforeAll(async () => {
  const pattern = { type: 'index-pattern', 'index-pattern': { title: PAYROLL } };
  await makeIndex(root, PLACE, [{ id: `index-pattern:${PATTERN}`, source: JSON.stringify(pattern) }]);
  const settings = settingsOver(url, {
    AUTH: 'opensearch',
    OPENSEARCH_CA: caFile,
    OPENSEARCH_USERNAME: admin.username,
    OPENSEARCH_PASSWORD: admin.password,
    EXPENSIVE_QUERIES: 'allow',
    AUDIT_LOG: 'on',
    LOG_LEVEL: 'error',
  });
  proxy = await startProxy(settings, { log });
  for (const person of PEOPLE) {
    sessions[person] = await signIn(proxy.url, person, PASSWORD);
    own[person] = new Client({ node: url, ssl: { ca }, auth: { username: person, password: PASSWORD } });
  }
});
afterAll(async () => {
  await proxy.close();
  for (const client of Object.values(own)) await client.close();
  await root.indices.delete({ index: PLACE });
  await root.close();
});

type Clause = Record<string, unknown>;
type Asked = { what: string; search: Record<string, unknown>; query: Clause };

const anyOf = (...should: Clause[]): Clause => ({ bool: { should, minimum_should_match: 1 } });
const SEARCHES: Asked[] = [
  {
    what: 'DQL for hidden values',
    search: { dql: 'region: east or card: CARD* or secret.note: SECRET*' },
    query: anyOf({ term: { region: 'east' } }, { prefix: { card: 'CARD' } }, { prefix: { 'secret.note': 'SECRET' } }),
  },
  {
    what: 'DQL for a hidden field',
    search: { dql: 'not secret.note: *' },
    query: none({ exists: { field: 'secret.note' } }),
  },
  {
    what: 'filters',
    search: {
      filters: [
        { field: 'card', op: 'exists' },
        { field: 'region', op: 'is', value: 'west', not: true },
      ],
    },
    query: { bool: { filter: [{ exists: { field: 'card' } }], must_not: [{ term: { region: 'west' } }] } },
  },
  {
    what: 'DSL',
    search: { dsl: '{"bool":{"must_not":{"prefix":{"secret.note":"SECRET"}}}}' },
    query: none({ prefix: { 'secret.note': 'SECRET' } }),
  },
];

function none(clause: Clause): Clause {
  return { bool: { must_not: [clause] } };
}

const FIELDS = ['region', 'card', 'email', 'secret.note', 'n'];

/** What OpenSearch tells the account itself. */
async function counted(person: Person, query: Clause) {
  const terms = Object.fromEntries(FIELDS.map((field) => [field, { terms: { field, size: 500 } }]));
  const has = Object.fromEntries(FIELDS.map((field) => [`has ${field}`, { filter: { exists: { field } } }]));
  const body = { size: 0, track_total_hits: true, query, aggs: { ...terms, ...has } };
  const answer = (await own[person].search({ index: ORDERS, body })).body as unknown as Counted;
  const { hits, aggregations } = answer;
  const values = (field: string) =>
    (aggregations[field]?.buckets ?? []).map(({ key, doc_count }) => ({ value: String(key), rows: doc_count }));
  return { total: hits.total.value, values, has: (field: string) => aggregations[`has ${field}`]?.doc_count };
}

type Counted = {
  hits: { total: { value: number } };
  aggregations: Record<string, { doc_count?: number; buckets?: { key: unknown; doc_count: number }[] }>;
};

const sorted = (values: { value: string; rows: number }[]) =>
  [...values].sort((a, b) => (a.value < b.value ? -1 : 1)).map(({ value, rows }) => `${value}=${rows}`);

describe.each(SEARCHES)('asked for $what', ({ search, query }) => {
  it.each(READERS)('%s is told by each route what their own search counts', async (person) => {
    const told = await counted(person, query);
    const ask = async (path: string, more: object) => {
      const body = { index: ORDERS, ...search, ...more };
      const { status, text } = await post(proxy.url, `/api/${path}`, body, sessions[person]);
      expect(status, `${path} ${text.slice(0, 200)}`).toBe(200);
      return JSON.parse(text);
    };
    const facets = async () => {
      for (const { field, values, distinct } of (await ask('facets', { fields: FIELDS, size: 100 })).facets) {
        const all = sorted(told.values(field));
        expect(distinct, field).toBe(all.length);
        expect(all, field).toEqual(expect.arrayContaining(sorted(values)));
        expect(values, field).toHaveLength(Math.min(all.length, 100));
      }
    };
    const values = async (field: string) => {
      const { values } = await ask('values', { field, size: 50 });
      expect(sorted(told.values(field)), field).toEqual(expect.arrayContaining(sorted(values)));
    };
    const eachValue = async (field: string) => {
      const { more, values, without, total } = await ask('each-value', { field });
      const all = sorted(told.values(field));
      if (more) return expect(all.length).toBeGreaterThan(200);
      expect(sorted(values), field).toEqual(all);
      expect([total, without]).toEqual([told.total, told.total - (told.has(field) ?? 0)]);
    };
    const overTime = async () => {
      const { total, buckets } = await ask('histogram', { field: 'at', buckets: 12 });
      const counted = buckets.reduce((sum: number, { rows }: { rows: number }) => sum + rows, 0);
      expect([total, counted]).toEqual([told.total, told.total]);
    };
    const emptyFields = async () => {
      const { empty } = await ask('empty-fields', { fields: FIELDS });
      expect(empty.sort()).toEqual(FIELDS.filter((field) => told.has(field) === 0).sort());
    };
    await Promise.all([
      ask('search', { size: 0 }).then(({ total }) => expect(total).toBe(told.total)),
      ...[facets(), overTime(), emptyFields()],
      ...['region', 'card', 'secret.note'].flatMap((field) => [values(field), eachValue(field)]),
    ]);
  });
});

it('each line of the audit names who asked, and nobody else', () => {
  const begun = log.lines.filter(({ audit }) => audit === 'search_begun');
  const users = new Set(begun.map(({ user }) => user));
  expect([...users].sort()).toEqual([...READERS].sort());
  expect(begun.every(({ index }) => index === ORDERS)).toBe(true);
  expect(JSON.stringify(log.lines)).not.toContain(PASSWORD);
});

it('what an account may not read is refused by each route, however it is asked for, and leaves no line', async () => {
  const routes: Record<string, object> = {
    search: {},
    validate: {},
    values: { field: 'salary' },
    facets: { fields: ['salary'] },
    'each-value': { field: 'salary' },
    histogram: { field: 'n' },
    'empty-fields': { fields: ['salary'] },
    'date-formats': { fields: ['n'] },
  };
  const before = log.lines.length;
  const cases = [PAYROLL, `${ORDERS},${PAYROLL}`, 'sec-p*', PLACE].flatMap((index) =>
    Object.entries(routes).map(([path, more]) => ({ path, body: { index, ...more } })),
  );
  const dql = Object.entries(routes).flatMap(([path, more]) =>
    path === 'date-formats' ? [] : [{ path, body: { index: PAYROLL, dql: 'salary: *', ...more } }],
  );
  for (const person of ['bob_one', 'eve_none'] as const) {
    const refuse = async ({ path, body }: (typeof cases)[number]) => {
      const { code, text } = await post(proxy.url, `/api/${path}`, body, sessions[person]);
      expect(code, `${person} ${path} ${body.index}`).toBe('forbidden');
      expect(text).not.toMatch(/SALARY|salary|indices:data|security|role/);
    };
    await Promise.all([...cases, ...dql].map(refuse));
  }
  expect(log.lines.slice(before).filter(({ audit }) => audit !== undefined)).toEqual([]);
});

it('the pattern behind an id is told to whom OpenSearch itself tells it', async () => {
  const query = { ids: { values: [`index-pattern:${PATTERN}`] } };
  for (const person of PEOPLE) {
    const found = await own[person].search({ index: '.kibana_*', body: { query } }).then(
      ({ body }) => body.hits.hits.length > 0,
      () => false,
    );
    const { text } = await call(proxy.url, `/api/pattern?id=${PATTERN}`, {
      headers: { cookie: sessions[person].cookie },
    });
    expect(JSON.parse(text), person).toEqual(found ? { title: PAYROLL } : {});
  }
  const { cookie } = await signIn(proxy.url, admin.username, admin.password);
  const { text } = await call(proxy.url, `/api/pattern?id=${PATTERN}`, { headers: { cookie } });
  expect(JSON.parse(text), 'it is there').toEqual({ title: PAYROLL });
});

describe('over the second carrier', () => {
  it.each(READERS)('%s reads what their own search finds', async (person) => {
    const socket = await TestSocket.open(sessions[person], {}, 'requests');
    const { shards } = await socket.plan({ index: ORDERS });
    const rows: string[] = [];
    for (const { ticket, highest } of shards) {
      const page = await socket.page({ ticket, chunk: { after: -1, upTo: highest }, size: 500 });
      rows.push(...page.hits.map(({ _source }) => JSON.stringify(_source)));
    }
    const { body } = await own[person].search({ index: ORDERS, body: { size: 1000 } });
    const wanted = body.hits.hits.map(({ _source }: { _source?: unknown }) => JSON.stringify(_source));
    expect(rows.sort()).toEqual(wanted.sort());
    await socket.release(shards.map(({ ticket }) => ticket));
    await expect(socket.plan({ index: person === 'ann_all' ? PLACE : PAYROLL })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await socket.close();
    expect(log.with({ audit: 'export_begun', user: person })).toHaveLength(1);
  });

  it('another’s tickets are worth nothing, and nobody gives up another’s export', async () => {
    const [anns, cats] = [
      await TestSocket.open(sessions.ann_all, {}, 'requests'),
      await TestSocket.open(sessions.cat_rows, {}, 'requests'),
    ];
    const exportId = crypto.randomUUID();
    const planned = (await anns.request({ type: 'plan', exportId, search: { index: ORDERS } })) as {
      shards: { ticket: string; highest: number }[];
    };
    for (const { ticket, highest } of planned.shards) {
      const read = { ticket, chunk: { after: -1, upTo: highest }, size: 500 };
      await expect(cats.page(read)).rejects.toMatchObject({ code: 'ticket_invalid' });
      await expect(cats.reopen(ticket)).rejects.toMatchObject({ code: 'ticket_invalid' });
      expect(await cats.release([ticket])).toBe(0);
    }
    expect((await post(proxy.url, '/api/given-up', { exports: [exportId] }, sessions.cat_rows)).status).toBe(204);
    for (const { ticket, highest } of planned.shards) {
      expect((await anns.page({ ticket, chunk: { after: -1, upTo: highest }, size: 500 })).hits.length).toBeGreaterThan(
        0,
      );
    }
    await anns.release(planned.shards.map(({ ticket }) => ticket));
    await Promise.all([anns.close(), cats.close()]);
  });
});
