import { SluiceError } from '../../shared/errors.ts';
import { MAX_LIST_VALUES, MAX_QUERY_CHARS } from '../../shared/limits.ts';
import { QueryRefused } from './checks.ts';
import { visitQueries } from './limits.ts';

/** Query DSL is long for its lists of values: the rest of it is no longer than DSL without any, and costs no more. */

/** Values of all lists. */
const MAX_VALUES = 2 * MAX_LIST_VALUES;

/**
 * Parsed by the runtime: a list of 65,536 values in some milliseconds, where the parser that keeps digits takes 200. It is for
 * looking at only, as numbers may be rounded.
 * @throws query_invalid, with the fault's place where the runtime tells it
 */
export function parsedFast(dsl: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(dsl);
  } catch (cause) {
    const place = /position (\d+)/.exec(String(cause));
    throw new SluiceError('query_invalid', 'The query DSL is not JSON.', place ? { position: Number(place[1]) } : {});
  }
  assertNamesOnce(dsl);
  return value;
}

/** Of two values for one name OpenSearch might read the other. @param dsl  JSON @throws query_invalid, with the second one's place */
export function assertNamesOnce(dsl: string): void {
  const position = nameTwice(dsl);
  if (position === undefined) return;
  throw new SluiceError('query_invalid', 'A name stands twice in one object of the query DSL.', { position });
}

/** Where a name stands a second time in an object, of text that is JSON. No pattern goes over a text: a long one is more than it holds. */
function nameTwice(json: string): number | undefined {
  const sign = /["{}:]/g;
  const names: Set<string>[] = [];
  let last = { from: 0, to: 0 };
  for (let found = sign.exec(json); found; found = sign.exec(json)) {
    const at = found.index;
    if (found[0] === '"') {
      last = { from: at, to: endOfText(json, at) };
      sign.lastIndex = last.to;
    } else if (found[0] === '{') names.push(new Set());
    else if (found[0] === '}') names.pop();
    else {
      // Names may be written in several ways.
      const name = String(JSON.parse(json.slice(last.from, last.to)));
      if (names.at(-1)?.has(name)) return last.from;
      names.at(-1)?.add(name);
    }
  }
  return undefined;
}

/** Behind the quote that closes the text which begins at `from`. */
function endOfText(json: string, from: number): number {
  for (let quote = json.indexOf('"', from + 1); ; quote = json.indexOf('"', quote + 1)) {
    let before = quote;
    while (json[before - 1] === '\\') before -= 1;
    if ((quote - before) % 2 === 0) return quote + 1;
  }
}

/** @throws QueryRefused */
export function assertLongForItsLists(clause: unknown): void {
  let values = 0;
  let listed = 0;
  visitQueries(clause, (kind, body) => {
    if (kind !== 'terms' && kind !== 'ids') return;
    for (const list of Object.values(body)) {
      if (!Array.isArray(list)) continue;
      values += list.length;
      listed += charsIn(list);
    }
  });
  if (values > MAX_VALUES) {
    throw new QueryRefused(`The lists of a query hold ${MAX_VALUES} values at most in all.`, []);
  }
  if (charsIn(clause) - listed <= MAX_QUERY_CHARS) return;
  const message = `Beside the values of “terms” and “ids” the query is too long: ${MAX_QUERY_CHARS} characters are allowed.`;
  throw new QueryRefused(message, []);
}

/** Characters of all names and values. */
function charsIn(value: unknown): number {
  let chars = 0;
  const waiting = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one !== 'object' || one === null) chars += String(one).length;
    else if (Array.isArray(one)) for (const each of one) waiting.push(each);
    else {
      for (const [name, each] of Object.entries(one)) {
        chars += name.length;
        waiting.push(each);
      }
    }
  }
  return chars;
}
