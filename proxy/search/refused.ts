import * as v from 'valibot';
import { SluiceError } from '../../shared/errors.ts';
import type { Access } from '../auth/accounts.ts';
import { matches, type Part, partsOf, toPath } from '../expression/expression.ts';
import { answerOf, call, send } from '../opensearch/call.ts';
import { concreteIndices } from './field-caps.ts';
import { isAllowed } from './indices.ts';

/** Indices that are asked one by one whether they may be read, and how many at a time. */
const MOST_ASKED = 100;
const AT_ONCE = 8;
/** Names that an error tells. */
const NAMED = 3;

const resolvedSchema = v.object({
  indices: v.optional(v.array(v.object({ name: v.string(), attributes: v.optional(v.array(v.string()), []) })), []),
});

/** Open indices behind an expression that the account may not read by their own names, and how many it may. */
type Parted = { refused: string[]; readable: number };

/**
 * Does the work, and says of a refusal which of the indices behind a pattern or list it is for, and the expression that
 * leaves them out: where the account may list names. To whom it may not, a name is not told either.
 * @throws what the work throws; forbidden with `instead`
 */
export async function namingRefused<T>(
  access: Access,
  { expression, signal }: { expression: string; signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isForbidden = error instanceof SluiceError && error.code === 'forbidden';
    // What Sluice itself does not allow is no matter of OpenSearch's.
    if (!isForbidden || signal.aborted || !access.allows(expression) || !isMany(partsOf(expression))) throw error;
    const names = await listed(access, expression, signal).catch(() => []);
    const refused = await refusedOf(access, names, signal);
    if (refused.length === 0) throw new SluiceError('forbidden', SOME, { cause: error });
    throw refusal(partsOf(expression), { refused, readable: names.length - refused.length }, error);
  }
}

const SOME =
  'Your account may read a part of this at most. Name the indices that you may read one by one, or ask for access.';

/**
 * The open indices behind a pattern or list that a cluster has left out without a word, as the account may not read them
 * (`do_not_fail_on_forbidden`). Never rejects: where the account may not list names, nothing can be said.
 */
export async function leftOutSilently(access: Access, expression: string, signal: AbortSignal): Promise<string[]> {
  try {
    if (!isMany(partsOf(expression))) return [];
    const names = await listed(access, expression, signal);
    const reached = new Set(await concreteIndices(access, expression, signal));
    const missing = names.filter((name) => !reached.has(name));
    return await refusedOf(access, missing, signal);
  } catch {
    return [];
  }
}

async function listed(access: Access, expression: string, signal: AbortSignal): Promise<string[]> {
  const path = `/_resolve/index/${toPath(expression)}`;
  const query = { filter_path: 'indices.name,indices.attributes', expand_wildcards: 'open' };
  const { indices } = await call(access.openSearch, resolvedSchema, { method: 'GET', path, query, signal });
  const open = indices.filter(({ name, attributes }) => !attributes.includes('closed') && isAllowed(access, name));
  // One that several parts reach is told for each of them.
  return [...new Set(open.map(({ name }) => name))];
}

/** Those that may not be read, of the first `MOST_ASKED`. */
async function refusedOf(access: Access, all: readonly string[], signal: AbortSignal): Promise<string[]> {
  const names = all.slice(0, MOST_ASKED);
  const refused: string[] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE);
    const answers = await Promise.all(some.map((name) => isRefused(access, name, signal)));
    refused.push(...some.filter((_, i) => answers[i]));
  }
  return refused.sort();
}

const countSchema = v.object({ _shards: v.object({ total: v.number() }) });

/** A cluster refuses the index, or answers for no shard of it. */
async function isRefused(access: Access, name: string, signal: AbortSignal): Promise<boolean> {
  const body = { size: 0, track_total_hits: false, terminate_after: 1 };
  try {
    const response = await send(access.openSearch, {
      method: 'POST',
      path: `/${toPath(name)}/_search`,
      query: { allow_partial_search_results: 'true' },
      body,
      signal,
    });
    return (await answerOf(response, countSchema))._shards.total === 0;
  } catch (error) {
    return error instanceof SluiceError && error.code === 'forbidden';
  }
}

/** Of a single name nothing more is to be said. */
function isMany(parts: readonly Part[]): boolean {
  return parts.length > 1 || parts.some(({ text }) => text.includes('*'));
}

function refusal(parts: readonly Part[], { refused, readable }: Parted, cause: SluiceError): SluiceError {
  const told = refused.slice(0, NAMED).map((name) => `“${name}”`);
  const more = refused.length > NAMED ? ` and ${refused.length - NAMED} more` : '';
  const instead = readable > 0 ? without(parts, refused) : undefined;
  const message = `Your account may not read ${told.join(', ')}${more}. Leave that out, or ask for access.`;
  return new SluiceError('forbidden', message, { cause, instead });
}

/** The expression without these indices; undefined where nothing would be left. */
function without(parts: readonly Part[], names: readonly string[]): string | undefined {
  const kept = parts.filter(({ text, excluded }) => excluded || !names.includes(text));
  if (!kept.some(({ excluded }) => !excluded)) return undefined;
  const isReached = (name: string) => kept.some(({ text, excluded }) => !excluded && matches(text, name));
  const texts = kept.map(({ text, excluded }) => (excluded ? `-${text}` : text));
  return [...texts, ...names.filter(isReached).map((name) => `-${name}`)].join(',');
}
