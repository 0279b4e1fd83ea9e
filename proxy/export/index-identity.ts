import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { readHead } from '../opensearch/bytes.ts';
import { toSluiceError } from '../opensearch/errors.ts';

/** No index has such a field; the name says to whoever reads OpenSearch's slow log why it was asked for. */
const NO_FIELD = '_sluice_asks_for_identity';
const ERROR_BODY_BYTES = 4 * 1024 * 1024;

const namedSchema = v.object({ index: v.string(), index_uuid: v.string() });
const refusedSchema = v.object({
  error: v.object({
    root_cause: v.optional(v.array(v.unknown()), []),
    failed_shards: v.optional(v.array(v.object({ reason: v.unknown() })), []),
  }),
});

/**
 * The uuid of each index behind `target`, with no more than read permission: a search that sorts on a field that does not
 * exist is refused with the index and its uuid, by OpenSearch and by Elasticsearch. An index of which nothing is told is
 * not in it. @throws index_not_found, forbidden, opensearch_*
 */
export async function identitiesOf(access: Access, target: string, signal: AbortSignal): Promise<Map<string, string>> {
  const { status, body, retryAfter } = await access.openSearch.send({
    method: 'POST',
    path: `/${toPath(target)}/_search`,
    // Of each shard the refusal: where no part of an answer is wanted, Elasticsearch 8 gives up at the first one.
    query: { allow_partial_search_results: 'true' },
    body: { size: 1, sort: [NO_FIELD] },
    signal,
  });
  const text = await readHead(body, ERROR_BODY_BYTES);
  if (status === 400) return identitiesIn(text);
  // Nothing was searched.
  if (status === 200) return new Map();
  throw toSluiceError({ status, text, retryAfter });
}

/** The indices and their uuids that a refused search names; empty for any other answer. */
export function identitiesIn(text: string): Map<string, string> {
  const refused = v.safeParse(refusedSchema, parsed(text));
  if (!refused.success) return new Map();
  const { root_cause, failed_shards } = refused.output.error;
  const causes = [...root_cause, ...failed_shards.map(({ reason }) => reason)];
  return new Map(
    causes.flatMap((cause): [string, string][] => {
      const named = v.safeParse(namedSchema, cause);
      return named.success ? [[named.output.index, named.output.index_uuid]] : [];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * That the index is still the one of the plan; what neither now nor then told which one it is, is not taken for it.
 * @throws index_recreated, index_unproved
 */
export function assertSameIndex(index: string, planned: string | undefined, now: string | undefined): void {
  if (planned !== undefined && now === planned) return;
  if (planned !== undefined && now !== undefined) throw recreated(index);
  throw new SluiceError(
    'index_unproved',
    `OpenSearch does not tell whether the index “${index}” is still the one that the export began with.`,
  );
}

/** An index of the same name may have been deleted and made anew since the export began. */
function recreated(index: string): SluiceError {
  return new SluiceError(
    'index_recreated',
    `The index “${index}” is not the one that the export began with: it was deleted and made anew.`,
  );
}
