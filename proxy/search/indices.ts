import * as v from 'valibot';
import { type ErrorCode, SluiceError } from '../../shared/errors.ts';
import type { IndexEntry, IndexList } from '../../shared/http.ts';
import { type Access, ServiceAccountRefused } from '../auth/accounts.ts';
import { call } from '../opensearch/call.ts';

const names = v.optional(v.array(v.string()), []);
const resolvedSchema = v.object({
  indices: v.optional(v.array(v.object({ name: v.string(), attributes: names })), []),
  aliases: v.optional(v.array(v.object({ name: v.string(), indices: names })), []),
  data_streams: v.optional(v.array(v.object({ name: v.string(), backing_indices: names })), []),
});
/** Without each index's aliases: the aliases tell their indices. */
const RESOLVED =
  'indices.name,indices.attributes,aliases.name,aliases.indices,data_streams.name,data_streams.backing_indices';
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
 * @throws opensearch_failed when the service account is refused, signed_out, opensearch_unreachable, opensearch_busy, timeout
 */
export async function listIndices(access: Access, signal: AbortSignal): Promise<IndexList> {
  const [names, sizes] = await Promise.all([resolve(access, signal), sizesOf(access, signal)]);
  const entries = names ?? [...sizes.keys()].map((name): Named => ({ name, kind: 'index', of: [name] }));
  const seen = entries
    .filter(({ name }) => !name.startsWith('.') && isAllowed(access, name))
    .map((entry) => toEntry(entry, sizes))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { indices: seen, complete: names !== undefined };
}

/** A name and the indices behind it. */
type Named = Pick<IndexEntry, 'name' | 'kind'> & { of: readonly string[] };

/** An alias may show a part of its indices' rows, so that their figures would not be its own. */
function toEntry({ name, kind, of }: Named, sizes: ReadonlyMap<string, Size>): IndexEntry {
  if (kind === 'alias') return { name, kind, indices: of.length };
  const each = of.map((index) => sizes.get(index) ?? {});
  return { name, kind, ...sumOf('rows', each), ...sumOf('bytes', each) };
}

function sumOf(figure: keyof Size, sizes: readonly Size[]): Size {
  const known = sizes.map((size) => size[figure]).filter((one) => one !== undefined);
  // With a part unknown the sum would be too low.
  if (known.length === 0 || known.length < sizes.length) return {};
  return { [figure]: known.reduce((sum, one) => sum + one, 0) };
}

async function resolve(access: Access, signal: AbortSignal): Promise<Named[] | undefined> {
  const query = { filter_path: RESOLVED };
  const request = { method: 'GET', path: '/_resolve/index/*', query, signal } as const;
  const resolved = await call(access.openSearch, resolvedSchema, request).catch(unlessNone);
  if (!resolved) return undefined;
  const open = resolved.indices.filter(
    ({ attributes }) => !attributes.includes('closed') && !attributes.includes('hidden'),
  );
  return [
    ...open.map(({ name }): Named => ({ name, kind: 'index', of: [name] })),
    ...resolved.aliases.map(({ name, indices }): Named => ({ name, kind: 'alias', of: indices })),
    ...resolved.data_streams.map(
      ({ name, backing_indices }): Named => ({ name, kind: 'data_stream', of: backing_indices }),
    ),
  ];
}

type Size = { rows?: number; bytes?: number };

async function sizesOf(access: Access, signal: AbortSignal): Promise<Map<string, Size>> {
  const query = { format: 'json', h: 'index,docs.count,pri.store.size', bytes: 'b', expand_wildcards: 'open,hidden' };
  const request = { method: 'GET', path: '/_cat/indices', query, signal } as const;
  const rows = await call(access.openSearch, sizesSchema, request).catch(unlessNone);
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

/** A cluster may also lack the call, refuse it in its own way, or have more than can be held: then there is no list. */
const NO_LIST: readonly ErrorCode[] = ['forbidden', 'opensearch_failed', 'index_not_found', 'too_large'];

function unlessNone(error: unknown): undefined {
  const isOperators = error instanceof ServiceAccountRefused;
  if (error instanceof SluiceError && NO_LIST.includes(error.code) && !isOperators) return;
  throw error;
}

export function isAllowed(access: Access, name: string): boolean {
  try {
    return access.allows(name);
  } catch {
    return false;
  }
}
