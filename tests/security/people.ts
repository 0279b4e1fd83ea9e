import type { Client } from '@opensearch-project/opensearch';
import { makeIndex } from '../support/indices.ts';

/** Every account's password. */
export const PASSWORD = 'Sluice-8-people-only!';
export const ORDERS = 'sec-orders';
export const PAYROLL = 'sec-payroll';
/** An alias with a filter, over orders. */
export const WEST = 'sec-west';

/** Marks that stand in what some may not see, and nowhere else. */
export const MARKS = { payroll: 'SALARY-MARK', card: 'CARD-MARK', secret: 'SECRET-MARK', email: 'mail.example' };

/** What each of the accounts may do: the security plugin's roles, one an account. */
const ROLES = {
  ann_all: [{ index_patterns: ['sec-*'], allowed_actions: ['read', 'indices_monitor'] }],
  bob_one: [{ index_patterns: [ORDERS], allowed_actions: ['read'] }],
  cat_rows: [{ index_patterns: [ORDERS], allowed_actions: ['read'], dls: '{"term":{"region":"west"}}' }],
  dan_fields: [
    {
      index_patterns: [ORDERS],
      allowed_actions: ['read'],
      fls: ['~card', '~secret', '~secret.*'],
      masked_fields: ['email'],
    },
  ],
  eve_none: [],
} as const;

export type Person = keyof typeof ROLES;
export const PEOPLE = Object.keys(ROLES) as Person[];
export const READERS = PEOPLE.filter((person) => person !== 'eve_none');

const REGIONS = ['west', 'east', 'north'];

/** Indices, roles and accounts in a secured cluster. */
export async function settle(admin: Client): Promise<void> {
  const orders = Array.from({ length: 420 }, (_, n) => ({
    id: String(n),
    source: JSON.stringify({
      n,
      region: REGIONS[n % 3],
      at: new Date(Date.UTC(2026, n % 12)).toISOString(),
      amount: n * 1.5,
      card: `${MARKS.card}-${n}`,
      email: `person${n}@${MARKS.email}`,
      secret: { note: `${MARKS.secret}-${n}` },
    }),
  }));
  const payroll = Array.from({ length: 90 }, (_, n) => ({
    id: String(n),
    source: JSON.stringify({ n, salary: `${MARKS.payroll}-${n}` }),
  }));
  const keyword = { type: 'keyword' };
  const properties = {
    n: { type: 'integer' },
    amount: { type: 'double' },
    at: { type: 'date' },
    region: keyword,
    card: keyword,
    email: keyword,
  };
  const mapping = { properties: { ...properties, secret: { properties: { note: keyword } } } };
  await makeIndex(admin, ORDERS, orders, { shards: 3, mapping });
  await makeIndex(admin, PAYROLL, payroll, { mapping: { properties: { n: { type: 'integer' }, salary: keyword } } });
  await admin.indices.putAlias({ index: ORDERS, name: WEST, body: { filter: { term: { region: 'west' } } } });
  await patch(admin, 'roles', (person) => ({ index_permissions: ROLES[person] }));
  await patch(admin, 'internalusers', () => ({ password: PASSWORD }));
  await patch(admin, 'rolesmapping', (person) => ({ users: [person] }));
}

async function patch(admin: Client, what: string, value: (person: Person) => object): Promise<void> {
  const body = PEOPLE.map((person) => ({ op: 'add', path: `/${person}`, value: value(person) }));
  await admin.transport.request({ method: 'PATCH', path: `/_plugins/_security/api/${what}`, body });
}
