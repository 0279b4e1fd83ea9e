import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { eachOf } from '../base/pool.ts';
import { toPath } from '../expression/expression.ts';
import { call } from '../opensearch/call.ts';
import type { Source } from './sources.ts';

/** Of fewer indices the first ten rows of each are asked for at no cost to speak of. */
const WORTH = 8;
/** Requests at a time, beside those that plan. */
const AT_ONCE = 2;
/**
 * What a light index may take at OpenSearch. LZ4 packs up to 255 times: its rows are 64 MB at the very most, as documents of one letter, and
 * some MB as a rule.
 */
const LIGHT_BYTES = 256 * 1024;
/** What was written of late, unpacked: sizes are up to ten seconds old, and this is not. */
const LATE_BYTES = 1024 * 1024;
/** A document takes no less: what says so is not up to date, or says it of a cache. */
const LEAST_DOCUMENT_BYTES = 30;

const count = v.pipe(v.number(), v.minValue(0));
const statsSchema = v.object({
  _shards: v.object({ failed: v.number() }),
  indices: v.optional(
    v.record(
      v.string(),
      v.object({
        primaries: v.object({
          docs: v.object({ count }),
          store: v.object({ size_in_bytes: count, reserved_in_bytes: v.optional(v.number(), 0) }),
          translog: v.object({ size_in_bytes: count }),
        }),
      }),
    ),
    {},
  ),
});
const ASKED = [
  '_shards.failed',
  'indices.*.primaries.docs.count',
  'indices.*.primaries.store',
  'indices.*.primaries.translog.size_in_bytes',
].join(',');

/**
 * The indices that take so little at OpenSearch that all their rows may be asked for at once, although nobody has seen how large one
 * is: what there is of them is bounded. Empty where there are few of them, or where the account may not ask: reading alone does not allow it.
 * @throws the signal's reason
 */
export async function lightAmong(
  access: Access,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const light = new Set<string>();
  const indices = sources.reduce((sum, source) => sum + source.indices.length, 0);
  let mayAsk = indices > WORTH;
  await eachOf(sources, AT_ONCE, async ({ target }) => {
    if (!mayAsk) return;
    const path = `/${toPath(target)}/_stats/docs,store,translog`;
    try {
      const request = { method: 'GET', path, query: { filter_path: ASKED }, signal } as const;
      const answer = await call(access.openSearch, statsSchema, request);
      if (answer._shards.failed > 0) return;
      for (const [index, { primaries }] of Object.entries(answer.indices)) if (isLight(primaries)) light.add(index);
    } catch (error) {
      signal.throwIfAborted();
      // A plan can do without.
      if (!(error instanceof SluiceError)) throw error;
      mayAsk = false;
    }
  });
  return light;
}

type Primaries = NonNullable<v.InferOutput<typeof statsSchema>['indices'][string]>['primaries'];

function isLight({ docs, store, translog }: Primaries): boolean {
  const bytes = store.size_in_bytes + Math.max(0, store.reserved_in_bytes);
  const isSmall = bytes <= LIGHT_BYTES && translog.size_in_bytes <= LATE_BYTES;
  return isSmall && bytes >= docs.count * LEAST_DOCUMENT_BYTES;
}
