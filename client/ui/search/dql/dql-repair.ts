import { type DqlFault, parseDql } from '../../../../shared/dql/parse.ts';
import { dqlPhrase } from '../../../../shared/dql/print.ts';
import { type DqlToken, dqlTokens } from '../../../../shared/dql/tokens.ts';

/** How a query with a fault was probably meant; `how` names what was done to it. */
export type DqlRepair = {
  readonly query: string;
  readonly how: 'close' | 'remove' | 'quote' | 'backslash' | 'join' | 'bare';
};

/** @returns undefined where nothing simple would make it a query */
export function repairOfDql(query: string, fault: DqlFault): DqlRepair | undefined {
  const repair = tried(query, fault);
  return repair && parseDql(repair.query).tree ? repair : undefined;
}

function tried(query: string, { kind, at, sign }: DqlFault): DqlRepair | undefined {
  const without = (from: number, to: number) => (query.slice(0, from).trimEnd() + query.slice(to)).trim();
  switch (kind) {
    case 'never_closed':
      return { how: 'close', query: `${query.trimEnd()}${sign === '(' ? ')' : sign === '{' ? ' }' : '"'}` };
    case 'never_opened':
    case 'hanging':
      return { how: 'remove', query: without(at, at + sign.length) };
    case 'escape':
      return { how: 'backslash', query: `${query.slice(0, at)}\\${query.slice(at)}` };
    case 'joined':
      return { how: 'join', query: `${query.slice(0, at).trimEnd()} and ${query.slice(at)}` };
    case 'misplaced':
      return comparedTwice(query, at) ?? quotedAround(query, at);
    default:
      return undefined;
  }
}

/** `delay:>5` is how a query string has it. */
function comparedTwice(query: string, at: number): DqlRepair | undefined {
  const before = query.slice(0, at).trimEnd();
  if (!before.endsWith(':') || !/[<>]/.test(query[at] ?? '')) return undefined;
  return { how: 'bare', query: `${before.slice(0, -1).trimEnd()} ${query.slice(at)}` };
}

/** `at >= 2026-01-01T10:30`: the value with a sign in it, up to white space. */
function quotedAround(query: string, at: number): DqlRepair | undefined {
  const tokens = dqlTokens(query);
  const sign = tokens.findIndex(({ from }) => from === at);
  const before = tokens[sign - 1];
  if (before?.kind !== 'word') return undefined;
  const rest = tokens
    .slice(sign)
    .findIndex(({ kind }) => kind === 'space' || kind === 'close' || kind === 'brace_close');
  const last = tokens[rest < 0 ? tokens.length - 1 : sign + rest - 1];
  if (!last) return undefined;
  const end = endOfWord(last);
  const value = dqlPhrase(query.slice(before.from, end));
  return { how: 'quote', query: query.slice(0, before.from) + value + query.slice(end) };
}

function endOfWord({ from, text }: DqlToken): number {
  return from + (/^\S+/.exec(text)?.[0].length ?? text.length);
}
