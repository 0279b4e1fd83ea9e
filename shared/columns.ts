import type { Cell } from './flatten.ts';
import type { Field } from './http.ts';

/** Fields that OpenSearch keeps beside a document, not in its `_source`. */
const METADATA = new Set([
  ...['_id', '_index', '_type', '_source', '_routing', '_ignored', '_field_names', '_nested_path', '_seq_no'],
  ...[
    '_primary_term',
    '_version',
    '_doc_count',
    '_size',
    '_data_stream_timestamp',
    '_feature',
    '_tier',
    '_parent_join',
  ],
]);

/**
 * The columns of a CSV file with all fields: first the paths that a sample of the result shows, in the order in which its
 * documents have them, then the mapping's remaining leaf fields by name. The same input gives the same order.
 *
 * @param fields the index's fields, as field caps tell them
 * @param samples the dotted paths of each sampled document, in its order (as `columnPaths` gives them)
 */
export function resolveColumns(fields: readonly Field[], samples: Iterable<Iterable<string>>): string[] {
  const seen = mergedInOrder(samples);
  const taken = new Set(seen);
  const unseen = leafFields(fields).filter((name) => !taken.has(name));
  return [...seen, ...unseen];
}

/**
 * The paths of a row that make columns. What stands below an array makes one only where the mapping knows it: the array's
 * own column holds it all, and an array may hold any names.
 */
export function* columnPaths(
  row: ReadonlyMap<string, Cell>,
  mapped: Pick<ReadonlyMap<string, unknown>, 'has'>,
): Generator<string> {
  for (const [path, { listed }] of row) if (!listed || mapped.has(path)) yield path;
}

/** A path that is new goes right behind the one before it in its document, so that fields some rows lack stay in place. */
function mergedInOrder(samples: Iterable<Iterable<string>>): string[] {
  const next = new Map<string | undefined, string | undefined>([[undefined, undefined]]);
  for (const paths of samples) {
    let before: string | undefined;
    for (const path of paths) {
      if (!next.has(path)) {
        next.set(path, next.get(before));
        next.set(before, path);
      }
      before = path;
    }
  }
  const order: string[] = [];
  for (let path = next.get(undefined); path !== undefined; path = next.get(path)) order.push(path);
  return order;
}

/**
 * Types of fields that OpenSearch works out, which no document holds: a join's inner fields, those of a script, the parts
 * of words (as 3.8 tells them).
 */
const WORKED_OUT = new Set(['parent', 'derived', 'prefix']);

/** Fields that hold values of their own: no parents, and no second readings of a field such as `title.keyword`. */
function leafFields(fields: readonly Field[]): string[] {
  const parents = new Set<string>();
  const leaves = new Set<string>();
  for (const { name, type } of fields) {
    if (type === 'object' || type === 'nested') parents.add(name);
    else if (!METADATA.has(name) && !WORKED_OUT.has(type)) leaves.add(name);
  }
  // What is below a field that is a leaf in one index and a parent in another is real.
  const isReading = (name: string) => parentsOf(name).some((above) => leaves.has(above) && !parents.has(above));
  return [...leaves].filter((name) => !isReading(name)).sort(byCodeUnit);
}

/** What stands above a field, the nearest first: `a.b.c` has `a.b` and `a`. */
export function parentsOf(name: string): string[] {
  const parents: string[] = [];
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) parents.push(name.slice(0, dot));
  return parents;
}

/** Not by locale: the order must be the same in every browser. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
