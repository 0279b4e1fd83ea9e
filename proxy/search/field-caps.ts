import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { call } from '../opensearch/call.ts';
import { toPath } from './expression.ts';

const capsSchema = v.object({
  indices: v.array(v.string()),
  fields: v.optional(
    v.record(
      v.string(),
      v.record(v.string(), v.object({ type: v.string(), searchable: v.boolean(), aggregatable: v.boolean() })),
    ),
    {},
  ),
});
/** Without the indices that differ in a field, which would be told for each type of each field. */
const CAPS = ['indices', ...['type', 'searchable', 'aggregatable'].map((member) => `fields.*.*.${member}`)].join(',');
export type FieldCaps = v.InferOutput<typeof capsSchema>;

/**
 * Fields of what an expression comes to, and its concrete indices.
 * @param asked.index  as `reachOf` gives it
 * @throws bad_request, forbidden, index_not_found (also when nothing matches), too_large, opensearch_*
 */
export async function fieldCaps(
  access: Access,
  asked: { index: string; fields: string },
  signal: AbortSignal,
): Promise<FieldCaps> {
  const [path, query] = [`/${toPath(asked.index)}/_field_caps`, { fields: asked.fields, filter_path: CAPS }];
  const caps = await call(access.openSearch, capsSchema, { method: 'GET', path, query, signal });
  if (caps.indices.length > 0) return caps;
  throw new SluiceError('index_not_found', 'No open index matches this name or pattern. Check it.');
}

/**
 * The concrete indices that an expression comes to, by a call that needs read permission only. Closed indices are left
 * out; an index without documents is in.
 * @param index  as `reachOf` gives it
 * @throws as fieldCaps
 */
export async function concreteIndices(access: Access, index: string, signal: AbortSignal): Promise<string[]> {
  return (await fieldCaps(access, { index, fields: '_seq_no' }, signal)).indices;
}
