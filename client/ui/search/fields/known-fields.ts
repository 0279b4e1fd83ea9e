import { parentsOf } from '../../../../shared/columns.ts';
import type { Field } from '../../../../shared/http.ts';

/** What is asked of a list of fields again and again, with each key and each column; lists of thousands are common. */
export type KnownFields = {
  readonly names: readonly string[];
  readonly byName: ReadonlyMap<string, Field>;
  /** The names and all that stands above them: `host.os.name` makes `host.os` and `host` known, too. */
  readonly paths: ReadonlySet<string>;
  /** Some of them are nested objects, in some of the indices at least. */
  readonly hasNested: boolean;
  /** Fields that a condition can be put on. */
  readonly filterable: readonly Field[];
  /** A text field's first reading that holds its values whole, by the field's name. */
  readonly readings: ReadonlyMap<string, Field>;
};

const known = new WeakMap<readonly Field[], KnownFields>();

/** Worked out once for a list, in a time that grows as the list does. */
export function knownFields(fields: readonly Field[]): KnownFields {
  let found = known.get(fields);
  if (!found) {
    found = lookThrough(fields);
    known.set(fields, found);
  }
  return found;
}

function lookThrough(fields: readonly Field[]): KnownFields {
  const names = fields.map(({ name }) => name);
  const byName = new Map(fields.map((field) => [field.name, field]));
  const hasNested = fields.some(isNested);
  return {
    ...{ names, byName, hasNested, paths: pathsOf(names) },
    ...{ filterable: filterable(fields), readings: readings(fields, byName) },
  };
}

/** Names and their parents. */
export function pathsOf(names: readonly string[]): Set<string> {
  const paths = new Set(names);
  for (const name of names) for (const above of parentsOf(name)) paths.add(above);
  return paths;
}

function isNested({ type }: Field): boolean {
  return type.includes('nested') && type.split(', ').includes('nested');
}

function filterable(fields: readonly Field[]): Field[] {
  const isParent = (type: string) => type.split(', ').every((one) => one === 'object' || one === 'nested');
  return fields.filter(({ type, searchable }) => searchable && !isParent(type));
}

function readings(fields: readonly Field[], byName: ReadonlyMap<string, Field>): Map<string, Field> {
  const found = new Map<string, Field>();
  for (const field of fields) {
    if (field.type !== 'keyword') continue;
    for (const above of parentsOf(field.name)) {
      const isText = byName.get(above)?.type.split(', ').includes('text') ?? false;
      if (isText && !found.has(above)) found.set(above, field);
    }
  }
  return found;
}
