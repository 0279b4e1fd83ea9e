import { SluiceError } from '../../shared/errors.ts';

/** One comma part of an index expression as OpenSearch reads it. */
export type Part = { text: string; excluded: boolean; dateMath: boolean };

/** Nothing in here may end a path's segment, begin a query or a header line, or name another cluster. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\u0000-\u0020\u007f/\\?#%"|:]|\.\./;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN_DATE_MATH = /[\u0000-\u0020\u007f\\?#%"]|\.\./;

/**
 * An index expression in its parts: names, patterns, `-exclusions`, `<date math>`.
 * @throws bad_request when a part can be no name
 */
export function partsOf(expression: string): Part[] {
  const parts = splitParts(expression).map(toPart);
  if (!parts.some((part) => !part.excluded)) throw invalid('Name at least one index.');
  return parts;
}

/** Commas inside of `<…{…}…>` belong to the date math. */
function splitParts(expression: string): string[] {
  return expression.match(/<[^>]*>|[^,]+|,(?=,|$)|^(?=,)/g) ?? [];
}

function toPart(raw: string): Part {
  const text = raw.trim();
  if (text === '' || text === ',') throw invalid('An index expression has no empty parts.');
  if (text.startsWith('<') && text.endsWith('>')) {
    if (FORBIDDEN_DATE_MATH.test(text)) throw invalid('The date math holds a sign that it cannot have.');
    return { text, excluded: false, dateMath: true };
  }
  const excluded = text.startsWith('-');
  const name = excluded ? text.slice(1) : text;
  if (name === '' || name === '.') throw invalid('An index expression has no empty parts.');
  if (/^[-+_]/.test(name) && name !== '_all') throw invalid(`No index name begins with “${name[0]}”.`);
  if (text.includes(':')) throw invalid('Indices of another cluster (cluster:index) cannot be read.');
  if (FORBIDDEN.test(name) || /[<>]/.test(name)) throw invalid('The index name holds a sign that no index name has.');
  return { text: name, excluded, dateMath: false };
}

function invalid(message: string): SluiceError {
  return new SluiceError('bad_request', message);
}

/** The expression as a segment of a path. */
export function toPath(expression: string): string {
  return encodeURIComponent(
    partsOf(expression)
      .map((part) => (part.excluded ? `-${part.text}` : part.text))
      .join(','),
  );
}

/**
 * Whether the expression names `index` itself. OpenSearch then applies no alias's filter to it, so its snapshot may be
 * opened on the index. An exclusion that touches the index may leave it reached through an alias only: then it is not
 * directly named, which is always the safe answer.
 */
export function namesDirectly(expression: string, index: string): boolean {
  const parts = partsOf(expression);
  const matching = parts.filter((part) => !part.dateMath && matches(part.text, index));
  return matching.some((part) => !part.excluded) && !matching.some((part) => part.excluded);
}

/** A pattern with `*` against a name. As in OpenSearch, a pattern reaches hidden names only when it begins with a dot. */
export function matches(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  if (pattern === '_all') return !name.startsWith('.');
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
