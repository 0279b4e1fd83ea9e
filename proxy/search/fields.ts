import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Field, FieldList } from '../../shared/http.ts';
import { type Access, assertAllowed } from '../auth/accounts.ts';
import { call } from '../opensearch/call.ts';
import { toPath } from './expression.ts';

const capsSchema = v.object({
  indices: v.array(v.string()),
  fields: v.record(
    v.string(),
    v.record(v.string(), v.object({ type: v.string(), searchable: v.boolean(), aggregatable: v.boolean() })),
  ),
});

/** Fields that OpenSearch adds and whose type does not tell it. */
const METADATA = new Set(['_doc_count', '_size']);

/** The fields of an expression's indices, and the indices. @throws forbidden, index_not_found, opensearch_* */
export async function listFields(access: Access, index: string, signal: AbortSignal): Promise<FieldList> {
  const caps = await fieldCaps(access, { index, fields: '*' }, signal);
  const fields = Object.entries(caps.fields).flatMap(([name, types]) => toField(name, Object.values(types)));
  return { fields: fields.sort((a, b) => (a.name < b.name ? -1 : 1)), indices: caps.indices };
}

/**
 * The concrete indices that an expression comes to, by a call that needs read permission only. Closed indices are left
 * out; an index without documents is in.
 * @throws forbidden, index_not_found (also when nothing matches), opensearch_*
 */
export async function concreteIndices(access: Access, index: string, signal: AbortSignal): Promise<string[]> {
  return (await fieldCaps(access, { index, fields: '_seq_no' }, signal)).indices;
}

/** The types of some fields over an expression's indices; a field that none has is left out. @throws as concreteIndices */
export async function typesOf(
  access: Access,
  { index, fields }: { index: string; fields: readonly string[] },
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const caps = await fieldCaps(access, { index, fields: fields.join(',') }, signal);
  return new Map(Object.entries(caps.fields).map(([name, types]) => [name, Object.keys(types)]));
}

type Asked = { index: string; fields: string };

async function fieldCaps(access: Access, { index, fields }: Asked, signal: AbortSignal) {
  assertAllowed(access, index);
  const path = `/${toPath(index)}/_field_caps`;
  const caps = await call(access.openSearch, capsSchema, { method: 'GET', path, query: { fields }, signal });
  if (caps.indices.length > 0) return caps;
  throw new SluiceError('index_not_found', 'No open index matches this name or pattern. Check it.');
}

function toField(
  name: string,
  types: readonly { type: string; searchable: boolean; aggregatable: boolean }[],
): Field[] {
  const isMetadata = name.startsWith('_') && (METADATA.has(name) || types.some(({ type }) => type.startsWith('_')));
  if (isMetadata || types.length === 0) return [];
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
    },
  ];
}
