import { type QueryToken, type QueryTokenKind, queryTokens } from './tokens.ts';
import { unescaped } from './words.ts';

/** A token, and where it stands. */
export type PlacedToken = QueryToken & {
  /** A field's name: what follows its colon is asked of it. */
  readonly isName: boolean;
  /** The field of which it is asked: the one named before it, or before brackets around it. Of a name, what is around that. */
  readonly field: string | undefined;
};

/** The tokens of a query string, each with the field that holds for it, as Lucene has them. */
export function placedTokens(query: string, how: { tolerant?: boolean } = {}): PlacedToken[] {
  const tokens = queryTokens(query, how);
  const groups: (string | undefined)[] = [];
  let named: string | undefined;
  return tokens.map((token, i) => {
    const isName = NAMES.has(token.kind) && kindBehind(tokens, i) === 'colon';
    const field = named ?? groups.at(-1);
    if (token.kind === 'open') groups.push(field);
    if (token.kind === 'close') groups.pop();
    if (isName) named = unescaped(token.text);
    else if (!LEADS_ON.has(token.kind)) named = undefined;
    return { ...token, isName, field: isName ? groups.at(-1) : field };
  });
}

const NAMES: ReadonlySet<QueryTokenKind> = new Set(['term', 'star']);

/** Behind these the field that was named holds on. */
const LEADS_ON: ReadonlySet<QueryTokenKind> = new Set(['space', 'colon', 'range_open', 'to', 'bound', 'range_quoted']);

/** White space is one token. */
function kindBehind(tokens: readonly QueryToken[], at: number): QueryTokenKind | undefined {
  const next = tokens[at + 1]?.kind;
  return next === 'space' ? tokens[at + 2]?.kind : next;
}
