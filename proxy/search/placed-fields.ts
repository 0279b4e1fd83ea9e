import { parentsOf } from '../../shared/columns.ts';
import { conditionsOf, type DqlLiteral, isAnything } from '../../shared/dql/tree.ts';
import { SluiceError } from '../../shared/errors.ts';
import type { Field } from '../../shared/http.ts';
import { type NestedField, type NestedPath, nestedBelow } from '../../shared/nested.ts';
import type { Search } from '../../shared/search.ts';
import type { Access } from '../auth/accounts.ts';
import { dqlTree } from '../query/dql.ts';
import { fieldsNamed } from './fields.ts';

/** Of all names that OpenSearch is asked about for one search. */
const MAX_NAMES_CHARS = 64 * 1024;
/** What stands between wildcards, in all patterns, times fields: two million are looked for in some 100 ms. */
const MAX_MEETINGS = 2_000_000;

type Named = { name: string; at: DqlLiteral | undefined };

/**
 * How the fields that a search's DQL names are nested. OpenSearch is asked where one may be: it has a dot or a wildcard in
 * its name, or is asked for any value, or the query says so itself.
 * @throws query_invalid where the query says so and no index does; opensearch_*
 */
export async function placedFields(access: Access, search: Search, signal: AbortSignal): Promise<NestedField[]> {
  if (search.dql === undefined) return [];
  const { conditions, paths } = conditionsOf(dqlTree(search.dql));
  const fields: Named[] = conditions.map(({ name, node }) => ({ name, at: node.field }));
  const asked = [...fields, ...paths].filter(({ name }) => !/[,?]/.test(name));
  // Objects are told above their fields only. They themselves are asked for by `items: *`.
  const objects = [...paths, ...conditions.filter(({ node }) => isAnything(node.value))].map(({ name }) => `${name}.*`);
  const names = withParents(asked.map(({ name }) => name));
  for (const name of objects) names.add(name);
  if (![...names].some((name) => /[.*]/.test(name))) return [];
  assertFew(names);
  const known = await fieldsNamed(access, { index: search.index, fields: [...names] }, signal).catch(
    (thrown: unknown) => {
      // The search itself tells it, or finds nothing in a pattern; and where fields may not be asked for, it goes on without.
      if (['index_not_found', 'forbidden'].includes(SluiceError.from(thrown).code)) return [];
      throw thrown;
    },
  );
  const byName = new Map(known.map((field) => [field.name, field]));
  for (const path of paths) assertNested(path, byName);
  return placedAmong([...fields, ...paths], byName);
}

/** The names, and all that stand above them. */
function withParents(names: readonly string[]): Set<string> {
  const all = new Set<string>();
  for (const name of names) {
    if (all.has(name)) continue;
    all.add(name);
    // What is above one that is there already is there as well.
    for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      const above = name.slice(0, dot);
      if (all.has(above)) break;
      all.add(above);
    }
  }
  return all;
}

/** Each address to OpenSearch takes two thousand characters of names. */
function assertFew(names: ReadonlySet<string>): void {
  let chars = 0;
  for (const name of names) chars += name.length + 1;
  if (chars <= MAX_NAMES_CHARS) return;
  throw new SluiceError('query_invalid', 'The query names too many fields. Search for some of them at a time.');
}

/** Objects that are not nested are no objects of their own to OpenSearch: what is in one cannot be told from another's. */
function assertNested({ name, at }: { name: string; at: DqlLiteral }, byName: ReadonlyMap<string, Field>): void {
  const known = byName.get(name);
  if (!known || known.type.split(', ').includes('nested')) return;
  const shown = name.slice(0, 60);
  throw new SluiceError(
    'query_invalid',
    `“${shown}” holds no nested objects: name its fields in full, as in ${shown}.field: value.`,
    { position: at.from },
  );
}

type Known = ReadonlyMap<string, Field>;

/** How fields, and patterns of them, are nested. @throws query_invalid */
export function placedAmong(named: readonly Named[], byName: Known): NestedField[] {
  const different = new Map(named.map(({ name, at }) => [name, at]));
  const patterns = [...different].filter(([, at]) => at?.parts);
  const parts = patterns.reduce((sum, [name]) => sum + name.split(/\*+/).length, 0);
  if (parts * byName.size > MAX_MEETINGS) {
    const reason = 'The query has too many patterns for an index of so many fields. Name the fields in full.';
    throw new SluiceError('query_invalid', reason, { position: patterns[0]?.[1]?.from });
  }
  // A pattern looks at every field.
  const places =
    patterns.length === 0 ? [] : [...byName.keys()].map((name) => ({ name, place: nestedIn(name, byName) }));
  return [...different].flatMap(([name, at]) => (at?.parts ? nestedAmong(name, places) : nestedIn(name, byName)) ?? []);
}

type Place = { name: string; place: NestedField | undefined };

function nestedAmong(pattern: string, places: readonly Place[]): NestedField | undefined {
  const isMet = metBy(pattern);
  const paths = new Map<string, NestedPath>();
  let plain = false;
  for (const { name, place } of places) {
    if (!isMet(name)) continue;
    if (!place || place.plain) plain = true;
    for (const one of place?.paths ?? []) paths.set(one.path, one);
  }
  return paths.size === 0 ? undefined : { field: pattern, paths: [...paths.values()], plain };
}

/** With the name itself: a field of nested objects is one of theirs, and they are there where any of theirs is. */
function nestedIn(name: string, byName: Known): NestedField | undefined {
  return nestedBelow(name, [name, ...parentsOf(name)], (path) => {
    const field = byName.get(path);
    return field && { types: field.type.split(', '), nestedIn: field.nestedIn };
  });
}

/** Whether a pattern means a name: what stands between its wildcards follows one another. */
export function metBy(pattern: string): (name: string) => boolean {
  const parts = pattern.split(/\*+/);
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  const between = parts.slice(1, -1);
  return (name) => {
    if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
    let from = first.length;
    for (const part of between) {
      const at = name.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return from <= name.length - last.length;
  };
}
