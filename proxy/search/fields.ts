import type { Field, FieldList } from '../../shared/http.ts';
import type { Access } from '../auth/accounts.ts';
import { type FieldCap, type FieldCaps, fieldCaps } from './field-caps.ts';
import { reachOf } from './reach.ts';
import { namingRefused } from './refused.ts';

/** Fields that OpenSearch adds and whose type does not tell it. */
const METADATA = new Set(['_doc_count', '_size', '_tier']);

/** The fields of an expression's indices, and the indices. @throws forbidden, index_not_found, too_large, opensearch_* */
export async function listFields(access: Access, index: string, signal: AbortSignal): Promise<FieldList> {
  const caps = await namingRefused(access, { expression: index, signal }, () =>
    capsOf(access, { index, fields: '*' }, signal),
  );
  const fields = Object.entries(caps.fields).flatMap(([name, types]) => toField(name, Object.values(types)));
  return { fields: fields.sort((a, b) => (a.name < b.name ? -1 : 1)), indices: caps.indices };
}

/** The types of some fields over an expression's indices; a field that none has is left out. @throws as listFields */
export async function typesOf(
  access: Access,
  { index, fields }: { index: string; fields: readonly string[] },
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const caps = await capsOf(access, { index, fields: fields.join(',') }, signal);
  return new Map(Object.entries(caps.fields).map(([name, types]) => [name, Object.keys(types)]));
}

/** Some fields of an expression's indices, by names and patterns, and what is above them. @throws as listFields */
export async function fieldsNamed(
  access: Access,
  { index, fields }: { index: string; fields: readonly string[] },
  signal: AbortSignal,
): Promise<Field[]> {
  const found = new Map<string, Field>();
  for (const names of inAddresses(fields)) {
    const caps = await capsOf(access, { index, fields: names.join(',') }, signal);
    for (const [name, types] of Object.entries(caps.fields)) {
      for (const field of toField(name, Object.values(types))) found.set(name, field);
    }
  }
  return [...found.values()];
}

/** Characters of names in one address: servers take 4 KiB in all. */
const NAMES_CHARS = 2000;

function inAddresses(names: readonly string[]): string[][] {
  const lists: string[][] = [];
  let room = 0;
  for (const name of names) {
    const chars = encodeURIComponent(name).length + 3;
    room -= chars;
    if (room < 0) {
      lists.push([]);
      room = NAMES_CHARS - chars;
    }
    lists.at(-1)?.push(name);
  }
  return lists;
}

async function capsOf(
  access: Access,
  asked: { index: string; fields: string },
  signal: AbortSignal,
): Promise<FieldCaps> {
  const index = await reachOf(access, asked.index, signal);
  return fieldCaps(access, { ...asked, index }, signal);
}

function toField(name: string, types: readonly FieldCap[]): Field[] {
  if (isMetadata(name, types) || types.length === 0) return [];
  const nestedIn = types.find(({ type }) => type === 'nested')?.indices;
  return [
    {
      name,
      // Indices can differ in a field's type.
      type: types
        .map(({ type }) => type)
        .sort()
        .join(', '),
      searchable: types.every(({ searchable }) => searchable),
      aggregatable: types.length === 1 && types.every(({ aggregatable }) => aggregatable),
      ...(nestedIn ? { nestedIn } : {}),
    },
  ];
}

function isMetadata(name: string, types: readonly FieldCap[]): boolean {
  if (types.some(({ metadata_field }) => metadata_field)) return true;
  return name.startsWith('_') && (METADATA.has(name) || types.some(({ type }) => type.startsWith('_')));
}
