import { SluiceError } from '../../shared/errors.ts';
import { type Access, assertAllowed } from '../auth/accounts.ts';
import { partsOf } from '../expression/expression.ts';
import { FIRSTS, openPatterns, tailsOf, withMore } from '../expression/wildcards.ts';
import { concreteIndices } from './field-caps.ts';

/**
 * The expression with what its patterns that begin with `*` would lose of names without a dot, now that they are kept
 * from those with one (`wildcards.ts`): data streams whose names begin with other signs than `FIRSTS`, and what `*x`
 * means by the name `x` itself. All that is added means no more than the patterns do. Other expressions stay as they are,
 * and nothing is asked for them.
 *
 * Left out, as nobody with read permission alone can know of it: what only an alias that begins with such another sign
 * leads to, where its own name, or that of another alias to it, begins with a dot.
 * @throws forbidden, bad_request, opensearch_*
 */
export async function reachOf(access: Access, expression: string, signal: AbortSignal): Promise<string> {
  assertAllowed(access, expression);
  const parts = partsOf(expression);
  if (openPatterns(parts).length === 0) return expression;
  const tails = tailsOf(parts).filter((tail) => !tail.includes('*'));
  const [firsts, names] = await Promise.all([
    otherFirsts(access, signal),
    Promise.all(tails.map((tail) => named(access, tail, signal))),
  ]);
  return withMore(parts, { firsts, names: names.flat() });
}

/** The backing indices of data streams, but for those whose streams begin as nearly all names do: mostly none. */
const OTHER_STREAMS = ['.ds-*', ...FIRSTS.map((first) => `-.ds-${first}*`)].join(',');

/** What the names of such data streams begin with. */
async function otherFirsts(access: Access, signal: AbortSignal): Promise<string[]> {
  const indices = await indicesOf(access, OTHER_STREAMS, signal);
  const firsts = new Set(indices.map((index) => /^\.ds-([^.\-+_%])/u.exec(index)?.[1]));
  return [...firsts].filter((first) => first !== undefined);
}

/** The name, if it leads to an open index. */
async function named(access: Access, name: string, signal: AbortSignal): Promise<string[]> {
  return (await indicesOf(access, name, signal)).length > 0 ? [name] : [];
}

/** None where there are none, or where the account may not see them. */
async function indicesOf(access: Access, index: string, signal: AbortSignal): Promise<string[]> {
  try {
    return await concreteIndices(access, index, signal);
  } catch (error) {
    if (error instanceof SluiceError && ['forbidden', 'index_not_found'].includes(error.code)) return [];
    throw error;
  }
}
