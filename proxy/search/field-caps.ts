import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { call } from '../opensearch/call.ts';

const capsSchema = v.object({
  indices: v.array(v.string()),
  fields: v.optional(
    v.record(
      v.string(),
      v.record(
        v.string(),
        v.object({
          type: v.string(),
          searchable: v.boolean(),
          aggregatable: v.boolean(),
          indices: v.exactOptional(v.array(v.string())),
          /** Told by Elasticsearch of fields that it adds. */
          metadata_field: v.exactOptional(v.boolean()),
        }),
      ),
    ),
    {},
  ),
});
/** Without the indices that differ in a field, which would be told for each type of each field; but where one is nested. */
const CAPS = [
  ...['indices', 'fields.*.nested.indices'],
  ...['type', 'searchable', 'aggregatable', 'metadata_field'].map((member) => `fields.*.*.${member}`),
].join(',');
/** Of a date, its indices, where there are others. */
const DATE_INDICES = `${CAPS},fields.*.date.indices,fields.*.date_nanos.indices`;
export type FieldCaps = v.InferOutput<typeof capsSchema>;
/** What is told of a field where it has one type. */
export type FieldCap = NonNullable<FieldCaps['fields'][string]>[string];

/**
 * Fields of what an expression comes to, and its concrete indices.
 * @param asked.index  as `reachOf` gives it
 * @param asked.dates  tells of dates in which indices they are, if not in all
 * @throws bad_request, forbidden, index_not_found (also when nothing matches), too_large, opensearch_*
 */
export async function fieldCaps(
  access: Access,
  asked: { index: string; fields: string; dates?: true },
  signal: AbortSignal,
): Promise<FieldCaps> {
  const path = `/${toPath(asked.index)}/_field_caps`;
  const more = asked.dates ? { include_unmapped: 'true', filter_path: DATE_INDICES } : { filter_path: CAPS };
  const query = { fields: asked.fields, ...more };
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
