import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import { type Pattern, patternIdSchema, patternSchema } from '../../shared/pattern.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { call } from '../opensearch/call.ts';

/** Where Dashboards keeps its objects: behind this alias, and with tenants behind one for each. */
const PLACES = ['.kibana', '.kibana_*'] as const;
/** After a migration the old index holds the document as well. */
const SIZE = 10;

const answerSchema = v.object({
  hits: v.object({
    hits: v.array(v.object({ _index: v.string(), _source: v.object({ 'index-pattern': v.optional(v.unknown()) }) })),
  }),
});
const attributesSchema = v.object({ title: v.string(), timeFieldName: v.optional(v.unknown()) });

/** Why an account cannot know it: no such place, or no right to it. */
const UNKNOWN = new Set(['forbidden', 'index_not_found', 'bad_request']);

/**
 * What is behind the id of an index pattern, read with the person's own rights: the one document of that id and nothing else. Empty where there is
 * none, or where the account may not read it.
 * @throws bad_request for what is no id, too_large, opensearch_*
 */
export async function readPattern(access: Access, id: string | undefined, signal: AbortSignal): Promise<Pattern> {
  const parsed = v.safeParse(patternIdSchema, id);
  if (!parsed.success) throw new SluiceError('bad_request', 'Name an index pattern by its id: /api/pattern?id=…');
  for (const place of PLACES) {
    const found = await patternIn(access, { place, id: parsed.output }, signal);
    if (found) return found;
  }
  return {};
}

async function patternIn(
  access: Access,
  { place, id }: { place: (typeof PLACES)[number]; id: string },
  signal: AbortSignal,
): Promise<Pattern | undefined> {
  if (!access.allows(place)) return undefined;
  const query = { ids: { values: [`index-pattern:${id}`] } };
  try {
    const path = `/${toPath(place)}/_search`;
    const { hits } = await call(access.openSearch, answerSchema, {
      method: 'POST',
      path,
      body: { query, size: SIZE },
      signal,
    });
    const [newest] = hits.hits.sort((a, b) => b._index.localeCompare(a._index, 'en', { numeric: true }));
    return newest && toPattern(newest._source['index-pattern']);
  } catch (thrown) {
    if (thrown instanceof SluiceError && UNKNOWN.has(thrown.code)) return undefined;
    throw thrown;
  }
}

function toPattern(attributes: unknown): Pattern | undefined {
  const parsed = v.safeParse(attributesSchema, attributes);
  if (!parsed.success) return undefined;
  const { title, timeFieldName: time } = parsed.output;
  const pattern = v.safeParse(patternSchema, { title, ...(typeof time === 'string' && time !== '' ? { time } : {}) });
  return pattern.success ? pattern.output : undefined;
}
