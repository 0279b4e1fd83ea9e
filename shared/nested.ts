import * as v from 'valibot';
import { MAX_FIELD_CHARS } from './limits.ts';
import { listOf } from './list.ts';

/** Fields of one search, nested objects around one of them, and characters of all of it as JSON. */
const MAX_NESTED_FIELDS = 80;
const MAX_PATHS = 5;
const MAX_INDICES = 1000;
const MAX_NESTED_CHARS = 32 * 1024;

const name = v.pipe(v.string(), v.nonEmpty(), v.maxLength(MAX_FIELD_CHARS));

const pathSchema = v.object({
  /** Of the nested objects that hold the field. */
  path: name,
  /** Where the path is nested; absent: in each index that has it. OpenSearch fails on others (seen in 3.8). */
  indices: v.optional(v.pipe(listOf(v.pipe(v.string(), v.nonEmpty(), v.maxLength(512)), MAX_INDICES), v.minLength(1))),
});

const nestedEntries = {
  field: name,
  paths: v.pipe(listOf(pathSchema, MAX_PATHS), v.minLength(1)),
  /** In some of the indices no nested object is around it. */
  plain: v.optional(v.boolean()),
};
const nestedFieldSchema = v.pipe(
  v.object(nestedEntries),
  v.check(({ field, paths }) => paths.every(({ path }) => field.startsWith(`${path}.`)), 'A path is not the field’s.'),
);

/** Those of a search's fields that stand in nested objects, into which only a `nested` query looks. */
export const nestedSchema = v.pipe(
  listOf(nestedFieldSchema, MAX_NESTED_FIELDS),
  v.check(
    (fields) => JSON.stringify(fields).length <= MAX_NESTED_CHARS,
    'A field is nested in too many of the indices. Choose fewer indices.',
  ),
);

/** As the proxy found it: also of a pattern, whose fields stand in several. */
export const foundNestedSchema = v.array(v.object({ ...nestedEntries, paths: v.array(pathSchema) }));

export type NestedPath = v.InferOutput<typeof pathSchema>;
export type NestedField = v.InferOutput<typeof nestedFieldSchema>;

/** How a path is typed over the indices; `nestedIn` where it is nested in some of them only. */
export type PathTypes = { readonly types: readonly string[]; readonly nestedIn?: readonly string[] | undefined };

/** How a field is nested, by what stands above it, the nearest first; undefined where it is not. */
export function nestedBelow(
  field: string,
  parents: readonly string[],
  typesOf: (path: string) => PathTypes | undefined,
): NestedField | undefined {
  const paths: NestedPath[] = [];
  for (const path of parents) {
    const { types = [], nestedIn } = typesOf(path) ?? {};
    if (!types.includes('nested')) continue;
    paths.push(nestedIn ? { path, indices: [...nestedIn] } : { path });
    // Of nested objects in nested ones the inner ones hold the field.
    if (types.length === 1) return { field, paths };
  }
  return paths.length > 0 ? { field, paths, plain: true } : undefined;
}

type Clause = Record<string, unknown>;

/** A condition on a field, asked in each place where the field's values are. Rows match by any of them. */
export function askedWithin(nested: NestedField | undefined, clause: Clause): Clause {
  if (!nested) return clause;
  const places = [...(nested.plain ? [clause] : []), ...nested.paths.map((path) => within(path, clause))];
  const [only, ...more] = places;
  return only && more.length === 0 ? only : { bool: { should: places, minimum_should_match: 1 } };
}

function within({ path, indices }: NestedPath, query: Clause): Clause {
  const clause = { nested: { path, query, ignore_unmapped: true } };
  // Elsewhere OpenSearch drops the whole before it would look at the path.
  return indices ? { bool: { filter: [{ terms: { _index: indices } }, clause] } } : clause;
}

/** The one path that holds a field wherever it is: only there can OpenSearch count its values and sort by them. */
export function onlyPath({ paths, plain }: NestedField): string | undefined {
  const [first, ...more] = paths;
  return plain || more.length > 0 || first?.indices ? undefined : first?.path;
}
