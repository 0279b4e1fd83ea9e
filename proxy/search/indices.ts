import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { IndexEntry, IndexList } from '../../shared/http.ts';
import type { Access } from '../auth/accounts.ts';
import { call } from '../opensearch/call.ts';

const resolvedSchema = v.object({
  indices: v.array(v.object({ name: v.string(), attributes: v.optional(v.array(v.string()), []) })),
  aliases: v.array(v.object({ name: v.string() })),
  data_streams: v.array(v.object({ name: v.string() })),
});
const sizesSchema = v.array(
  v.object({
    index: v.string(),
    'docs.count': v.nullish(v.string()),
    'pri.store.size': v.nullish(v.string()),
  }),
);

/**
 * What the user can choose from: open indices, aliases and data streams, no hidden ones. Asks for what needs more
 * permission than reading and does with what it gets: names without figures, or `complete: false` and no names.
 * @throws signed_out, opensearch_unreachable, opensearch_busy, timeout
 */
export async function listIndices(access: Access, signal: AbortSignal): Promise<IndexList> {
  const [names, sizes] = await Promise.all([resolve(access, signal), sizesOf(access, signal)]);
  const entries = names ?? [...sizes.keys()].map((name): IndexEntry => ({ name, kind: 'index' }));
  const seen = entries
    .filter(({ name }) => !name.startsWith('.') && isAllowed(access, name))
    .map((entry) => ({ ...entry, ...sizes.get(entry.name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { indices: seen, complete: names !== undefined };
}

async function resolve(access: Access, signal: AbortSignal): Promise<IndexEntry[] | undefined> {
  const request = { method: 'GET', path: '/_resolve/index/*', signal } as const;
  const resolved = await call(access.openSearch, resolvedSchema, request).catch(unlessForbidden);
  if (!resolved) return undefined;
  const open = resolved.indices.filter(
    ({ attributes }) => !attributes.includes('closed') && !attributes.includes('hidden'),
  );
  return [
    ...open.map(({ name }): IndexEntry => ({ name, kind: 'index' })),
    ...resolved.aliases.map(({ name }): IndexEntry => ({ name, kind: 'alias' })),
    ...resolved.data_streams.map(({ name }): IndexEntry => ({ name, kind: 'data_stream' })),
  ];
}

type Size = { rows?: number; bytes?: number };

async function sizesOf(access: Access, signal: AbortSignal): Promise<Map<string, Size>> {
  const query = { format: 'json', h: 'index,docs.count,pri.store.size', bytes: 'b', expand_wildcards: 'open' };
  const request = { method: 'GET', path: '/_cat/indices', query, signal } as const;
  const rows = await call(access.openSearch, sizesSchema, request).catch(unlessForbidden);
  return new Map(
    rows?.map((row) => [
      row.index,
      { ...figure('rows', row['docs.count']), ...figure('bytes', row['pri.store.size']) },
    ]),
  );
}

function figure(name: keyof Size, text: string | null | undefined): Size {
  return text === null || text === undefined ? {} : { [name]: Number(text) };
}

/** A cluster may also lack the call, or refuse it in its own way: all of that is "may not list". */
function unlessForbidden(error: unknown): undefined {
  if (error instanceof SluiceError && ['forbidden', 'opensearch_failed', 'index_not_found'].includes(error.code))
    return;
  throw error;
}

function isAllowed(access: Access, name: string): boolean {
  try {
    return access.allows(name);
  } catch {
    return false;
  }
}
