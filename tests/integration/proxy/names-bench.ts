import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@opensearch-project/opensearch';
import { hashPassword } from '../../../proxy/auth/users.ts';
import { BEFORE_FIRST, type Chunk, restOf } from '../../../shared/chunk.ts';
import type { Reader } from '../../../shared/request.ts';
import type { Named } from '../../support/index-names.ts';
import { makeDataStream, makeIndex } from '../../support/indices.ts';
import { type RunningProxy, runProxy, type SignedIn } from '../../support/proxy.ts';
import { TestSocket } from './test-socket.ts';

/** The rows of `settle`, as a search. */
export const OURS = 'n:[471100 TO 471199]';

/** For date math: the index of this year's January. */
export const THIS_YEAR = `nm-${new Date().getUTCFullYear()}.01.01`;

const INDICES = [
  ...['nm-open', 'nm-open-2', 'nm-logs', '.nm-kibana_1', '.nm-logs', 'nm-behind', '.ds-nm-made-by-hand-000001'],
  ...['nm-{braces}', THIS_YEAR],
];
const HIDDEN = ['nm-hidden', 'nm-hidden-2', '.nm-secret'];
const STREAMS = ['nm-stream', '로그-nm', 'nm'];
const ALIASES: { alias: string; index: string; filter?: object }[] = [
  { alias: 'nm-kib', index: '.nm-kibana_1' },
  { alias: 'nm-seen', index: 'nm-hidden', filter: { range: { n: { lt: 471101 } } } },
  { alias: '.nm-alias', index: 'nm-hidden-2' },
  { alias: '.nm-alias', index: 'nm-behind' },
  { alias: 'NM-UPPER', index: 'nm-open' },
];
/** Rows in each index. */
const ROWS = 3;

/** What `settle` makes, as `indicesBehind` takes it. */
export const NAMES: readonly Named[] = [
  ...INDICES.map((name) => ({ name, of: [name] })),
  ...HIDDEN.map((name) => ({ name, hidden: true, of: [name] })),
  ...STREAMS.flatMap((name) => {
    const backing = `.ds-${name}-000001`;
    return [
      { name, of: [backing] },
      { name: backing, hidden: true, of: [backing] },
    ];
  }),
  ...[...new Set(ALIASES.map(({ alias }) => alias))].map((name) => ({
    name,
    of: ALIASES.filter(({ alias }) => alias === name).map(({ index }) => index),
  })),
];

const sourceOf = (mark: string, n: number) =>
  `{"@timestamp":"2026-01-01T00:00:00Z","n":${471100 + n},"mark":"${mark}"}`;
const docsOf = (mark: string) =>
  Array.from({ length: ROWS }, (_, n) => ({ id: `${mark}-${n}`, source: sourceOf(mark, n) }));

/** Indices, shown and hidden, with dots and without, aliases and data streams; each row bears its index's name as `mark`. */
export async function settle(client: Client): Promise<void> {
  for (const index of INDICES) await makeIndex(client, index, docsOf(index));
  for (const index of HIDDEN) await makeIndex(client, index, docsOf(index), { settings: { 'index.hidden': true } });
  const actions = ALIASES.map((alias) => ({ add: alias }));
  await client.indices.updateAliases({ body: { actions } });
  for (const stream of STREAMS) await makeDataStream(client, stream, [docsOf(stream)]);
}

const PEOPLE = {
  all: ['*'],
  narrow: ['nm-open*', 'nm-st*'],
  kibana: ['*', '.nm-kib*'],
  exact: ['nm-open', '.nm-secret'],
};
export type Person = keyof typeof PEOPLE;

export type NamesBench = Awaited<ReturnType<typeof makeNamesBench>>;

/** A proxy with people of different patterns, and each of its ways to read. */
export async function makeNamesBench(opensearchUrl: string) {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-names-'));
  const hash = await hashPassword('a-password-for-names');
  const users = Object.entries(PEOPLE).map(([name, indices]) => ({ name, hash, indices }));
  await writeFile(join(folder, 'users.json'), JSON.stringify({ users }));
  const proxy: RunningProxy = await runProxy(opensearchUrl, { USERS_FILE: join(folder, 'users.json') });
  const sessions = {} as Record<Person, { session: SignedIn; socket: TestSocket }>;
  for (const name of Object.keys(PEOPLE) as Person[]) {
    const session = await proxy.signIn(name, 'a-password-for-names');
    sessions[name] = { session, socket: await TestSocket.open(session) };
  }

  async function call(
    who: Person,
    path: string,
    body?: object,
  ): Promise<{ status: number; text: string; body: unknown }> {
    const headers = { cookie: sessions[who].session.cookie, 'content-type': 'application/json' };
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    const response = await fetch(new URL(path, proxy.url), init);
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) };
  }

  return {
    socketOf: (who: Person) => sessions[who].socket,
    call,
    /** Every call over HTTP that takes an expression, by its path. */
    async each(who: Person, index: string) {
      const search = { index, q: OURS };
      const facets = call(who, '/api/facets', { ...search, fields: ['n'], size: 10 });
      const histogram = call(who, '/api/histogram', { ...search, field: '@timestamp', zone: 'UTC', buckets: 10 });
      return {
        search: await call(who, '/api/search', { ...search, size: 500 }),
        sorted: await call(who, '/api/search', { ...search, sort: { field: 'n', type: 'integer', order: 'asc' } }),
        validate: await call(who, '/api/validate', search),
        values: await call(who, '/api/values', { ...search, field: 'n', prefix: '', size: 10 }),
        facets: await facets,
        histogram: await histogram,
        // An address cannot hold half a sign.
        ...(/\p{Surrogate}/u.test(index)
          ? {}
          : { fields: await call(who, `/api/fields?index=${encodeURIComponent(index)}`) }),
      };
    },
    /** The rows of a whole plan, read with small pages, by their mark. */
    async exported(who: Person, index: string, reader: Reader): Promise<Map<string, number>> {
      const { socket } = sessions[who];
      const { shards } = await socket.plan({ index, q: OURS }, reader);
      const rows = new Map<string, number>();
      const tickets: string[] = [];
      for (const shard of shards) {
        // Each snapshot is opened once more on the way.
        let ticket = await socket.reopen(shard.ticket);
        tickets.push(shard.ticket);
        let chunk: Chunk | undefined = shard.rows > 0 ? { after: BEFORE_FIRST, upTo: shard.highest } : undefined;
        while (chunk) {
          const page = await socket.page({ ticket, chunk, size: 2 });
          for (const { _source } of page.hits) count(rows, _source);
          ticket = page.ticket ?? ticket;
          const last = page.hits.at(-1);
          chunk = last && restOf(chunk, last.sort[0]);
        }
        tickets.push(ticket);
      }
      await socket.release(tickets);
      return rows;
    },
    async close() {
      for (const { socket } of Object.values(sessions)) await socket.close();
      await proxy.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Counts a row by its mark. */
export function count(rows: Map<string, number>, source: unknown): void {
  const { mark } = source as { mark: string };
  rows.set(mark, (rows.get(mark) ?? 0) + 1);
}
