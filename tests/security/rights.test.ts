import { Client } from '@opensearch-project/opensearch';
import { parse as parseCsv } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { READERS as PAGE_READERS } from '../../shared/request.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../support/proxy.ts';
import { runExport, sortedLines } from '../support/run-export.ts';
import { MARKS, ORDERS, PASSWORD, PAYROLL, PEOPLE, type Person, READERS, WEST } from './people.ts';

const { url, ca, caFile } = inject('secured');
const sessions = {} as Record<Person, SignedIn>;
let proxy: RunningProxy;

beforeAll(async () => {
  proxy = await runProxy(url, { AUTH: 'opensearch', OPENSEARCH_CA: caFile, EXPENSIVE_QUERIES: 'allow' });
  for (const person of PEOPLE) sessions[person] = await proxy.signIn(person, PASSWORD);
});
afterAll(() => proxy.close());

type Row = Record<string, unknown>;

/** What OpenSearch itself gives this person for a search, asked without Sluice. */
async function ownSearch(person: Person, index: string, query: object = { match_all: {} }): Promise<Row[]> {
  const client = new Client({ node: url, ssl: { ca }, auth: { username: person, password: PASSWORD } });
  try {
    const { body } = await client.search({ index, body: { size: 1000, query } });
    return body.hits.hits.map((hit: { _source?: unknown }) => hit._source as Row);
  } finally {
    await client.close();
  }
}

async function call(person: Person, path: string, body?: unknown) {
  const headers = { cookie: sessions[person].cookie, ...(body ? { 'content-type': 'application/json' } : {}) };
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  const response = await fetch(new URL(path, proxy.url), init);
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

/** A column's figures are those of the person's own rows, or it is no field to them; gives back the answer. */
async function ownColumn(person: Person, field: string, own: readonly Row[]): Promise<string> {
  const { status, body, text } = await call(person, '/api/column', { index: ORDERS, field });
  const values = own
    .map((row) => (field === 'secret.note' ? (row.secret as Row | undefined)?.note : row[field]))
    .filter((value) => value !== undefined);
  if (values.length === 0) {
    expect({ status, ...body.error }, field).toMatchObject({ status: 400, code: 'bad_request' });
    return text;
  }
  const counts = { total: own.length, filled: values.length, missing: own.length - values.length };
  expect({ status, ...body }, field).toMatchObject({ status: 200, ...counts, top: { distinct: new Set(values).size } });
  const told = [body.lowest, body.highest, ...body.top.values.map(({ value }: { value: string }) => value)];
  expect(told.filter((value) => !values.some((one) => `${one}` === value))).toEqual([]);
  return text;
}

const lines = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).sort();

/** Marks of what a person may not see; nothing that Sluice gives them may hold one. */
const HIDDEN: Record<Person, string[]> = {
  ann_all: [],
  bob_one: [MARKS.payroll],
  cat_rows: [MARKS.payroll, '"east"', '"north"'],
  dan_fields: [MARKS.payroll, MARKS.card, MARKS.secret, MARKS.email],
  eve_none: Object.values(MARKS),
};

function expectClean(person: Person, text: string): void {
  for (const mark of HIDDEN[person]) expect(text).not.toContain(mark);
}

describe.each(READERS)('%s gets what their own search gives, and nothing else', (person) => {
  it.each(PAGE_READERS)('in files, with the reader %s', async (reader) => {
    const own = await ownSearch(person, ORDERS);
    const ndjson = await runExport(sessions[person], { search: { index: ORDERS }, reader });
    expect(ndjson.verdict).toMatchObject({ complete: true });
    expect(sortedLines(ndjson.text)).toEqual(lines(own));
    const { body } = await call(person, `/api/fields?index=${ORDERS}`);
    const columns = body.fields.map(({ name }: { name: string }) => name).filter((name: string) => name !== 'secret');
    const csv = await runExport(sessions[person], {
      search: { index: ORDERS, q: 'n:<200' },
      format: { kind: 'csv', columns, delimiter: ',', header: true, bom: false, guard: false, rest: true },
      reader,
    });
    expect(csv.verdict).toMatchObject({ complete: true });
    const rows: Record<string, string>[] = parseCsv(csv.text, { columns: true });
    const wanted = own.filter(({ n }) => Number(n) < 200);
    expect(rows.map(({ n }) => Number(n)).sort()).toEqual(wanted.map(({ n }) => n).sort());
    const mails = new Set(wanted.map(({ email }) => email));
    expect(rows.every(({ email, _rest }) => mails.has(email) && ['', '{}'].includes(_rest ?? ''))).toBe(true);
    expectClean(person, ndjson.text + csv.text + JSON.stringify(ndjson.events) + JSON.stringify(csv.events));
  });

  it('in previews, counts and lists of fields', async () => {
    const own = await ownSearch(person, ORDERS);
    const preview = await call(person, '/api/search', { index: ORDERS, size: 500 });
    expect(preview.body.total).toBe(own.length);
    expect(lines(preview.body.hits.map((hit: { _source: Row }) => hit._source))).toEqual(lines(own));
    const west = await ownSearch(person, ORDERS, { term: { region: 'west' } });
    expect((await call(person, '/api/search', { index: ORDERS, q: 'region:west' })).body.total).toBe(west.length);
    // To ask for a hidden row or field by its value tells nothing of it either.
    for (const q of ['region:east', `card:${MARKS.card}*`, `secret.note:${MARKS.secret}*`, `email:*${MARKS.email}`]) {
      const query = { query_string: { query: q } };
      const counted = await call(person, '/api/search', { index: ORDERS, q });
      expect(counted.body.total).toBe((await ownSearch(person, ORDERS, query)).length);
      expectClean(person, counted.text);
    }
    const fields = await call(person, `/api/fields?index=${ORDERS}`);
    const indices = await call(person, '/api/indices');
    expectClean(person, preview.text + fields.text + indices.text);
    const names: string[] = fields.body.fields.map(({ name }: { name: string }) => name);
    expect(names.includes('card')).toBe(person !== 'dan_fields');
    expect(names.includes('secret.note')).toBe(person !== 'dan_fields');
    if (person !== 'ann_all') expect(JSON.stringify(indices.body.indices)).not.toContain(PAYROLL);
  });

  it('in values, facets and rows over time', async () => {
    const own = await ownSearch(person, ORDERS);
    const fields = ['region', 'card', 'email', 'secret.note'];
    const facets = await call(person, '/api/facets', { index: ORDERS, fields, size: 100 });
    expect(facets.status).toBe(200);
    for (const { field, values, distinct } of facets.body.facets) {
      const wanted = own.map((row) => (field === 'secret.note' ? (row.secret as Row | undefined)?.note : row[field]));
      const different = new Set(wanted.filter((value) => value !== undefined));
      expect(distinct, field).toBe(different.size);
      expect(
        values.filter(({ value }: { value: string }) => !different.has(value)),
        field,
      ).toEqual([]);
    }
    const texts = [facets.text];
    for (const field of fields) {
      for (const prefix of ['', 'C', 'S', 'person', 'e']) {
        texts.push((await call(person, '/api/values', { index: ORDERS, field, prefix, size: 50 })).text);
      }
    }
    for (const field of ['n', ...fields]) texts.push(await ownColumn(person, field, own));
    const time = { index: ORDERS, field: 'at', buckets: 10 };
    const overTime = await call(person, '/api/histogram', time);
    expect(overTime.body.total).toBe(own.length);
    const counted = overTime.body.buckets.reduce((sum: number, { rows }: { rows: number }) => sum + rows, 0);
    expect(counted).toBe(own.length);
    texts.push((await call(person, '/api/validate', { index: ORDERS, q: `card:${MARKS.card}-1` })).text);
    for (const text of texts) expectClean(person, text.replaceAll(`card:${MARKS.card}-1`, ''));
    if (person === 'ann_all') return;
    const [field, listed] = [{ field: 'salary' }, { fields: ['salary'] }];
    const refused = {
      facets: listed,
      values: field,
      'each-value': field,
      histogram: field,
      column: field,
      validate: {},
      'date-formats': listed,
    };
    for (const [path, asked] of Object.entries(refused)) {
      expect(await call(person, `/api/${path}`, { index: PAYROLL, ...asked }), path).toMatchObject({
        status: 403,
        body: { error: { code: 'forbidden' } },
      });
    }
  });

  it('in the formats of dates, which reading alone is enough for', async () => {
    const asked = { index: ORDERS, fields: ['at', 'card', 'secret.note', 'region'] };
    const { status, body, text } = await call(person, '/api/date-formats', asked);
    expect(status).toBe(200);
    const at = { field: 'at', format: 'strict_date_optional_time||epoch_millis', nanos: false, proved: true };
    expect(body.groups).toEqual([{ indices: [ORDERS], fields: [at] }]);
    expectClean(person, text);
  });

  it('and refusals name nothing that they may not know', async () => {
    if (person === 'ann_all') return;
    for (const index of [PAYROLL, 'sec-*', `${ORDERS},${PAYROLL}`, '_all', '*']) {
      const refused = await call(person, '/api/search', { index });
      expect(refused).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
      expect(refused.text).not.toMatch(/sec-payroll|indices:data|security|role/i);
      const { last } = await runExport(sessions[person], { search: { index } });
      expect(last).toMatchObject({ type: 'failed', error: { code: 'forbidden' } });
    }
  });
});

it('an alias with a filter gives its rows, and those of the person', async () => {
  for (const person of ['ann_all', 'cat_rows'] as const) {
    const { text, verdict } = await runExport(sessions[person], { search: { index: WEST } });
    expect(verdict).toMatchObject({ complete: true });
    expect(sortedLines(text)).toEqual(lines(await ownSearch(person, WEST)));
  }
});

it('somebody without any permission signs in and reads nothing', async () => {
  const person = 'eve_none';
  expect(await call(person, '/api/session')).toMatchObject({ status: 200, body: { user: person } });
  expect(await call(person, '/api/indices')).toMatchObject({ status: 200, body: { indices: [], complete: false } });
  for (const path of [`/api/fields?index=${ORDERS}`, '/api/fields?index=*']) {
    expect(await call(person, path)).toMatchObject({ status: 403 });
  }
  const { last, text } = await runExport(sessions[person], { search: { index: ORDERS } });
  expect(last).toMatchObject({ type: 'failed', error: { code: 'forbidden' } });
  expect(text).toBe('');
});

it('a wrong password, and a cluster whose authority is not known', async () => {
  await expect(proxy.signIn('ann_all', 'wrong')).rejects.toThrow(/401.*sign_in_failed/);
  await expect(proxy.signIn('ann_all:x', PASSWORD)).rejects.toThrow(/401.*sign_in_failed/);
  const stranger = await runProxy(url, { AUTH: 'opensearch' });
  await expect(stranger.signIn('ann_all', PASSWORD)).rejects.toThrow(/502.*opensearch_unreachable/);
  await stranger.close();
});
