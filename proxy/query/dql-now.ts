import { parseDql } from '../../shared/dql/parse.ts';
import { dqlPhrase } from '../../shared/dql/print.ts';
import { conditionsOf, type DqlLiteral } from '../../shared/dql/tree.ts';
import { anchored, NOW } from './iso-times.ts';
import type { Fix } from './now.ts';

/**
 * DQL with `now` put as a time where a date is compared with it; all else stays as it was typed. A date that is to be
 * equal to it cannot be told a format: there `now` stays where the field's own reads no ISO time.
 */
export function fixDql(dql: string, { anchor, kindOf }: Fix): string {
  if (!dql.includes('now')) return dql;
  const { tree } = parseDql(dql);
  if (!tree) return dql;
  const found = new Map<number, DqlLiteral>();
  for (const { name, node } of conditionsOf(tree).conditions) {
    const { value, kind } = node;
    if (value.parts || !NOW.test(value.text) || found.has(value.from)) continue;
    const known = kindOf(name);
    if (known === 'iso' || (known && kind === 'range')) found.set(value.from, value);
  }
  let fixed = dql;
  for (const { from, to, text } of [...found.values()].sort((a, b) => b.from - a.from)) {
    fixed = fixed.slice(0, from) + dqlPhrase(anchored(text, anchor)) + fixed.slice(to);
  }
  return fixed;
}
