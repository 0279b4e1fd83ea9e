import { parseDql } from '../../../../shared/dql/parse.ts';
import { conditionsOf } from '../../../../shared/dql/tree.ts';
import { inCapitals } from '../query/query-repair.ts';

/** What tells a query string, outside of quotes: ranges, `_exists_`, signs for and, or and not, fuzzy words, boosts, expressions. */
const OF_LUCENE: readonly RegExp[] = [
  /[[{]\s*[^\s[{]+\s+TO\s+[^\s\]}]+\s*[\]}]/,
  /(^|[\s(])_exists_\s*:/,
  // Behind a colon it is a value's own sign.
  /(?:^\s*|\(\s*|[^:\s]\s+)[-+!](?=[\p{L}_("])/u,
  /&&|\|\|/,
  /[\p{L}\p{N}"]~\d*(?=\s|\)|$)/u,
  /[\p{L}\p{N})"]\^\d+(\.\d+)?(?=\s|\)|$)/u,
];

/** Whether DQL was probably meant as a query string. */
export function looksLikeQueryString(query: string): boolean {
  // An open quote goes to the end.
  const bare = query.replace(/"(?:\\.|[^"\\])*(?:"|\\?$)/gs, '""');
  return OF_LUCENE.some((pattern) => pattern.test(bare)) || hasExpression(bare);
}

/** `/var/` is a folder. */
function hasExpression(bare: string): boolean {
  return [...bare.matchAll(/:\s*\/([^/]*)\/(?=\s|\)|$)/g)].some(([, inner = '']) => /[*+?|()[\]{}^$\\]/.test(inner));
}

/**
 * Whether a query string was probably meant as DQL: it can be read as that, and holds what means something there and is but
 * words, or nothing at all, to Lucene. `forms`: `bytes >= 100`, `items: { … }`; `operators`: in small letters, beside a field's name,
 * which Lucene reads in capitals.
 */
export function dqlSigns(query: string): 'operators' | 'forms' | undefined {
  const { tree } = parseDql(query);
  if (!tree || looksLikeQueryString(query)) return undefined;
  const { conditions, paths } = conditionsOf(tree);
  const compared = conditions.filter(({ node }) => node.kind === 'range');
  const isForm = paths.length > 0 || compared.length > 0;
  if (isForm && compared.every(({ node }) => node.field?.quoted || isName(node.field?.text ?? ''))) return 'forms';
  return conditions.length > 0 && !isForm && inCapitals(query) !== undefined ? 'operators' : undefined;
}

/** Not `x -> y`, nor `if a < b`. */
const isName = (name: string) => /^[\p{L}\p{N}_@][\p{L}\p{N}_.@*-]*$/u.test(name) && !name.endsWith('-');
