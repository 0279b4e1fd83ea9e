import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { toPath } from '../expression/expression.ts';
import { readHead } from '../opensearch/bytes.ts';

const ANSWER_BYTES = 64 * 1024;
const HIGHEST = { aggs: { highest: { max: { field: '_seq_no' } } } };

const answerSchema = v.object({
  hits: v.object({ total: v.object({ value: v.number() }) }),
  aggregations: v.object({ highest: v.object({ value: v.nullable(v.number()) }) }),
});

/** What an index is told of whose rows have no sequence numbers. */
export function unnumbered(index: string): SluiceError {
  return new SluiceError(
    'index_unnumbered',
    `“${index}” keeps no sequence numbers (index.disable_sequence_numbers), and its rows cannot be read without.`,
  );
}

/**
 * Does what wants the rows' sequence numbers, and where it fails for a reason that is not known, finds out whether it is for want of these:
 * each server words that in its own way.
 * @param target  as `reachOf` gives it @throws index_unnumbered, and what `ask` throws
 */
export async function withNumbers<T>(
  access: Access,
  { target, signal }: { target: string; signal: AbortSignal },
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (signal.aborted || !mayBeUnnumbered(error)) throw error;
    if (await hasNumbers(access, target, signal)) throw error;
    throw unnumbered(target);
  }
}

/** A refused sort may look like a fault of the query, of which there is no place then. */
function mayBeUnnumbered(error: unknown): boolean {
  if (!(error instanceof SluiceError)) return false;
  return error.code === 'opensearch_failed' || (error.code === 'query_invalid' && error.position === undefined);
}

/** False where all that is asked for can be had but the numbers. */
async function hasNumbers(access: Access, target: string, signal: AbortSignal): Promise<boolean> {
  const asked = async (more: object) => {
    const path = `/${toPath(target)}/_search`;
    const query = { allow_partial_search_results: 'false' };
    const body = { size: 0, track_total_hits: true, ...more };
    const answer = await access.openSearch.send({ method: 'POST', path, query, body, signal });
    return { status: answer.status, text: await readHead(answer.body, ANSWER_BYTES) };
  };
  const { status, text } = await asked(HIGHEST);
  if (status === 400) return (await asked({})).status !== 200;
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), text);
  if (status !== 200 || !answer.success) return true;
  const { hits, aggregations } = answer.output;
  return hits.total.value === 0 || aggregations.highest.value !== null;
}
