import { SluiceError } from '../../shared/errors.ts';
import { shapeOf } from './date-math.ts';
import { withoutDotNames } from './wildcards.ts';

/**
 * One comma part of an index expression as OpenSearch reads it. `shape` is what it can come to: the text itself, with `*`
 * in place of what date math fills in.
 */
export type Part = { text: string; shape: string; excluded: boolean; dateMath: boolean };

/** Nothing in here may end a path's segment, begin a query or a header line, or name another cluster. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\u0000-\u0020\u007f/\\?#%"|:<>]|\.\.|\p{Surrogate}/u;
/** What an index's name may be long, in bytes of UTF-8. */
const NAME_BYTES = 255;
const MAX_PARTS = 200;
/** OpenSearch takes a request's first line of 4,096 bytes, in which the query's parameters stand too. */
const MAX_PATH = 3_600;

/**
 * An index expression in its parts: names, patterns, `-exclusions`, `<date math>`. OpenSearch parts it at every comma, in
 * brackets too, and so does this. `_all` is `*`.
 * @throws bad_request when a part can be no name
 */
export function partsOf(expression: string): Part[] {
  const raw = expression.split(',');
  if (raw.length > MAX_PARTS) throw invalid(`Name ${MAX_PARTS} indices at most, or a pattern.`);
  const parts = raw.map(toPart);
  if (!parts.some((part) => !part.excluded)) throw invalid('Name at least one index.');
  const firstExcluded = parts.findIndex((part) => part.excluded);
  if (firstExcluded >= 0 && parts.slice(firstExcluded).some((part) => !part.excluded && part.text.startsWith('*'))) {
    throw invalid('Put exclusions (-name) behind all parts that begin with a wildcard.');
  }
  return parts;
}

function toPart(raw: string): Part {
  const text = raw.trim();
  if (text === '') throw invalid('An index expression has no empty parts.');
  if (new TextEncoder().encode(text).length > NAME_BYTES) throw invalid(`A name has ${NAME_BYTES} bytes at most.`);
  if (text.startsWith('<')) return dateMathOf(text);
  const excluded = text.startsWith('-');
  const name = excluded ? text.slice(1) : text;
  if (name === '_all' && !excluded) return { text: '*', shape: '*', excluded, dateMath: false };
  if (name === '' || name === '.') throw invalid('An index expression has no empty parts.');
  if (/^[-+_]/.test(name)) throw invalid(`No index name begins with “${name[0]}”.`);
  if (name.includes(':')) throw invalid('Indices of another cluster (cluster:index) cannot be read.');
  if (FORBIDDEN.test(name)) throw invalid('The index name holds a sign that no index name has.');
  return { text: name, shape: name, excluded, dateMath: false };
}

function dateMathOf(text: string): Part {
  const shape = shapeOf(text);
  if (shape !== undefined && !FORBIDDEN.test(shape)) return { text, shape, excluded: false, dateMath: true };
  throw invalid(
    'This date math cannot be read. Write it like <logs-{now/d}>, <logs-{now-1M/M{yyyy.MM}}*> or <logs-{now/d{yyyy.MM.dd|+0900}}>: no comma, no colon, no quotes, and * not at the beginning.',
  );
}

function invalid(message: string): SluiceError {
  return new SluiceError('bad_request', message);
}

/**
 * The expression as a segment of a path, so put that no wildcard reaches a name that begins with a dot unless it begins
 * with one itself.
 * @throws bad_request
 */
export function toPath(expression: string): string {
  const path = encodeURIComponent(withoutDotNames(partsOf(expression)).join(','));
  if (path.length <= MAX_PATH) return path;
  throw invalid('This is too long for OpenSearch. Name fewer indices, or fewer patterns that begin with *.');
}

/**
 * Whether the expression names `index` itself. OpenSearch then applies no alias's filter to it, so its snapshot may be
 * opened on the index. An exclusion that touches the index may leave it reached through an alias only: then it is not
 * directly named, which is always the safe answer; and so is an index whose own name no expression may hold.
 */
export function namesDirectly(expression: string, index: string): boolean {
  if (FORBIDDEN.test(index)) return false;
  const parts = partsOf(expression);
  const matching = parts.filter((part) => !part.dateMath && matches(part.text, index));
  return matching.some((part) => !part.excluded) && !matching.some((part) => part.excluded);
}

/** A pattern with `*` against a name. As in OpenSearch, a pattern reaches hidden names only when it begins with a dot. */
export function matches(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  if (!pattern.includes('*') || (name.startsWith('.') && !pattern.startsWith('.'))) return false;
  return globMatches(pattern, name);
}

/** Steps back to the last `*` only, so a pattern of many stars costs no more than its length times the name's. */
function globMatches(pattern: string, name: string): boolean {
  let [p, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = n;
    } else if (p < pattern.length && pattern[p] === name[n]) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
