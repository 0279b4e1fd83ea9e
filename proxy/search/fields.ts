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
