import { type PlacedToken, placedTokens } from '../../shared/lucene/placed.ts';
import { type Check, QueryRefused, type Spot } from './checks.ts';
import { chargeFuzzy, fieldCount } from './text.ts';

/** Brackets within brackets: Lucene reads each by a recursion, and 3,000 end OpenSearch's process. As for DSL. */
const MAX_DEPTH = 20;
/** A word with a wildcard, or a regular expression. Characters. */
const MAX_PATTERN = 1000;
/** Brackets of a simple query string, which has a limit of its own. */
const MAX_SIMPLE_BRACKETS = 200;

const DEAR =
  'Words that begin with a wildcard, and regular expressions between slashes, are switched off here. Put “\\” before the sign, or quotes around the word.';

/** What a `query_string` costs by its text, read as Lucene reads it. @throws QueryRefused with the place in the text */
export const queryString: Check = (body, { walk, path }) => {
  const { query, fields, default_field: field } = body as Record<string, unknown>;
  const spot = { walk, path: [...path, 'query'] };
  const tokens = placedTokens(String(query ?? ''));
  assertShallow(tokens, spot);
  for (const token of tokens) assertCheap(token, spot);
  chargeFuzzyTerms(tokens, spot, field === undefined ? fieldCount(fields) : fieldCount(field));
};

function assertShallow(tokens: readonly PlacedToken[], { path }: Spot): void {
  let depth = 0;
  for (const { kind, from } of tokens) {
    if (kind === 'open') depth += 1;
    // One too many is an error, and nothing behind it is read.
    if (kind === 'close') depth -= 1;
    if (depth > MAX_DEPTH) {
      throw new QueryRefused(
        `The search is nested too deeply: ${MAX_DEPTH} levels of brackets are allowed.`,
        path,
        from,
      );
    }
  }
}

function assertCheap({ kind, text, from }: PlacedToken, { walk, path }: Spot): void {
  const isDear = kind === 'regexp' || (kind === 'wild' && /^[*?]/.test(text));
  if (isDear && !walk.dear) throw new QueryRefused(DEAR, path, from);
  if (!['wild', 'prefix', 'regexp'].includes(kind) || text.length <= MAX_PATTERN) return;
  throw new QueryRefused(`A word with wildcards has ${MAX_PATTERN} characters at most.`, path, from);
}

/**
 * `~` makes the term before it fuzzy, also past white space and a boost. A field's name counts where it stands right
 * before the term: a group's is read for each of its terms anew.
 */
function chargeFuzzyTerms(tokens: readonly PlacedToken[], spot: Spot, fields: number): void {
  const solid = tokens.filter(({ kind }) => kind !== 'space' && kind !== 'caret' && kind !== 'number');
  for (const [i, { kind }] of solid.entries()) {
    const term = solid[i - 1];
    if (kind !== 'fuzzy' || term?.kind !== 'term') continue;
    chargeFuzzy(spot, term.text.length * (solid[i - 2]?.kind === 'colon' ? fieldCount(term.field) : fields));
  }
}

/** As `queryString`, for the simple syntax, which knows no expressions and no wildcard at a word's beginning. */
export const simpleQueryString: Check = (body, { walk, path }) => {
  const { query, fields } = body as Record<string, unknown>;
  const text = String(query ?? '');
  const spot = { walk, path: [...path, 'query'] };
  if ((text.match(/\(/g) ?? []).length > MAX_SIMPLE_BRACKETS) {
    throw new QueryRefused(`The search has too many brackets: ${MAX_SIMPLE_BRACKETS} are allowed.`, spot.path);
  }
  for (const [term] of text.matchAll(/[^\s"]+~/g)) chargeFuzzy(spot, term.length * fieldCount(fields));
};
